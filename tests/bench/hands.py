"""How the trained networks read hands: digits in pen strokes, drawn on the page's own pad."""

import argparse
import json
import os
import sys
from pathlib import Path

from hands.reading import accuracies, hands, unsteadiness
from playwright.sync_api import sync_playwright

from bench.browser import ARGUMENTS
from bench.figures import Goal, at_least
from bench.peers import MODELS
from bench.tables import table
from inkglass.model_file import load_model

ACCURACY_GOAL, CLASS_GOAL, UNSTEADY_GOAL = 0.98, 0.95, 0.005
WITH_GOALS = "default"
CHANGES = 20  # of each writing
WORST = 5


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("INKGLASS_CHROMIUM"), args=[*ARGUMENTS, *root]
        )
        drawings, images = hands(browser)
        found = {}
        for path in sorted(MODELS.glob("*.npz")):
            model = load_model(path)
            total, classes, ways = accuracies(model, drawings, images)
            found[path.stem] = {
                "drawings": len(drawings),
                "accuracy": total,
                "classes": classes,
                "ways": {" ".join(way): share for way, share in ways.items()},
                "unsteady": unsteadiness(model, browser, CHANGES),
            }
        browser.close()
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


def lines(found):
    """Return the tables for figures by the model's name."""
    rows, goals, worst = [], [], []
    for name, each in found.items():
        classes = each["classes"]
        rows.append((name, _share(each["accuracy"]), *map(_share, classes.values())))
        least = sorted(each["ways"].items(), key=lambda way: way[1])[:WORST]
        worst += [(f"{name}: {way}", _share(share)) for way, share in least]
        if name == WITH_GOALS:
            unsteady = Goal("unsteady", each["unsteady"], UNSTEADY_GOAL)
            for what, share, goal in (
                ("all", each["accuracy"], ACCURACY_GOAL),
                ("worst class", min(classes.values()), CLASS_GOAL),
            ):
                row = (_share(share), f"≥ {_share(goal)}", at_least(share, goal))
                goals.append((f"{name}: {what}", *row))
            row = (_share(unsteady.value), f"≤ {_share(unsteady.limit)}", unsteady.verdict)
            goals.append((f"{name}: {unsteady.name}", *row))
    header = ("read right", "all", *next(iter(found.values()))["classes"])
    parts = [
        table(header, rows),
        table(("least read", ""), worst),
        table(("goal", "found", "wanted", ""), goals),
    ]
    return [line for part in parts for line in (*part, "")][:-1]


def _share(share):
    return f"{100 * share:.2f} %"


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench hands", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
