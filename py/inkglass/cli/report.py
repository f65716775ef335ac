"""`inkglass evaluate` and `info`: what a trained network does and is."""

from pathlib import Path

from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model
from inkglass.nn.checks import check_examples
from inkglass.nn.losses import softmax
from inkglass.training.calibration import expected_calibration_error, reliability
from inkglass.training.evaluation import logits_of, score


def run_evaluate(options):
    """Print loss, accuracy, calibration and confusion matrix on a data set's test images.

    That is MNIST by default. `--plot` saves a reliability plot.
    """
    model = load_model(options.model)
    data_set = read_data_set(options.data)
    _check_fit(options.model, model, data_set)
    images, labels = data_set.test
    check_examples(images, labels, model.network.classes)
    logits = logits_of(model.network, images)
    loss, accuracy, confusion = score(model.shown(logits), labels)
    probabilities = model.shown(softmax(logits))
    refused = (probabilities.max(axis=1) < model.least_confidence).mean()
    found = reliability(probabilities, labels)
    error = expected_calibration_error(found)
    print(f"Accuracy: {accuracy:.2%} of {len(images)} images")
    print(f"Left without an answer: {refused:.2%}")
    print(f"Loss: {loss:.4f}")
    print(f"Expected calibration error: {error:.2%}")
    print("Confusion matrix (row: true, column: read)")
    print("     " + "".join(f"{label:>6}" for label in model.answers))
    for label, row in zip(model.answers, confusion, strict=True):
        print(f"{label:>5}" + "".join(f"{count:>6}" for count in row))
    if options.plot:
        from inkglass.training.calibration_plot import save_plot  # needs matplotlib

        save_plot(options.plot, found, error, f"{Path(options.model).stem} on {data_set.name}")
    return 0


def run_info(options):
    """Print the layer table and how the network was trained."""
    model = load_model(options.model)
    rows = model.network.summary()
    table = [("layer", "output shape", "parameters", "multiply-adds")]
    table += [
        (name, " x ".join(map(str, shape)), f"{parameters:,}", f"{multiply_adds:,}")
        for name, shape, parameters, multiply_adds in rows
    ]
    table.append(("total", "", *(f"{sum(row[i] for row in rows):,}" for i in (2, 3))))
    for name, shape, parameters, multiply_adds in table:
        print(f"{name:<12}{shape:>14}{parameters:>14}{multiply_adds:>16}")
    print(f"not a digit: where the highest probability is under {model.least_confidence:.1%}")
    for title, facts in (("trained", model.training), ("measured", model.measured)):
        print(f"{title}: " + ", ".join(f"{key} {value}" for key, value in facts.items()))
    return 0


def _check_fit(path, model, data_set):
    """Raise ValueError unless the model reads the data set's images and has its classes."""
    wanted, found = data_set.input_shape, model.network.input_shape
    if wanted != found:
        raise ValueError(f"{path}: expected a network for images of {wanted}, found {found}")
    if model.answers != data_set.classes:
        raise ValueError(
            f"{path}: expected the labels of {data_set.name}, "
            f"{', '.join(data_set.classes)[:80]}, found others"
        )
