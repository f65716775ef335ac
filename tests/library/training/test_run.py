"""A training that is followed, stopped between steps, and gone on with."""

import json
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from page_python import SLOW_IN_PAGE

from inkglass.data.datasets import read_data_set
from inkglass.synthetic.penned_digits import penned_digits
from inkglass.training.recipes import RECIPES
from inkglass.training.run import (
    Diverged,
    Done,
    Drawing,
    Epoch,
    Measured,
    Rejecting,
    Stalled,
    State,
    TrainingRun,
    Validated,
)
from inkglass.training.training import Step

NOTEBOOK = replace(RECIPES["notebook"], epochs=2, batch_size=100)
# With a moving average, random numbers in a layer, and batches in two parts.
DEFAULT = replace(RECIPES["default"], epochs=2, batch_size=128, teachers=0)


@pytest.fixture(scope="module")
def data_set(few_digits):
    return read_data_set(few_digits)


def kinds(events):
    return [type(event) for event in events]


def bytes_of(run):
    return {name: array.tobytes() for name, array in run.state().arrays.items()}


def test_it_tells_of_every_step_and_epoch_and_of_the_finished_model(data_set, capsys):
    run = TrainingRun(NOTEBOOK, data_set)

    events = list(run.events())
    finish = list(run.finish())

    steps = [Step] * run.steps
    assert kinds(events) == [*steps, Epoch, Validated, *steps, Epoch, Validated]
    assert kinds(finish) == [Measured, Done]
    first, *_, last = (event for event in events if isinstance(event, Validated))
    assert (first.epoch, last.epoch) == (1, 2)
    assert first.is_best
    assert run.best.loss == min(first.loss, last.loss)
    assert finish[0].accuracy == pytest.approx(finish[1].model.measured["accuracy"], abs=1e-6)
    assert finish[1].model.training["epochs"] == 2
    assert capsys.readouterr() == ("", "")


def test_an_epochs_means_are_over_its_images(data_set):
    run = TrainingRun(replace(NOTEBOOK, epochs=1), data_set)

    *steps, epoch, _ = run.events()

    size = sum(step.size for step in steps)
    assert size == run.images
    assert epoch.loss == pytest.approx(sum(step.loss * step.size for step in steps) / size)
    assert epoch.accuracy == sum(step.correct for step in steps) / size


@pytest.mark.parametrize(
    "recipe",
    [
        pytest.param(NOTEBOOK, id="notebook"),
        pytest.param(DEFAULT, id="default", marks=SLOW_IN_PAGE),
    ],
)
@pytest.mark.parametrize("steps", [1, 3, "an epoch"])
def test_stopped_and_gone_on_with_it_ends_with_the_same_bytes(data_set, recipe, steps):
    whole, parted = TrainingRun(recipe, data_set), TrainingRun(recipe, data_set)
    count = whole.steps if steps == "an epoch" else min(steps, whole.steps - 1)
    list(whole.events())

    for number, _ in enumerate(parted.events(), 1):
        if number == count:
            parted.stop()
    assert parted.steps_done == (0 if steps == "an epoch" else count)
    list(parted.events())

    assert bytes_of(parted) == bytes_of(whole)


@pytest.mark.parametrize("recipe", [NOTEBOOK, DEFAULT], ids=lambda recipe: recipe.name)
def test_another_run_goes_on_from_its_state_to_the_same_bytes(data_set, recipe):
    whole, begun, other = (TrainingRun(recipe, data_set) for _ in range(3))
    list(whole.events())
    # The last step of an epoch, and one in the middle of the next.
    for count in (begun.steps, 4):
        list(islice(begun.events(), count))
    settings, progress, arrays = begun.state()
    list(begun.events())  # which leaves the state as it is

    assert settings == other.settings
    other.restore(json.loads(json.dumps(progress)), arrays)
    list(other.events())

    assert bytes_of(other) == bytes_of(begun) == bytes_of(whole)


def test_a_state_with_other_arrays_is_refused_and_changes_nothing(data_set):
    run, other = TrainingRun(NOTEBOOK, data_set), TrainingRun(DEFAULT, data_set)
    before = bytes_of(run)
    state = other.state()

    with pytest.raises(ValueError, match="expected other arrays"):
        run.restore(state.progress, state.arrays)

    assert isinstance(state, State)
    assert bytes_of(run) == before


def test_a_loss_that_is_not_finite_ends_it_and_keeps_the_best(data_set):
    run = TrainingRun(NOTEBOOK.at_rate(1e5), data_set)

    *_, last = run.events()

    assert isinstance(last, Diverged)
    assert "a lower learning rate may help" in last.message


def test_it_ends_when_validation_has_not_improved_for_a_while(data_set):
    run = TrainingRun(replace(NOTEBOOK.at_rate(1e-12), epochs=9), data_set, patience=2)

    *_, last = run.events()

    assert last == Stalled(2)
    assert run.epochs_done < 9


def test_what_the_program_draws_is_added_only_if_told_so(mnist_folder):
    mnist = read_data_set(mnist_folder)
    plain = TrainingRun(DEFAULT, mnist, images=300)
    run = TrainingRun(DEFAULT, mnist, images=300, draws_digits=True)

    events = run.events()
    event = next(events)
    next(events)

    images, labels = run.data.training
    drawn, digits = penned_digits(9, *np.random.default_rng(DEFAULT.seed).spawn(1))
    assert event == Drawing(9)
    assert (plain.images, plain.outliers) == (300, 0)
    assert (run.images, run.outliers) == (309, 30000)
    assert_array_equal(images[300:], drawn)
    assert_array_equal(labels[300:], digits)


@pytest.mark.full
def test_a_network_that_learns_to_reject_has_a_class_more(mnist_folder):
    recipe = replace(DEFAULT, epochs=1, outliers=60)
    run = TrainingRun(recipe, read_data_set(mnist_folder), images=300, draws_digits=True)
    list(run.events())

    *_, rejecting, done = run.finish()

    assert rejecting == Rejecting(60)
    assert done.model.network.classes == 11
    assert len(done.model.answers) == 10
