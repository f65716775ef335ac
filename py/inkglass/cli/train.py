"""`inkglass train`: train a recipe's network on a data set and save it."""

import sys
from dataclasses import replace
from pathlib import Path

from inkglass.cli.training_run import Run
from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model
from inkglass.training.recipes import RECIPES
from inkglass.training.teachers import Teachers
from inkglass.training.training import DivergenceError

INTERRUPTED = 130  # the shell's exit code for Ctrl-C


def run_train(options):
    """Train as the command line says, teachers first if there are any; return the exit code.

    What is saved are the arrays with the lowest validation loss, also after Ctrl-C or when the
    loss stops being finite. A checkpoint and the teachers beside the model's file tell how far it
    has come, until the training is over.
    """
    output = options.output or f"{options.recipe}.npz"
    _check_output(output)
    recipe, data_set = _recipe(options), read_data_set(options.data)
    try:
        teachers = _teachers(recipe, options, data_set, output)
    except KeyboardInterrupt:
        print("inkglass: interrupted; with --resume it goes on", file=sys.stderr)
        return INTERRUPTED
    run = Run(recipe, options, data_set, output, teachers)
    if options.resume and (teachers is None or Path(run.checkpoint).exists()):
        run.resume()
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
    run.finish()
    if code != INTERRUPTED:
        _remove(run.checkpoint, *_teachers_paths(output, recipe.teachers))
    if problem:
        print(f"inkglass: {problem}; saved the best weights so far", file=sys.stderr)
    return code


def _check_output(path):
    """Raise ValueError, before the training and not after it, where no file can be written."""
    if Path(path).is_dir() or not Path(path).absolute().parent.is_dir():
        raise ValueError(f"{path}: expected a file's name in a folder that exists; choose --output")


def _recipe(options):
    """Return the recipe with what the options change of it."""
    recipe = RECIPES[options.recipe]
    if options.learning_rate is not None:
        recipe = recipe.at_rate(options.learning_rate)
    return replace(
        recipe,
        epochs=options.epochs or recipe.epochs,
        batch_size=options.batch_size or recipe.batch_size,
        teachers=recipe.teachers if options.teachers is None else options.teachers,
        seed=recipe.seed if options.seed is None else options.seed,
    )


def _teachers_paths(output, count):
    return [f"{output}.teacher-{number}.npz" for number in range(1, count + 1)]


def _teachers(recipe, options, data_set, output):
    """Return what the recipe's network learns from besides labels, or None; train what is missing.

    Teachers are trained as the network itself, without teachers, with the seeds from 0, and no
    longer than the recipe says.
    """
    networks = []
    epochs = min(recipe.epochs, recipe.teachers_epochs)
    for seed, path in enumerate(_teachers_paths(output, recipe.teachers)):
        print(f"Teacher {seed + 1} of {recipe.teachers}", flush=True)
        alone = replace(recipe, teachers=0, outliers=0, seed=seed, epochs=epochs)
        networks.append(_teacher(Run(alone, options, data_set, path), is_first=seed == 0))
    return Teachers(networks, recipe.teachers_share) if networks else None


def _teacher(run, is_first):
    """Return the network of a teacher's `run`, trained as far as that has not been done yet."""
    if run.options.resume and Path(run.output).exists():
        return _same_as(run, load_model(run.output)).network
    if run.options.resume and (is_first or Path(run.checkpoint).exists()):
        run.resume()
    run.train()
    run.finish()
    _remove(run.checkpoint)
    return run.candidate


def _same_as(run, model):
    """Return a trained model; ValueError if it was trained otherwise than the run would do it."""
    for name, value in run.facts.items():
        if name != "validation_loss" and model.training.get(name) != value:
            raise ValueError(
                f"{run.output}: expected a training with {name} {value}, "
                f"found {model.training.get(name)}; start without --resume"
            )
    return model


def _remove(*paths):
    for path in paths:
        Path(path).unlink(missing_ok=True)
