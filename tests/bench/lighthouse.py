"""Lighthouse's four scores for the built site, on a desktop and on a phone."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import at_least
from bench.host import Host
from bench.pages import PACKAGES, ROOT
from bench.tables import table

CLI = PACKAGES / "lighthouse" / "cli" / "index.js"
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PRESETS = {"phone": [], "desktop": ["--preset=desktop"]}
LIMIT = 300  # seconds


def main(arguments):
    """Run Lighthouse with each preset; print scores and what cost points."""
    options = _parse(arguments)
    if not (options.site / "index.html").is_file():
        sys.exit(f"bench lighthouse: there is no built site in {options.site}")
    host = Host({"inkglass": options.site})
    host.start()
    reports = {name: _report(host.url("inkglass"), name) for name in PRESETS}
    print("\n" + "\n".join(lines(reports)))
    if options.json:
        options.json.write_text(json.dumps(reports) + "\n")
        print(f"\nThe whole reports are in {options.json}")


def lines(reports):
    """Return tables of Lighthouse's `reports`, by preset."""
    rows = [
        [
            f"{preset}: {name}",
            f"{score:.0f}",
            f"at least {GOALS[name]}",
            at_least(score, GOALS[name]),
        ]
        for preset, report in reports.items()
        for name, score in scores(report).items()
    ]
    failed = [
        f"{preset}: {title}" for preset, report in reports.items() for title in failures(report)
    ]
    heading = ["", "What cost points:"] if failed else []
    return [*table(("Lighthouse", "score", "goal", ""), rows), *heading, *failed]


def scores(report):
    """Return the score of each category, 0 to 100; 0 where Lighthouse could give none."""
    categories = report["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in GOALS}


def failures(report):
    """Return the titles of audits that count and were not passed, with what they show."""
    counted = {
        reference["id"]: name
        for name in GOALS
        for reference in report["categories"][name]["auditRefs"]
        if reference["weight"] > 0
    }
    return [
        f"{name}: {audit['title']}"
        + (f" ({value})" if (value := audit.get("displayValue")) else "")
        for audit_id, name in counted.items()
        for audit in [report["audits"][audit_id]]
        if audit["score"] is not None and audit["score"] < 1
    ]


def _report(url, preset):
    print(f"Lighthouse, {preset} …", flush=True)
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    with tempfile.TemporaryDirectory(prefix="inkglass-lighthouse-") as folder:
        out = Path(folder) / "report.json"
        command = ["node", CLI, url, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--chrome-flags={flags}", f"--only-categories={','.join(GOALS)}"]
        variables = os.environ | {"CHROME_PATH": os.environ.get("INKGLASS_CHROMIUM", "chromium")}
        done = subprocess.run(
            [*command, *PRESETS[preset]],
            env=variables,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=LIMIT,
        )
        if not out.is_file():
            sys.exit(f"bench lighthouse: {(done.stderr.strip() or 'no report').splitlines()[0]}")
        return json.loads(out.read_text(encoding="utf-8"))


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench lighthouse", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write both reports to FILE")
    parser.add_argument("--site", type=Path, default=ROOT / "dist", help="the built site")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
