"""How the trained networks read photographs and other pictures, composed of MNIST's test images."""

import argparse
import json
import sys
from pathlib import Path

from photographs.reading import scores, scores_of_close_ups, scores_of_clutter
from photographs.scoring import Score

from bench.figures import at_least
from bench.peers import MODELS
from bench.tables import table
from inkglass.data import mnist
from inkglass.formats.model_file import load_model

GOAL = 0.97
WITH_GOAL = "default"
PHOTOGRAPHS = 200
ALL, CLOSE_UPS = "all photographs", "close-ups"


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    digits = mnist.read_test(mnist.find_folder())
    found = {}
    for path in sorted(MODELS.glob("*.npz")):
        found[path.stem] = measured(load_model(path), digits, options.photographs)
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


def measured(model, digits, count):
    """Return counts of digits by what was pictured."""
    total, kinds = scores(model, *digits, count)
    close_ups = scores_of_close_ups(model, *digits, 2 * count)
    kinds = {ALL: total, **kinds, CLOSE_UPS: sum(close_ups.values(), Score())}
    for name, each in scores_of_clutter(model, *digits, -(-count // 4)).items():
        kinds[f"clutter: {name}"] = each
    return {name: vars(each) for name, each in kinds.items()}


def lines(found):
    """Return the tables for counts of digits by the model's name and what was photographed."""
    rows, goals = [], []
    for name, kinds in found.items():
        for kind, each in kinds.items():
            shares = [f"{100 * each[what] / each['digits']:.2f} %" for what in ("found", "right")]
            rows.append((f"{name}, {kind}", str(each["digits"]), *shares, str(each["false"])))
        if name == WITH_GOAL:
            for kind in ALL, CLOSE_UPS:
                share = kinds[kind]["right"] / kinds[kind]["digits"]
                row = (f"{100 * share:.2f} %", f"≥ {100 * GOAL:.2f} %", at_least(share, GOAL))
                goals.append((f"{name}: digits read right, {kind}", *row))
    header = ("pictures", "digits", "found", "read right", "false")
    parts = [table(header, rows), table(("goal", "found", "wanted", ""), goals)]
    return [line for part in parts for line in (*part, "")][:-1]


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench pictures", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS, metavar="N")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
