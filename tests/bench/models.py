"""What the trained networks reach on MNIST's test images, and how large they are.

onnxruntime has to compute the same probabilities from what `inkglass export` writes.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from bench.figures import Goal, at_least
from bench.peers import MODELS
from bench.tables import table
from inkglass.data import mnist
from inkglass.formats import model_file
from inkglass.formats.onnx_export import to_onnx
from inkglass.reading.drawing import network_tensor
from inkglass.training.evaluation import logits_of, score

ACCURACY_GOALS = {"default": 0.997}
BYTES_GOAL = 1_000_000
MULTIPLY_ADDS_GOAL = 2_500_000
DIFFERENCE_GOAL = 1e-5  # of probabilities
COMPARED = 1000  # images that onnxruntime reads, too


def main(arguments):
    """Measure, print the tables, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    test = mnist.read_test(mnist.find_folder())
    found = {path.stem: _measure(path, *test) for path in sorted(MODELS.glob("*.npz"))}
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


def _measure(path, images, labels):
    """Return the figures of a model's file."""
    model = model_file.load_model(path)
    loss, accuracy, _ = score(model.shown(logits_of(model.network, images)), labels)
    rows = model.network.summary()
    return {
        "accuracy": accuracy,
        "loss": loss,
        "errors": round(len(images) * (1 - accuracy)),
        "bytes": path.stat().st_size,
        "parameters": sum(parameters for _, _, parameters, _ in rows),
        "multiply_adds": sum(multiply_adds for _, _, _, multiply_adds in rows),
        "onnx_difference": _onnx_difference(model, images[:COMPARED]),
        "training": model.training,
    }


def _onnx_difference(model, images):
    """Return by how much onnxruntime's probabilities differ at most."""
    x = network_tensor(images)
    session = onnxruntime.InferenceSession(to_onnx(model), providers=["CPUExecutionProvider"])
    theirs = session.run(None, {"images": np.ascontiguousarray(x.transpose(0, 3, 1, 2))})[0]
    return float(np.abs(theirs - model.network.predict(x)).max())


def lines(found):
    """Return the tables for figures by the model's name."""
    rows, goals = [], []
    for name, each in found.items():
        rows.append(
            (
                name,
                f"{100 * each['accuracy']:.2f} %",
                each["errors"],
                f"{each['loss']:.4f}",
                f"{each['parameters']:,}",
                f"{each['multiply_adds']:,}",
                f"{each['bytes']:,}",
                f"{each['onnx_difference']:.0e}",
            )
        )
        if name in ACCURACY_GOALS:
            limit = ACCURACY_GOALS[name]
            verdict = at_least(each["accuracy"], limit)
            goals.append((f"{name}: accuracy", rows[-1][1], f"≥ {100 * limit:.2f} %", verdict))
        for goal in (
            Goal(f"{name}: bytes", each["bytes"], BYTES_GOAL),
            Goal(f"{name}: multiply-adds", each["multiply_adds"], MULTIPLY_ADDS_GOAL),
            Goal(f"{name}: probabilities / onnxruntime", each["onnx_difference"], DIFFERENCE_GOAL),
        ):
            goals.append((goal.name, f"{goal.value:,.3g}", f"≤ {goal.limit:,.3g}", goal.verdict))
    header = ("model", "accuracy", "errors", "loss", "parameters", "multiply-adds", "bytes", "ONNX")
    return [*table(header, rows), "", *table(("goal", "found", "wanted", ""), goals)]


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench models", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
