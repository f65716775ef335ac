import numpy as np
import pytest

from inkglass.rejection import least_confidence


def test_one_in_two_hundred_is_refused(rng):
    highest = rng.uniform(0.3, 0.8, 1000)
    probabilities = np.stack([highest, 1 - highest], axis=1).repeat(5, axis=1) / 5
    probabilities[:, 0] = highest

    least = least_confidence(probabilities)

    assert (probabilities.max(axis=1) < least).mean() == pytest.approx(0.005, abs=0.001)


def test_who_is_very_sure_gets_an_answer():
    assert least_confidence(np.full((10, 1), 0.99)) == 0.9
