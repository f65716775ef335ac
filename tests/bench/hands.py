"""How the trained networks read hands: digits in pen strokes, drawn on the page's own pad."""

import argparse
import json
import os
import sys
from pathlib import Path

from hands.growth import flicker, growths
from hands.reading import accuracies, answers, hands, unsteadiness
from hands.writing import EACH, all_drawings
from playwright.sync_api import sync_playwright

from bench.browser import ARGUMENTS
from bench.figures import Goal, at_least
from bench.peers import MODELS
from bench.tables import table
from inkglass.formats.model_file import load_model

ACCURACY_GOAL, CLASS_GOAL, UNSTEADY_GOAL, FLICKER_GOAL = 0.98, 0.95, 0.005, 0.02
WITH_GOALS = "default"
CHANGES = 20  # of each writing
GROWING = 10  # drawings of each way, read with every frame while they are drawn
WORST = 5


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("INKGLASS_CHROMIUM"), args=[*ARGUMENTS, *root]
        )
        found = _measured(browser, options.drawings)
        browser.close()
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


def lines(found):
    """Return the tables for figures by the model's name."""
    rows, growing, worst = [], [], []
    for name, each in found.items():
        rows.append((name, _share(each["accuracy"]), *map(_share, each["classes"].values())))
        least = sorted(each["ways"].items(), key=lambda way: way[1])[:WORST]
        worst += [(f"{name}: {way}", _share(share)) for way, share in least]
        growing += [
            (f"{name}: {what}", _share(_returning(flicks)), f"{_changes(flicks):.2f}")
            for what, flicks in each["growing"].items()
        ]
    header = ("read right", "all", *next(iter(found.values()))["classes"])
    parts = [
        table(header, rows),
        table(("least read", ""), worst),
        table(("while drawing", "an answer returns", "changes"), growing),
        table(("goal", "found", "wanted", ""), _goals(WITH_GOALS, found[WITH_GOALS])),
    ]
    return [line for part in parts for line in (*part, "")][:-1]


def _goals(name, found):
    """Return the rows that say what should be reached, next to what was."""
    rows = [
        (f"{name}: {what}", _share(share), f"≥ {_share(goal)}", at_least(share, goal))
        for what, share, goal in (
            ("all", found["accuracy"], ACCURACY_GOAL),
            ("worst class", min(found["classes"].values()), CLASS_GOAL),
        )
    ]
    for goal in (
        Goal("unsteady", found["unsteady"], UNSTEADY_GOAL),
        Goal("an answer returns", _returning(found["growing"]["shown"]), FLICKER_GOAL),
    ):
        limit = f"≤ {_share(goal.limit)}"
        rows.append((f"{name}: {goal.name}", _share(goal.value), limit, goal.verdict))
    return rows


def _returning(flicker):
    return flicker["returning"] / flicker["drawings"]


def _changes(flicker):
    return flicker["changes"] / flicker["drawings"]


def _measured(browser, each):
    """Return the figures of each model by its name, of `each` drawings of every way."""
    drawings, images = hands(browser, each)
    growing = list(all_drawings(each=min(each, GROWING)))
    grown = growths(browser, growing)
    found = {}
    for path in sorted(MODELS.glob("*.npz")):
        model = load_model(path)
        total, classes, ways = accuracies(drawings, answers(model, images))
        read, shown = flicker(model, browser, growing, grown)
        found[path.stem] = {
            "drawings": len(drawings),
            "accuracy": total,
            "classes": classes,
            "ways": {" ".join(way): share for way, share in ways.items()},
            "unsteady": unsteadiness(model, browser, min(each, CHANGES)),
            "growing": {"read": read._asdict(), "shown": shown._asdict()},
        }
    return found


def _share(share):
    return f"{100 * share:.2f} %"


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench hands", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument(
        "--drawings", type=int, default=EACH, metavar="N", help=f"of each way; default {EACH}"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
