"""Is the comparison fair? All pages compute the same, and slow is slow in workers, too."""

import tempfile
from pathlib import Path

from bench import browser

TOLERANCE = 1e-4
SLOWNESS_TOLERANCE = 1.6  # a factor
SLOWNESS_TRIES = 5

BUSY = """() => {
  const begun = performance.now();
  let x = 0;
  for (let i = 0; i < 4e7; i++) x = (x * 31 + i) | 0;
  return performance.now() - begun;
}"""
BUSY_WORKER = """(busy) => new Promise((resolve) => {
  const code = `postMessage((${busy})())`;
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  worker.onmessage = ({ data }) => resolve(data);
})"""


class UnfairError(Exception):
    """What makes the comparison unfair."""


def check_agreement(playwright, host, pages, reference, answers):
    """UnfairError if a page's probabilities differ from `reference(image)`; returns by how much.

    A build of the site is asked for the 28x28 it made of the drawing and what it read, the
    other pages for that image and, since nobody could mistake it, for a blurred one too.
    A build tells the first `answers` probabilities, the others tell all that the network gives.
    The first page has to be a build.
    """
    worst = 0.0
    for page in pages:
        if page.is_build:
            reading = _visit(playwright, host, page, ["benchSeen().reading"])[0]
            images, found = [reading["input"]], [reading["probabilities"]]
        else:
            images = [reading["input"], blurred(reading["input"])]
            asked = [f"benchPredict({image}).then((each) => [...each])" for image in images]
            found = _visit(playwright, host, page, asked)
        for image, probabilities in zip(images, found, strict=True):
            expected = reference(image)[: answers if page.is_build else None]
            difference = greatest_difference(expected, probabilities)
            if not difference <= TOLERANCE:
                raise UnfairError(
                    f"{page.name} computes {probabilities}, not {expected}: does it start with "
                    "another network?"
                )
            worst = max(worst, difference)
    return worst


def blurred(image):
    """Return an image of grey levels laid over itself, turned upside down."""
    return [(level + turned) // 2 for level, turned in zip(image, reversed(image), strict=True)]


def check_slowness(playwright, factor):
    """Slow a page and its worker; UnfairError if either is not. Returns both factors.

    It is tried several times: on a machine that is busy, what is slowed loses less than it should.
    """
    with (
        tempfile.TemporaryDirectory(prefix="inkglass-bench-") as profile,
        browser.opened(playwright, profile) as (tab, processes),
    ):
        for _ in range(SLOWNESS_TRIES):
            free = _busy(tab)
            with processes.slowed(factor):
                slow = _busy(tab)
            factors = [after / before for before, after in zip(free, slow, strict=True)]
            if all(is_about(found, factor) for found in factors):
                return factors
    page, worker = factors
    raise UnfairError(
        f"the processor was to be slowed {factor} times, and was {page:.1f} times in a page and "
        f"{worker:.1f} times in a worker; is this machine busy with something else?"
    )


def greatest_difference(expected, found):
    """Return the greatest difference of two lists' elements, infinity where one is not a number."""
    if len(expected) != len(found):
        return float("inf")
    differences = [abs(a - b) for a, b in zip(expected, found, strict=True)]
    return max(d if d == d else float("inf") for d in differences)


def is_about(found, expected):
    """Return whether a factor is what it should be, measured on a busy machine."""
    return expected / SLOWNESS_TOLERANCE <= found <= expected * SLOWNESS_TOLERANCE


def _busy(tab):
    return tab.evaluate(BUSY), tab.evaluate(BUSY_WORKER, BUSY)


def _visit(playwright, host, page, expressions):
    with (
        tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder,
        browser.opened(playwright, Path(folder)) as (tab, _),
    ):
        browser.visit(tab, host.url(page.name))
        return [tab.evaluate(expression) for expression in expressions]
