"""Where the time of a start goes: the stages and the files of a first and of repeat visits.

The page tells its stages with the event `inkglass:timings`, or by performance marks and
measures whose names begin with `inkglass:`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import browser
from bench.host import Host
from bench.pages import ROOT, inkglass
from bench.tables import table
from bench.visits import SCENARIOS, SETTLE

# Of the page and of its workers alike; a worker's clock is moved to the page's.
ENTRIES = """(origin) => performance.getEntries().map((entry) => ({
  name: entry.name,
  kind: entry.entryType,
  start: entry.startTime + performance.timeOrigin - origin,
  duration: entry.duration,
  sent: entry.transferSize ?? 0,
}))"""


def main(arguments):
    """Visit the site and print a table a visit."""
    options = _parse(arguments)
    scenario = next(each for each in SCENARIOS if each.name == options.scenario)
    page = inkglass(options.site)
    host = Host({page.name: page.folder})
    host.start()
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder,
    ):
        for number in range(1, options.visits + 1):
            host.link = scenario.link()
            with browser.opened(playwright, Path(folder) / "profile") as (tab, processes):
                with processes.slowed(scenario.slowness):
                    seen = browser.visit(tab, host.url(page.name))
                print(f"\nVisit {number}: answered after {seen['answer']:.0f} ms")
                print("\n".join(lines(seen, _entries(tab))), flush=True)
                browser.settle(tab, host, SETTLE, page.keeps_background)


def lines(seen, entries):
    """Return a table of what the probe has `seen` and of performance `entries`, by their start."""
    moments = [
        {"name": name, "start": seen[key], "duration": 0, "kind": "moment"}
        for name, key in (("pad", "pad"), ("first paint", "paint"), ("answer", "answer"))
        if seen[key] is not None
    ]
    stages = [stage | {"kind": "stage"} for stage in seen["stages"]]
    files = [entry for entry in entries if entry["kind"] in ("navigation", "resource")]
    rows = [_row(each) for each in sorted([*moments, *stages, *files], key=_begin)]
    return table(("", "from ms", "to ms", "took ms", "asked by", "kB sent"), rows)


def _row(each):
    sent = f"{each['sent'] / 1000:.0f}" if each.get("sent") else None
    begin, took = _begin(each), abs(each["duration"])
    times = [f"{time:.0f}" for time in (begin, begin + took, took)]
    return (f"{each['kind']}: {_short(each['name'])}", *times, each.get("where"), sent)


def _begin(each):
    """Return when something began; a worker's script can end before the worker asks for it."""
    return each["start"] + min(0, each["duration"])


def _entries(tab):
    origin = tab.evaluate("performance.timeOrigin")
    found = []
    for where, target in [("page", tab), *(("worker", worker) for worker in tab.workers)]:
        found += [entry | {"where": where} for entry in target.evaluate(ENTRIES, origin)]
    return found


def _short(name):
    """Return the last part of an address, and other names as they are."""
    return name.rstrip("/").rsplit("/", 1)[-1] if "://" in name else name


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench stages", description=__doc__)
    parser.add_argument("--visits", type=int, default=2, help="default 2")
    parser.add_argument("--site", type=Path, default=ROOT / "dist", help="the built site")
    names = [scenario.name for scenario in SCENARIOS]
    parser.add_argument("--scenario", choices=names, default=names[0])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
