"""A training from its data to the finished model, which whoever drives it can follow and stop.

It prints nothing and touches no files, so the command line and the page drive the same one.
"""

import copy
from collections import namedtuple

import numpy as np

from inkglass.data.data_split import split
from inkglass.formats.model_file import NONE, Model
from inkglass.nn.losses import softmax
from inkglass.synthetic.outliers import outliers
from inkglass.synthetic.penned_digits import penned_digits
from inkglass.training.averaging import MovingAverage
from inkglass.training.evaluation import evaluate, logits_of
from inkglass.training.rejection import least_confidence, with_rejection
from inkglass.training.training import Best, DivergenceError, train

OUTLIERS_FOR_PENNED = 6  # outliers for each penned digit that they are to be told from

Drawing = namedtuple("Drawing", "count")
Drawing.__doc__ = """Event: `count` digits are being drawn, to be trained on."""
Epoch = namedtuple("Epoch", "epoch epochs loss accuracy")
Epoch.__doc__ = (
    """Event: an epoch of so many is over; loss and accuracy are means over its images."""
)
Validated = namedtuple("Validated", "epoch loss accuracy is_best")
Validated.__doc__ = """Event: how the network does on the validation images after an epoch."""
Stalled = namedtuple("Stalled", "epochs")
Stalled.__doc__ = """Event: validation has not improved for so many epochs, so training ends."""
Diverged = namedtuple("Diverged", "message")
Diverged.__doc__ = """Event: the loss is not finite any more, so training ends."""
Measured = namedtuple("Measured", "loss accuracy")
Measured.__doc__ = """Event: how the best arrays do on the test images."""
Rejecting = namedtuple("Rejecting", "count")
Rejecting.__doc__ = """Event: the network learns to reject non-digits, from so many."""
Done = namedtuple("Done", "model")
Done.__doc__ = """Event: the `Model` is finished."""

State = namedtuple("State", "settings progress arrays")
State.__doc__ = """How far a training has come: what `checkpoint` keeps, and `restore` takes.

`settings` say what is trained and how, `progress` is what JSON can hold, and `arrays` are by name.
"""


