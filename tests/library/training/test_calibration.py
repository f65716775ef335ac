import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.training.calibration import expected_calibration_error, reliability


def answers(confidences):
    """Return probabilities of two classes whose first is the answer."""
    first = np.array(confidences)
    return np.column_stack([first, 1 - first])


def test_answers_are_counted_by_their_probability():
    found = reliability(answers([0.55, 0.62, 0.97, 1.0]), np.array([0, 1, 0, 0]), bins=10)

    assert_array_equal(found.counts, [0, 0, 0, 0, 0, 1, 1, 0, 0, 2])
    assert_allclose(found.confidences[[5, 6, 9]], [0.55, 0.62, 0.985])
    assert_allclose(found.accuracies[[5, 6, 9]], [1, 0, 1])
    assert np.isnan(found.accuracies[0])


def test_the_error_of_a_worked_example():
    probabilities = answers([0.75, 0.75, 0.75, 0.75, 0.95, 0.95])
    labels = np.array([0, 0, 0, 1, 0, 1])

    error = expected_calibration_error(reliability(probabilities, labels, bins=10))

    assert error == pytest.approx((4 * 0 + 2 * 0.45) / 6)


def test_answers_as_often_right_as_they_say_have_next_to_no_error(rng):
    confidences = rng.uniform(0.5, 1, 200_000)
    labels = (rng.random(200_000) > confidences).astype(int)

    assert expected_calibration_error(reliability(answers(confidences), labels)) < 0.005
    assert expected_calibration_error(reliability(answers(confidences), 0 * labels)) > 0.2
