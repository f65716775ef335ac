"""`inkglass train`: train a recipe's network on a data set and save it."""

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inkglass.averaging import MovingAverage
from inkglass.checkpoint import load_checkpoint, save_checkpoint
from inkglass.cli_progress import Progress
from inkglass.datasets import read_data_set
from inkglass.evaluation import evaluate, logits_of
from inkglass.losses import softmax
from inkglass.model_file import NONE, Model, save_model
from inkglass.outliers import outliers
from inkglass.penned import penned_ones
from inkglass.recipes import RECIPES
from inkglass.rejection import least_confidence, with_rejection
from inkglass.training import Best, DivergenceError, train

TEST = 1000  # images after those trained on, as in the notebook
VALIDATION = 5000  # images to choose the best arrays by, where there are as many to spare
STRETCHES = 10  # that validation images come in
INTERRUPTED = 130  # the shell's exit code for Ctrl-C
CHECKPOINT = ".checkpoint"  # behind the name of the model's file


def run_train(options):
    """Train as the command line says; return the exit code.

    What is saved are the arrays with the lowest validation loss, also after Ctrl-C or when the
    loss stops being finite. A checkpoint beside the model's file tells how far it has come, until
    the training is over.
    """
    output = options.output or f"{options.recipe}.npz"
    _check_output(output)
    run = Run.begin(options, output)
    try:
        run.train()
        problem, code = None, 0
    except KeyboardInterrupt:
        problem, code = "interrupted", INTERRUPTED
        run.offer()
    except DivergenceError as error:
        problem, code = str(error), 1
    if run.best.loss is None:
        print(f"inkglass: {problem}; nothing was saved", file=sys.stderr)
        return code
    run.finish(is_over=code != INTERRUPTED)
    if problem:
        print(f"inkglass: {problem}; saved the best weights so far", file=sys.stderr)
    return code


def _check_output(path):
    """Raise ValueError, before the training and not after it, where no file can be written."""
    if Path(path).is_dir() or not Path(path).absolute().parent.is_dir():
        raise ValueError(f"{path}: expected a file's name in a folder that exists; choose --output")


@dataclass
class Split:
    """Images with labels to train on, to choose by, and to test on; and what the last are."""

    training: tuple
    validation: tuple
    test: tuple
    test_name: str