class TrainingRun:
    """A training: what is trained, on what, how, and how far it has come.

    `images` is how many of the data set's training images to use, or None for all. With
    `draws_digits` what the recipe has the program draw is added, which suits MNIST alone.
    `teachers`, if there are any, are networks to learn from, and training ends when validation has
    not improved for `patience` epochs. Raises ValueError for too many or too few images, or if they
    are too small for the recipe's network.
    """

    def __init__(
        self, recipe, data_set, *, images=None, draws_digits=False, teachers=None, patience=None
    ):
        self.recipe = recipe
        self.data_set = data_set
        self.teachers = teachers
        self.patience = patience
        self.data = split(data_set, images, recipe.held_back)
        # A learner begins otherwise than the teacher of the same seed did.
        seed = recipe.seed if teachers is None else [recipe.seed, recipe.teachers]
        self._rng = np.random.default_rng(seed)
        self.network = _network(recipe, self._rng, data_set)
        if recipe.start is not None:
            recipe.start(self.network, self._rng)
        self.penned = round(recipe.penned * len(self.data.training[0])) if draws_digits else 0
        self.outliers = recipe.outliers if draws_digits else 0
        self._penned_rng = self._rng.spawn(1)[0] if self.penned else None
        self._is_drawn = not self.penned
        self.images = len(self.data.training[0]) + self.penned
        self.optimizer = recipe.optimizer(self.network.parameters)
        self.average = None
        if recipe.average is not None:
            self.average = MovingAverage(self.network, recipe.average)
        self.best = Best()
        self.epochs_done = 0
        self.steps_done = 0  # of the epoch after those
        self._random_state = None
        self._past = (0.0, 0, 0)  # of that epoch: summed loss, images read right, images
        self._is_stopped = False

    @property
    def settings(self):
        """What two trainings must have in common for one to go on from the other's state."""
        recipe = self.recipe
        return {
            "recipe": recipe.name,
            "images": self.images,
            "epochs": recipe.epochs,
            "batch size": recipe.batch_size,
            "learning rate": recipe.learning_rate,
            "seed": recipe.seed,
            "teachers": recipe.teachers,
        }

    @property
    def steps(self):
        """How many steps an epoch takes."""
        return -(-self.images // self.recipe.batch_size)

    @property
    def candidate(self):
        """The network that is validated: the moving average, if there is one."""
        return self.average.network if self.average else self.network

    def events(self):
        """Train from where it is; yield a `Step` after each, and what else happens.

        After an epoch's last step come `Epoch` and `Validated`. Whoever stops asking, or calls
        `stop`, can go on later with `events` again.
        """
        self._is_stopped = False
        if not self._is_drawn:
            yield Drawing(self.penned)
            self._draw()
        if self.steps_done == self.steps:  # nobody asked for what comes after an epoch's last step
            yield from self._end_epoch()
        try:
            for step in self._steps():
                self._note(step)
                yield step
                if step.step == step.steps:
                    yield from self._end_epoch()
                if self._is_stopped or self._is_stalled():
                    break
        except DivergenceError as error:
            yield Diverged(str(error))

    def stop(self):
        """Have `events` end after the step that is being taken."""
        self._is_stopped = True

    def _steps(self):
        recipe = self.recipe
        return train(
            self.network,
            *self.data.training,
            optimizer=self.optimizer,
            schedule=recipe.schedule(recipe.learning_rate),
            epochs=recipe.epochs,
            batch_size=recipe.batch_size,
            rng=copy.deepcopy(self._rng),  # it has to be the same whenever training goes on
            augment=recipe.augment,
            smoothing=recipe.smoothing,
            average=self.average,
            first_epoch=self.epochs_done + 1,
            first_step=self.steps_done + 1,
            random_state=self._random_state,
            teachers=self.teachers,
            parts=recipe.parts,
        )

    def _draw(self):
        """Add the digits that the program draws to those to train on."""
        drawn, drawn_labels = penned_digits(self.penned, self._penned_rng)
        images, labels = self.data.training
        self.data.training = (
            np.concatenate([images, drawn]),
            np.concatenate([labels, drawn_labels.astype(labels.dtype)]),
        )
        self._is_drawn = True

    def _note(self, step):
        self.steps_done = step.step
        self._random_state = step.random_state
        loss, right, size = self._past
        self._past = (loss + step.loss * step.size, right + step.correct, size + step.size)

    def _end_epoch(self):
        loss, right, size = self._past
        self.epochs_done += 1
        self.steps_done = 0
        self._random_state = None
        self._past = (0.0, 0, 0)
        validated = self.validate()
        yield Epoch(self.epochs_done, self.recipe.epochs, loss / size, right / size)
        yield validated
        if self._is_stalled():
            yield Stalled(self.best.offers_since)

    def _is_stalled(self):
        return self.patience is not None and self.best.offers_since >= self.patience

    def validate(self):
        """Return `Validated` of the network as it is, and keep its arrays if they are the best."""
        with np.errstate(over="ignore", invalid="ignore"):
            loss, accuracy, _ = evaluate(self.candidate, *self.data.validation)
        self.best.offer(self.candidate, loss)
        return Validated(self.epochs_done, loss, accuracy, self.best.offers_since == 0)

    def state(self):
        """Return the `State` after the last step, with arrays that training does not change."""
        progress = {
            "epochs_done": self.epochs_done,
            "steps_done": self.steps_done,
            "random_state": self._random_state,
            "past": self._past,
            "best_loss": self.best.loss,
            "offers_since": self.best.offers_since,
            "updates": self.average.updates if self.average else 0,
        }
        arrays = {name: array.copy() for name, array in self._arrays().items()}
        return State(self.settings, progress, arrays)

    def restore(self, progress, arrays):
        """Go on from the `progress` and `arrays` of a `State`; ValueError if they do not fit."""
        if progress["best_loss"] is not None:
            self.best.arrays = {name: array.copy() for name, array in self.network.arrays.items()}
        own = self._arrays()
        shapes = {name: array.shape for name, array in own.items()}
        if shapes != {name: array.shape for name, array in arrays.items()}:
            raise ValueError("expected other arrays")
        for name, array in own.items():
            array[...] = arrays[name]
        self.best.loss = progress["best_loss"]
        self.best.offers_since = progress["offers_since"]
        if self.average:
            self.average.updates = progress["updates"]
        self.epochs_done = progress["epochs_done"]
        self.steps_done = progress["steps_done"]
        self._random_state = progress["random_state"]
        self._past = tuple(progress["past"])

    def _arrays(self):
        """Return by name all arrays that the next step, or the finished model, depends on."""
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

    def finish(self):
        """Test the best arrays and make a model of them: yield `Measured`, and `Done` at the end.

        Needs at least one validation with a finite loss.
        """
        network, labels = self.candidate, self.data_set.classes
        self.best.restore(network)
        loss, accuracy, _ = evaluate(network, *self.data.test)
        yield Measured(loss, accuracy)
        if self.outliers:
            yield Rejecting(self.outliers)
            network, labels = self._with_rejection(network), [*labels, NONE]
        measured = {
            "on": self.data.test_name,
            "images": len(self.data.test[0]),
            "loss": round(loss, 6),
            "accuracy": round(accuracy, 6),
        }
        model = Model(network, labels, self.facts, measured)
        shown = model.shown(softmax(logits_of(network, self.data.validation[0])))
        model.least_confidence = round(least_confidence(shown), 4)
        yield Done(model)

    def _with_rejection(self, network):
        """Return the network with a class for non-digits; changed images make it robust."""
        rng = np.random.default_rng([self.recipe.seed, self.outliers])
        known, labels = self.data.training
        made = outliers(self.outliers, known, labels, rng)
        shown = known[rng.permutation(len(known))[: self.outliers]]
        penned, _ = penned_digits(self.outliers // OUTLIERS_FOR_PENNED, rng)
        shown = np.concatenate([shown, penned])
        changed = [self.recipe.augment(images, rng, 0.0) for images in (shown, made)]
        return with_rejection(network, *changed, rng)

    @property
    def facts(self):
        """What a model's file tells of how it was trained."""
        recipe = self.recipe
        return {
            "recipe": recipe.name,
            "images": self.images,
            "penned": self.penned,
            "outliers": self.outliers,
            "validation_images": len(self.data.validation[0]),
            "validation_loss": self.best.loss and round(self.best.loss, 6),
            "epochs": recipe.epochs,
            "batch_size": recipe.batch_size,
            "learning_rate": "the recipe's" if recipe.is_own_rate else recipe.learning_rate,
            "seed": recipe.seed,
            "teachers": recipe.teachers,
            "teachers_share": recipe.teachers_share if recipe.teachers else 0,
        }


def _network(recipe, rng, data_set):
    """Return the recipe's network for a data set; ValueError if its images are too small for it."""
    try:
        return recipe.network(rng, data_set.input_shape, len(data_set.classes))
    except ValueError as error:
        height, width, _ = data_set.input_shape
        raise ValueError(
            f"images of {height}x{width} pixels are too small for {recipe.name}: {error}; "
            "scale them up, or try another recipe"
        ) from None
