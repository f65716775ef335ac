"""Digits that were found, as the page wants to know of them."""

import json

UNSURE = "?"
DECIMALS = 6


def as_json(lines, labels, least_confidence, milliseconds):
    """Return lines of `FoundDigit` as a JSON text.

    It holds `lines`, each a list of digits with `box` (left, top, width, height), `label` ("?"
    where the highest probability is under `least_confidence`), `confidence`, `probabilities` (one
    for each of `labels`) and `network_input` (784 grey levels); and `milliseconds`.
    """
    found = [[_described(digit, labels, least_confidence) for digit in line] for line in lines]
    return json.dumps({"lines": found, "milliseconds": round(milliseconds, 1)})


def _described(digit, labels, least_confidence):
    best = int(digit.probabilities.argmax())
    confidence = float(digit.probabilities[best])
    return {
        "box": [int(value) for value in digit.box],
        "label": labels[best] if confidence >= least_confidence else UNSURE,
        "confidence": round(confidence, DECIMALS),
        "probabilities": [round(float(value), DECIMALS) for value in digit.probabilities],
        "network_input": digit.image.ravel().tolist(),
    }
