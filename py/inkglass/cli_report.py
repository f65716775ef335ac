"""`inkglass evaluate`, `predict` and `info`: what a trained network does and is."""

import sys
from pathlib import Path

from inkglass.calibration import expected_calibration_error, reliability
from inkglass.checks import check_examples
from inkglass.datasets import read_data_set
from inkglass.drawing import network_input, network_tensor
from inkglass.evaluation import logits_of, score
from inkglass.losses import softmax
from inkglass.model_file import load_model


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
        from inkglass.calibration_plot import save_plot  # needs matplotlib

        save_plot(options.plot, found, error, f"{Path(options.model).stem} on {data_set.name}")
    return 0


def run_predict(options):
    """Print what each picture is read as; return 1 if one could not be read."""
    from inkglass.pictures import read_picture  # needs Pillow, which the others do without

    model = _load(options.model)
    code = 0
    for path in options.images:
        try:
            print(f"{path}: {_answer(model, read_picture(path))}")
        except ValueError as error:
            print(f"inkglass: {error}", file=sys.stderr)
            code = 1
        except OSError as error:
            print(f"inkglass: {path}: {error.strerror}", file=sys.stderr)
            code = 1
    return code


def _answer(model, pixels):
    image = network_input(pixels)
    if image is None:
        return "blank"
    probabilities = model.shown(model.network.predict(network_tensor(image[None])))[0]
    best = probabilities.argmax()
    if probabilities[best] < model.least_confidence:
        return f"? (nearest to {model.labels[best]}, {probabilities[best]:.1%})"
    return f"{model.labels[best]} ({probabilities[best]:.1%})"


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


def _load(path):
    """Return the model, which must take the 28x28 images that `drawing` makes."""
    model = load_model(path)
    if model.network.input_shape != (28, 28, 1):
        raise ValueError(
            f"{path}: expected a network for images of 28x28x1, "
            f"found one for {'x'.join(map(str, model.network.input_shape))}"
        )
    return model
