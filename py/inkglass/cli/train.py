"""`inkglass train`: train a recipe's network on a data set and save it."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from threadpoolctl import threadpool_limits

from inkglass.cli.progress import Progress
from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model, save_model
from inkglass.training.checkpoint import load_checkpoint, save_checkpoint
from inkglass.training.recipes import RECIPES
from inkglass.training.run import Diverged, Done, Measured, Rejecting, TrainingRun, Validated
from inkglass.training.teachers import Teachers

INTERRUPTED = 130  # the shell's exit code for Ctrl-C
CHECKPOINT = ".checkpoint"  # behind the name of the model's file


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
    run = _run(recipe, options, data_set, teachers)
    if options.resume and (teachers is None or Path(_checkpoint(output)).exists()):
        _resume(run, output)
    try:
        problem = _train(run, output)
        code = 1 if problem else 0
    except KeyboardInterrupt:
        problem, code = "interrupted", INTERRUPTED
        run.validate()
    if run.best.loss is None:
        print(f"inkglass: {problem}; nothing was saved", file=sys.stderr)
        return code
    _finish(run, output)
    if code != INTERRUPTED:
        _remove(_checkpoint(output), *_teachers_paths(output, recipe.teachers))
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


def _run(recipe, options, data_set, teachers=None):
    return TrainingRun(
        recipe,
        data_set,
        images=options.images,
        draws_digits=options.data is None,
        teachers=teachers,
        patience=options.patience,
    )


def _train(run, output):
    """Train to the end, with a checkpoint after every epoch; return what went wrong, or None."""
    one_blas_thread = threadpool_limits(1, "blas") if run.recipe.parts > 1 else nullcontext()
    with one_blas_thread, Progress(run) as progress:
        for event in run.events():
            progress.show(event)
            if isinstance(event, Validated):
                save_checkpoint(_checkpoint(output), run.state())
            if isinstance(event, Diverged):
                return event.message
    return None


def _resume(run, output):
    """Go on from the checkpoint beside the model's file."""
    path = _checkpoint(output)
    progress, arrays = load_checkpoint(path, run.settings)
    try:
        run.restore(progress, arrays)
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path}: {error}; start without --resume") from None


def _finish(run, output):
    """Test the trained network, print how it does, and save it."""
    for event in run.finish():
        match event:
            case Measured(loss, accuracy):
                print(f"Test Loss: {loss:.4f}")
                print(f"Test Accuracy: {accuracy:.4f}")
            case Rejecting():
                print("Learning what is no digit …", flush=True)
            case Done(model):
                save_model(output, model)


def _checkpoint(output):
    return f"{output}{CHECKPOINT}"


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
        run = _run(alone, options, data_set)
        networks.append(_teacher(run, path, options.resume, is_first=seed == 0))
    return Teachers(networks, recipe.teachers_share) if networks else None


def _teacher(run, path, resumes, is_first):
    """Return the network of a teacher's `run`, trained as far as that has not been done yet."""
    if resumes and Path(path).exists():
        return _same_as(run, path, load_model(path)).network
    if resumes and (is_first or Path(_checkpoint(path)).exists()):
        _resume(run, path)
    problem = _train(run, path)
    if problem:
        raise ValueError(problem)
    _finish(run, path)
    _remove(_checkpoint(path))
    return run.candidate


def _same_as(run, path, model):
    """Return a trained model; ValueError if it was trained otherwise than the run would do it."""
    for name, value in run.facts.items():
        if name != "validation_loss" and model.training.get(name) != value:
            raise ValueError(
                f"{path}: expected a training with {name} {value}, "
                f"found {model.training.get(name)}; start without --resume"
            )
    return model


def _remove(*paths):
    for path in paths:
        Path(path).unlink(missing_ok=True)
