"""How fast, how large and how thrifty the page starts, beside three pages that do the same.

From navigation to the first answer for a drawing that is there already: on a first visit, with
a fresh profile, on the second, third and fifth, and with the server stopped; then first and
second with a slower network, and with a slower processor. The pages take turns.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import fairness, pages, report
from bench.browser import NoAnswerError
from bench.host import Host
from bench.peers import answers, peers, reference
from bench.visits import SCENARIOS, SETTLE, Visitor


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    if not (options.site / "index.html").is_file():
        sys.exit(f"bench startup: there is no built site in {options.site}")
    scenarios = [s for s in SCENARIOS if s.name in options.scenarios]
    with tempfile.TemporaryDirectory(prefix="inkglass-pages-") as folder:
        compared = [page for page in _pages(options, Path(folder)) if _wanted(page, options)]
        host = Host({page.name: page.folder for page in compared})
        host.start()
        try:
            visits = _measure(host, compared, scenarios, options)
        except (NoAnswerError, fairness.UnfairError) as error:
            sys.exit(f"bench startup: {error}")
        except KeyboardInterrupt:
            sys.exit("bench startup: stopped")
    result = report.Report(compared, scenarios, visits)
    print("\n" + "\n".join(result.lines()))
    if options.json:
        about = {"machine": platform.platform(), "processors": os.cpu_count(), "runs": options.runs}
        options.json.write_text(json.dumps(about | result.as_json(), indent=1) + "\n")
        print(f"\nAll figures are in {options.json}")


def _parse(arguments):
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(prog="build.py bench startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each page; default 7")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--site", type=Path, default=pages.ROOT / "dist", help="the built site")
    parser.add_argument(
        "--also", type=Path, action="append", default=[], help="another build to compare"
    )
    parser.add_argument("--pages", nargs="+", help="only these, of stock, onnx, tfjs")
    parser.add_argument("--scenarios", nargs="+", choices=names, default=names)
    parser.add_argument("--settle", type=float, default=SETTLE, help="seconds after each answer")
    return parser.parse_args(arguments)


def _pages(options, folder):
    """Return all pages, the built site first."""
    others = [
        pages.inkglass(site, f"build-{index}", str(site))
        for index, site in enumerate(options.also, 2)
    ]
    return [pages.inkglass(options.site), *others, *peers(folder)]


def _wanted(page, options):
    return options.pages is None or page.is_build or page.name in options.pages


def _measure(host, compared, scenarios, options):
    """Check that the comparison is fair, then make all visits."""
    with sync_playwright() as playwright:
        worst = fairness.check_agreement(playwright, host, compared, reference, answers())
        print(f"All pages compute the same probabilities, to {worst:.0e}", flush=True)
        for slowness in {s.slowness for s in scenarios} - {1}:
            page, worker = fairness.check_slowness(playwright, slowness)
            print(f"Slowed {page:.1f} times in a page, {worker:.1f} in a worker", flush=True)
        visitor = Visitor(playwright, host, options.settle)
        return list(_visits(visitor, compared, scenarios, options.runs))


def _visits(visitor, compared, scenarios, runs):
    """Yield all visits, with a line on how far it is."""
    total = runs * len(compared) * sum(len(scenario.visits) for scenario in scenarios)
    started, done = time.monotonic(), 0
    for run in range(runs):
        for scenario in scenarios:
            for visit in visitor.rounds(compared, scenario, run):
                done += 1
                left = (time.monotonic() - started) / done * (total - done) / 60
                took = "—" if visit.answer is None else f"{visit.answer:.0f} ms"
                where = f"run {run + 1}, {scenario.name}, {report.NAMES[visit.number]} visit"
                print(
                    f"[{done}/{total}] {where}, {visit.page}: {took} ({left:.0f} min left)",
                    flush=True,
                )
                yield visit


if __name__ == "__main__":
    main(sys.argv[1:])
