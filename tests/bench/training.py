"""How fast networks train, beside PyTorch and beside loops over places as in the notebook.

The sides have the same network, batches and number of processor cores, and take turns. Before
that they have to compute the same.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.figures import Figure, Goal, at_least, ratio
from bench.pages import HERE
from bench.tables import spread, table
from inkglass.data import mnist
from inkglass.data.datasets import DIGITS
from inkglass.formats.model_file import Model, save_model
from inkglass.training.recipes import RECIPES

SIDES = HERE / "sides"
BATCHES = 20  # different ones, which come again and again
SECONDS = 2.0  # of a turn, roughly
TOLERANCE = 1e-3  # of logits
GOALS = {("notebook", "torch"): 1.0, ("default", "torch"): 0.7, ("notebook", "loops"): 200}
MEMORY_GOAL = 1500  # MB


class Side:
    """A process that trains."""

    def __init__(self, name, python, model, examples, threads, parts):
        self.name = name
        settings = {
            "INKGLASS_PARTS": parts,
            "OPENBLAS_NUM_THREADS": threads // parts,
            "OMP_NUM_THREADS": threads,
            "MKL_NUM_THREADS": threads,
        }
        self._process = subprocess.Popen(
            [python, SIDES / f"{name}_side.py", model, examples],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {name: str(value) for name, value in settings.items()},
        )
        self.logits = np.array(self._answer()["logits"])
        self.memory = None

    def steps(self, count):
        """Take `count` steps; return how many seconds one took."""
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.memory = answer["memory"]
        return answer["seconds"] / count

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.wait()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            sys.exit(f"bench training: {self.name} stopped; see above")
        return json.loads(line)


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    found = []
    for recipe in RECIPES:
        for threads in options.threads:
            found.append(_measure(recipe, threads, options))
    print("\n" + "\n".join(_lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, default=vars) + "\n")


def _measure(recipe, threads, options):
    """Return the figures of all sides for one recipe, in images a second."""
    batch_size = RECIPES[recipe].batch_size
    with tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder:
        model, examples = Path(folder) / "model.npz", Path(folder) / "examples.npz"
        network = RECIPES[recipe].network(np.random.default_rng(0))
        save_model(model, Model(network, DIGITS, {}, {}))
        _save_examples(examples, batch_size)
        pythons = {"numpy": sys.executable, "torch": options.torch}
        if recipe == "notebook" and threads == 1:
            pythons["loops"] = sys.executable
        # As many threads as parts is how it is trained; one thread goes with one part.
        parts = min(RECIPES[recipe].parts, threads)
        sides = [
            Side(name, python, model, examples, threads, parts) for name, python in pythons.items()
        ]
        _check_agreement(sides)
        counts = [max(1, round(SECONDS / min(side.steps(1), side.steps(2)))) for side in sides]
        seconds = {side.name: [] for side in sides}
        for run in range(options.runs):
            for side, count in zip(sides, counts, strict=True):
                seconds[side.name].append(side.steps(count))
            print(f"{recipe}, {threads} threads: run {run + 1} of {options.runs}", flush=True)
        for side in sides:
            side.close()
    speeds = {
        name: Figure.of([batch_size / each for each in taken]) for name, taken in seconds.items()
    }
    return {
        "recipe": recipe,
        "threads": threads,
        "batch_size": batch_size,
        "images_a_second": speeds,
        "memory": sides[0].memory,
    }


def _save_examples(path, batch_size):
    images, labels = mnist.read_training(mnist.find_folder())
    count = BATCHES * batch_size
    np.savez(
        path,
        images=images[:count].reshape(BATCHES, batch_size, 28, 28),
        labels=labels[:count].reshape(BATCHES, batch_size),
    )


def _check_agreement(sides):
    for side in sides[1:]:
        difference = np.abs(side.logits - sides[0].logits).max()
        if not difference <= TOLERANCE:
            sys.exit(f"bench training: {side.name} computes other logits, by {difference}")


def _lines(found):
    rows, goals = [], []
    for each in found:
        ours = each["images_a_second"]["numpy"]
        where = f"{each['recipe']}, batches of {each['batch_size']}, {each['threads']} threads"
        for name, speed in each["images_a_second"].items():
            share = None if name == "numpy" else f"{ratio(ours, speed):.2f}"
            rows.append((f"{where}: {name}", spread(speed), share))
            limit = GOALS.get((each["recipe"], name))
            if limit is not None:
                verdict = at_least(ratio(ours, speed), limit)
                goals.append((f"{where} / {name}", share, f"≥ {limit}", verdict))
        memory = Goal(f"{where}: peak memory", each["memory"], MEMORY_GOAL, " MB")
        found_memory, wanted = f"{memory.value:.0f}{memory.unit}", f"≤ {memory.limit}{memory.unit}"
        goals.append((memory.name, found_memory, wanted, memory.verdict))
    header = ("training", "images a second", "NumPy / it")
    return [*table(header, rows), "", *table(("goal", "found", "wanted", ""), goals)]


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench training", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="turns of each side; default 7")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, os.cpu_count()])
    parser.add_argument("--torch", required=True, help="a Python that has PyTorch")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
