"""A training from its data to the model's file, with what the command line shows of it."""

from contextlib import nullcontext

import numpy as np
from threadpoolctl import threadpool_limits

from inkglass.cli.progress import Progress
from inkglass.data.data_split import split
from inkglass.formats.model_file import NONE, Model, save_model
from inkglass.nn.losses import softmax
from inkglass.synthetic.outliers import outliers
from inkglass.synthetic.penned_digits import penned_digits
from inkglass.training.averaging import MovingAverage
from inkglass.training.checkpoint import load_checkpoint, save_checkpoint
from inkglass.training.evaluation import evaluate, logits_of
from inkglass.training.rejection import least_confidence, with_rejection
from inkglass.training.training import Best, train

CHECKPOINT = ".checkpoint"  # behind the name of the model's file
OUTLIERS_FOR_PENNED = 6  # outliers for each penned digit that they are to be told from


class Run:
    """A training: what is trained, on what, how, and how far it has come."""

    def __init__(self, recipe, options, data_set, output, teachers=None):
        self.recipe = recipe
        self.options = options
        self.data_set = data_set
        self.output = output
        self.teachers = teachers
        self.data = split(data_set, options.images, recipe.held_back)
        # A learner begins otherwise than the teacher of the same seed did.
        seed = recipe.seed if teachers is None else [recipe.seed, recipe.teachers]
        rng = np.random.default_rng(seed)
        self.network = _network(recipe, options.recipe, rng, data_set)
        if recipe.start is not None:
            recipe.start(self.network, rng)
        is_mnist = options.data is None
        self.penned = round(recipe.penned * len(self.data.training[0])) if is_mnist else 0
        self.outliers = recipe.outliers if is_mnist else 0
        if self.penned:
            print(f"Drawing {self.penned:,} digits …", flush=True)
            self._add(*penned_digits(self.penned, *rng.spawn(1)))
        self.rng = rng
        self.optimizer = recipe.optimizer(self.network.parameters)
        self.average = None
        if recipe.average is not None:
            self.average = MovingAverage(self.network, recipe.average)
        self.best = Best()
        self.epochs_done = 0

    def _add(self, images, labels):
        """Add images, and their labels, to those to train on."""
        known, known_labels = self.data.training
        self.data.training = (
            np.concatenate([known, images]),
            np.concatenate([known_labels, labels.astype(known_labels.dtype)]),
        )

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
            "seed": recipe.seed,
            "teachers": recipe.teachers,
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
            *self.data.training,
            optimizer=self.optimizer,
            schedule=recipe.schedule(recipe.learning_rate),
            epochs=recipe.epochs,
            batch_size=recipe.batch_size,
            rng=self.rng,
            augment=recipe.augment,
            smoothing=recipe.smoothing,
            average=self.average,
            first_epoch=self.epochs_done + 1,
            teachers=self.teachers,
            parts=recipe.parts,
        )
        steps_in_all = recipe.epochs * -(-len(self.data.training[0]) // recipe.batch_size)
        is_notebook = recipe.is_plain_at_rate
        one_blas_thread = threadpool_limits(1, "blas") if recipe.parts > 1 else nullcontext()
        progress = Progress(recipe.epochs, steps_in_all, self.epochs_done, is_notebook)
        with one_blas_thread, progress:
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

    def finish(self):
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
            print("Learning what is no digit …", flush=True)
            network, labels = self._with_rejection(network), [*labels, NONE]
        model = Model(network, labels, self.facts, measured)
        shown = model.shown(softmax(logits_of(network, self.data.validation[0])))
        model.least_confidence = round(least_confidence(shown), 4)
        save_model(self.output, model)

    def _with_rejection(self, network):
        """Return the network with a class for what is no digit; changed images make it robust."""
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
        rate = self.options.learning_rate
        return {
            "recipe": self.options.recipe,
            "images": len(self.data.training[0]),
            "penned": self.penned,
            "outliers": self.outliers,
            "validation_images": len(self.data.validation[0]),
            "validation_loss": self.best.loss and round(self.best.loss, 6),
            "epochs": self.recipe.epochs,
            "batch_size": self.recipe.batch_size,
            "learning_rate": "the recipe's" if rate is None else rate,
            "seed": self.recipe.seed,
            "teachers": self.recipe.teachers,
            "teachers_share": self.recipe.teachers_share if self.recipe.teachers else 0,
        }


def _network(recipe, name, rng, data_set):
    """Return the recipe's network for a data set; ValueError if its images are too small for it."""
    try:
        return recipe.network(rng, data_set.input_shape, len(data_set.classes))
    except ValueError as error:
        height, width, _ = data_set.input_shape
        raise ValueError(
            f"images of {height}x{width} pixels are too small for {name}: {error}; "
            "scale them up, or try another recipe"
        ) from None
