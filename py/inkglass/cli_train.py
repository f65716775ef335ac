"""`inkglass train`: train a recipe's network on MNIST and save it."""

import sys
from collections import namedtuple
from pathlib import Path

import numpy as np
from tqdm import tqdm

from inkglass import mnist
from inkglass.evaluation import evaluate
from inkglass.model_file import Model, save_model
from inkglass.optimizers import SGD, constant, cosine
from inkglass.recipes import DIGITS, RECIPES
from inkglass.training import Best, train

REPORT = 100  # steps between two lines, as in the notebook
TEST = 1000  # images after those trained on, as in the notebook
VALIDATION = 5000  # images to choose the best weights by
HELD_BACK = 30  # one of so many, where the validation images are taken from those trained on
INTERRUPTED = 130  # the shell's exit code for Ctrl-C

Data = namedtuple("Data", "training validation test test_name")


def run_train(options):
    """Train as the command line says; return the exit code.

    What is saved are the weights with the lowest validation loss, also after Ctrl-C or when the
    loss stops being finite.
    """
    recipe = RECIPES[options.recipe]
    options.epochs = options.epochs or recipe.epochs
    options.batch_size = options.batch_size or recipe.batch_size
    options.output = options.output or f"{options.recipe}.npz"
    _check_output(options.output)
    data = split(mnist.find_folder(options.data), options.images)
    rng = np.random.default_rng(options.seed)
    network = recipe.network(rng)
    if options.learning_rate is None:
        recipe.start(network, rng)
    best = Best()
    try:
        _train(network, recipe, data, options, rng, best)
        problem, code = None, 0
    except KeyboardInterrupt:
        problem, code = "interrupted", INTERRUPTED
        best.offer(network, _validate(network, data))
    except FloatingPointError as error:
        problem, code = str(error), 1
    if best.loss is None:
        print(f"inkglass: {problem}; nothing was saved", file=sys.stderr)
        return code
    best.restore(network)
    _finish(network, data, options)
    if problem:
        print(f"inkglass: {problem}; saved the best weights so far", file=sys.stderr)
    return code


def _check_output(path):
    """Raise ValueError, before the training and not after it, where no file can be written."""
    if Path(path).is_dir() or not Path(path).absolute().parent.is_dir():
        raise ValueError(f"{path}: expected a file's name in a folder that exists; choose --output")


def split(folder, count):
    """Return MNIST's first `count` training images, images to validate and images to test on.

    Where there are enough images after those, the next 1,000 are for the test, as in the
    notebook, and the last 5,000 for validation. Else the test images are MNIST's own, and every
    thirtieth image is held back for validation: the last ones are easier than the rest.
    """
    images, labels = mnist.read_training(folder)
    if count + TEST + VALIDATION <= len(images):
        first, test, last = slice(count), slice(count, count + TEST), slice(-VALIDATION, None)
        name = f"MNIST's training images {count} to {count + TEST - 1}"
        return Data(*((images[part], labels[part]) for part in (first, last, test)), name)
    held_back = np.arange(count) % HELD_BACK == HELD_BACK - 1
    training = images[:count][~held_back], labels[:count][~held_back]
    validation = images[:count][held_back], labels[:count][held_back]
    return Data(training, validation, mnist.read_test(folder), "MNIST's test images")


def _train(network, recipe, data, options, rng, best):
    """Train with a progress bar, print the notebook's lines, offer each epoch to `best`."""
    epochs, batch_size = options.epochs, options.batch_size
    schedule, augment = cosine(recipe.learning_rate), recipe.augment
    if options.learning_rate is not None:
        schedule, augment = constant(options.learning_rate), None
    optimizer = SGD(network.parameters, momentum=0, weight_decay=0)
    steps = train(network, optimizer, schedule, *data.training, epochs, batch_size, rng, augment)
    total = epochs * -(-len(data.training[0]) // batch_size)
    # Without a terminal there is no bar.
    with tqdm(total=total, unit=" steps", disable=None, leave=False) as bar:
        past = []
        for step in steps:
            if step.step == 1:
                bar.write(f"--- Epoch {step.epoch} ---")
                past = []
            past.append(step)
            if len(past) == REPORT:
                bar.write(_report(past))
                past = []
            bar.update()
            if step.step == step.steps:
                loss = _validate(network, data)
                best.offer(network, loss)
                bar.set_postfix_str(f"validation loss {loss:.3f}")


def _report(past):
    """Return the notebook's line on the `past` steps."""
    size = sum(step.size for step in past)
    loss = sum(step.loss * step.size for step in past) / size
    accuracy = sum(step.correct for step in past) / size
    return (
        f"[Step {past[-1].step}] Past {len(past)} steps: "
        f"Average Loss {loss:.3f} | Accuracy: {accuracy:.0%}"
    )


def _validate(network, data):
    """Return the loss on the images held back; not a finite one if the network overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        loss, _, _ = evaluate(network, *data.validation)
    return loss


def _finish(network, data, options):
    """Test the network, print the notebook's last lines, save the model with what is known."""
    loss, accuracy, _ = evaluate(network, *data.test)
    print(f"Test Loss: {loss:.4f}")
    print(f"Test Accuracy: {accuracy:.4f}")
    training = {
        "recipe": options.recipe,
        "images": len(data.training[0]),
        "validation_images": len(data.validation[0]),
        "epochs": options.epochs,
        "batch_size": options.batch_size,
        "learning_rate": "the recipe's" if options.learning_rate is None else options.learning_rate,
        "seed": options.seed,
    }
    measured = {
        "on": data.test_name,
        "images": len(data.test[0]),
        "loss": round(loss, 6),
        "accuracy": round(accuracy, 6),
    }
    save_model(options.output, Model(network, DIGITS, training, measured))
