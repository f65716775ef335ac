"""How long a reading takes in the browser, beside onnxruntime-web with the same networks.

Pixels in, probabilities out, in a worker: both workers belong to one page and take turns. What is
compared are two turns that follow each other, as a machine's speed changes within a minute. For
the package alone, also a whole drawing: cropped, scaled and centred before it is read.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench import browser
from bench.fairness import TOLERANCE, blurred, greatest_difference
from bench.figures import Figure, Goal
from bench.host import Host
from bench.peers import MODELS, reading_page, reference
from bench.tables import spread, table
from inkglass.data import mnist

GOALS = {"notebook": 1.0, "default": 3.0}
RATIO = "numpy / onnx"
SIDES = {"numpy": "Inkglass", "onnx": "onnxruntime-web"}
TURN = 250  # ms, roughly
PAD = 280  # pixels, width and height of a drawing
CALL = "([side, method, args]) => benchCall(side, method, ...args)"


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder,
        sync_playwright() as playwright,
    ):
        page = reading_page(Path(folder) / "pages", options.models)
        host = Host({page.name: page.folder})
        host.start()
        with browser.opened(playwright, Path(folder) / "profile") as (tab, _):
            tab.goto(host.url(page.name))
            found = {name: _measure(tab, name, options.runs) for name in options.models}
        host.stop()
    print("\n" + "\n".join(lines(found)))
    if options.json:
        figures = {
            name: {what: asdict(each) for what, each in figures.items()}
            for name, figures in found.items()
        }
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def _measure(tab, name, runs):
    """Return a model's figures: milliseconds a reading by who reads, and how both compare."""
    image = _image()
    for side in SIDES:
        _call(tab, side, "load", name)
        for each in (image, blurred(image)):
            found = _call(tab, side, "predict", each)
            difference = greatest_difference(reference(each, name), found)
            if not difference <= TOLERANCE:
                sys.exit(f"bench reading: {side} computes other probabilities, by {difference}")
    jobs = {side: (side, "time", image) for side in SIDES}
    jobs["drawing"] = ("numpy", "timeDrawing", _enlarged(image), PAD, PAD)
    counts = {}
    for job, call in jobs.items():
        _call(tab, *call, 300)  # engines compile what runs often
        counts[job] = max(1, round(TURN / _call(tab, *call, 100)))
    times = {job: [] for job in jobs}
    for run in range(runs):
        for job, call in jobs.items():
            times[job].append(_call(tab, *call, counts[job]))
        print(f"{name}: run {run + 1} of {runs}", flush=True)
    return summary(times)


def summary(times):
    """Return the figures of `times`, lists of a time for each run, and of the sides' ratios."""
    ratios = [ours / theirs for ours, theirs in zip(times["numpy"], times["onnx"], strict=True)]
    return {name: Figure.of(values) for name, values in (times | {RATIO: ratios}).items()}


def _call(tab, side, method, *args):
    return tab.evaluate(CALL, [side, method, args])


def _image():
    images, _ = mnist.read_test(mnist.find_folder())
    return images[0].ravel().tolist()


def _enlarged(image):
    """Return an image of 28x28 ten times as wide and high."""
    rows = [image[start : start + 28] for start in range(0, len(image), 28)]
    wide = [[level for level in row for _ in range(10)] for row in rows]
    return [level for row in wide for _ in range(10) for level in row]


def lines(found):
    """Return the tables for figures by the model's name and by who reads what."""
    rows, goals = [], []
    for name, figures in found.items():
        share = figures[RATIO]
        for side, title in SIDES.items():
            rows.append((f"{name}: {title}", spread(figures[side], 3)))
        rows.append((f"{name}: Inkglass, a drawing of {PAD}x{PAD}", spread(figures["drawing"], 3)))
        if name in GOALS:
            goal = Goal(f"{name} / onnxruntime-web", share.median, GOALS[name])
            goals.append((goal.name, spread(share, 2), f"≤ {goal.limit}", goal.verdict))
    header = ("a reading", "ms")
    return [*table(header, rows), "", *table(("goal", "found", "wanted", ""), goals)]


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench reading", description=__doc__)
    names = sorted(each.stem for each in MODELS.glob("*.npz"))
    parser.add_argument("--runs", type=int, default=15, help="turns of each side; default 15")
    parser.add_argument("--models", nargs="+", choices=names, default=names)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