def split(data_set, count, held_back):
    """Part the first `count` training images of a data set into what to train on and to choose by.

    Where there are enough images after those, the next 1,000 are for the test, as in the
    notebook, and the last 5,000 for validation. Else the test images are the data set's own, and
    one of `held_back` images is taken out for validation, in ten stretches from all over the data
    set. In MNIST what one person wrote is within a hundred images or two, and test images are by
    people who wrote no training images: so are then those for validation. Raises ValueError where
    too few images are left.
    """
    images, labels = data_set.training
    count = len(images) if count is None else count
    if count > len(images):
        raise ValueError(f"--images: expected at most {len(images)}, found {count}")
    if count + TEST + VALIDATION <= len(images):
        first, test, last = slice(count), slice(count, count + TEST), slice(-VALIDATION, None)
        name = f"{data_set.name}'s training images {count} to {count + TEST - 1}"
        return Split(*((images[part], labels[part]) for part in (first, last, test)), name)
    stretch = max(count // (STRETCHES * held_back), 1)
    is_out = np.arange(count) // stretch % held_back == held_back - 1
    if not 0 < is_out.sum() < count:
        raise ValueError(
            f"{data_set.name}: expected at least {held_back} images to train on, found {count}"
        )
    training = images[:count][~is_out], labels[:count][~is_out]
    validation = images[:count][is_out], labels[:count][is_out]
    return Split(training, validation, data_set.test, f"{data_set.name}'s test images")


class Run:
    """A training: what is trained, on what, how, and how far it has come."""

    @classmethod
    def begin(cls, options, output):
        """Return what the options describe, from its beginning or from a checkpoint."""
        recipe = _recipe(options)
        data_set = read_data_set(options.data)
        run = cls(recipe, options, data_set, output)
        if options.resume:
            run.resume()
        return run

    def __init__(self, recipe, options, data_set, output):
        self.recipe = recipe
        self.options = options
        self.data_set = data_set
        self.output = output
        self.data = split(data_set, options.images, recipe.held_back)
        rng = np.random.default_rng(options.seed)
        self.network = recipe.network(rng, data_set.input_shape, len(data_set.classes))
        if recipe.start is not None:
            recipe.start(self.network, rng)
        is_mnist = options.data is None
        self.penned_ones = recipe.penned_ones if is_mnist else 0
        self.outliers = recipe.outliers if is_mnist else 0
        if self.penned_ones:
            self._add(penned_ones(self.penned_ones, *rng.spawn(1)), "1")
        self.rng = rng
        self.optimizer = recipe.optimizer(self.network.parameters)
        self.average = None
        if recipe.average is not None:
            self.average = MovingAverage(self.network, recipe.average)
        self.best = Best()
        self.epochs_done = 0

    def _add(self, images, name):
        """Add images of the class called `name` to those to train on."""
        known, labels = self.data.training
        added = np.full(len(images), self.data_set.classes.index(name), labels.dtype)
        self.data.training = np.concatenate([known, images]), np.concatenate([labels, added])

    @property
    def settings(self):
        """What a checkpoint must have in common with a training to be of it."""
        recipe = self.recipe
        return {
            "recipe": self.options.recipe,
            "images": len(self.data.training[0]),
            "epochs": recipe.epochs,
            "batch size": recipe.batch_size,
            "learning rate": recipe.learning_rate,
            "seed": self.options.seed,
        }

    @property
    def candidate(self):
        """The network that is validated: the moving average, if there is one."""
        return self.average.network if self.average else self.network

    @property
    def checkpoint(self):
        """The path of the checkpoint."""
        return f"{self.output}{CHECKPOINT}"

    def train(self):
        """Train to the end, with a checkpoint after every epoch."""
        recipe = self.recipe
        steps = train(
            self.network,
            self.optimizer,
            recipe.schedule(recipe.learning_rate),
            *self.data.training,
            recipe.epochs,
            recipe.batch_size,
            self.rng,
            recipe.augment,
            recipe.smoothing,
            self.average,
            self.epochs_done + 1,
        )
        steps_in_all = recipe.epochs * -(-len(self.data.training[0]) // recipe.batch_size)
        is_notebook = recipe.is_plain_at_rate
        with Progress(recipe.epochs, steps_in_all, self.epochs_done, is_notebook) as progress:
            for step in steps:
                progress.note(step)
                if step.step < step.steps:
                    continue
                loss, accuracy = self.offer()
                progress.end_epoch(step, loss, accuracy)
                self.epochs_done = step.epoch
                self.save()
                if self.is_done_early():
                    progress.say(f"No better for {self.best.offers_since} epochs: stopped")
                    break

    def is_done_early(self):
        """Return whether validation has not become better for as long as the options allow."""
        patience = self.options.patience
        return patience is not None and self.best.offers_since >= patience

    def offer(self):
        """Validate, and keep the arrays if they are the best; return loss and accuracy."""
        with np.errstate(over="ignore", invalid="ignore"):
            loss, accuracy, _ = evaluate(self.candidate, *self.data.validation)
        self.best.offer(self.candidate, loss)
        return loss, accuracy

    def save(self):
        """Write the checkpoint."""
        progress = {
            "epochs_done": self.epochs_done,
            "best_loss": self.best.loss,
            "offers_since": self.best.offers_since,
            "updates": self.average.updates if self.average else 0,
        }
        save_checkpoint(self.checkpoint, self.settings, progress, self._arrays())

    def resume(self):
        """Go on from the checkpoint."""
        progress, arrays = load_checkpoint(self.checkpoint, self.settings)
        self.best.loss = progress["best_loss"]
        self.best.offers_since = progress["offers_since"]
        if self.best.loss is not None:
            self.best.arrays = {name: array.copy() for name, array in self.network.arrays.items()}
        own = self._arrays()
        if own.keys() != arrays.keys():
            raise ValueError(f"{self.checkpoint}: expected other arrays; start without --resume")
        for name, array in own.items():
            array[...] = arrays[name]
        if self.average:
            self.average.updates = progress["updates"]
        self.epochs_done = progress["epochs_done"]

    def _arrays(self):
        """Return by name all arrays that the next step, or what is saved at last, depends on."""
        groups = {"network": self.network.arrays, "optimizer": self.optimizer.state}
        if self.average:
            groups["average"] = self.average.network.arrays
        if self.best.arrays:
            groups["best"] = self.best.arrays
        return {
            f"{group}.{name}": array
            for group, arrays in groups.items()
            for name, array in arrays.items()
        }

    def finish(self, is_over):
        """Test the best arrays, print how they did, and save them with what is known."""
        network = self.candidate
        self.best.restore(network)
        loss, accuracy, _ = evaluate(network, *self.data.test)
        print(f"Test Loss: {loss:.4f}")
        print(f"Test Accuracy: {accuracy:.4f}")
        measured = {
            "on": self.data.test_name,
            "images": len(self.data.test[0]),
            "loss": round(loss, 6),
            "accuracy": round(accuracy, 6),
        }
        labels = self.data_set.classes
        if self.outliers:
            print("Learning what is no digit …")
            network, labels = self._with_rejection(network), [*labels, NONE]
        model = Model(network, labels, self._facts(), measured)
        shown = model.shown(softmax(logits_of(network, self.data.validation[0])))
        model.least_confidence = round(least_confidence(shown), 4)
        save_model(self.output, model)
        if is_over and os.path.exists(self.checkpoint):
            os.remove(self.checkpoint)

    def _with_rejection(self, network):
        """Return the network with a class for what is no digit; changed images make it robust."""
        rng = np.random.default_rng([self.options.seed, self.outliers])
        known, _ = self.data.training
        made = outliers(self.outliers, known, rng)
        shown = known[rng.permutation(len(known))[: self.outliers]]
        changed = [self.recipe.augment(images, rng, 0.0) for images in (shown, made)]
        return with_rejection(network, *changed, rng)

    def _facts(self):
        rate = self.options.learning_rate
        return {
            "recipe": self.options.recipe,
            "images": len(self.data.training[0]),
            "penned_ones": self.penned_ones,
            "outliers": self.outliers,
            "validation_images": len(self.data.validation[0]),
            "validation_loss": round(self.best.loss, 6),
            "epochs": self.recipe.epochs,
            "batch_size": self.recipe.batch_size,
            "learning_rate": "the recipe's" if rate is None else rate,
            "seed": self.options.seed,
        }


def _recipe(options):
    """Return the recipe with what the options change of it."""
    recipe = RECIPES[options.recipe]
    if options.learning_rate is not None:
        recipe = recipe.at_rate(options.learning_rate)
    epochs = options.epochs or recipe.epochs
    return replace(recipe, epochs=epochs, batch_size=options.batch_size or recipe.batch_size)
