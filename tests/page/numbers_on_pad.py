"""Numbers drawn on the wide pad, and what the page shows of them."""

from digits import draw
from reading import settled_guess, wait_until_ready

TOP, HEIGHT = 0.2, 0.6
PITCH, WIDTH = 0.15, 0.1


def box_of(index):
    """Return where on the wide pad the digit of that index is drawn."""
    return (0.06 + index * PITCH, TOP, WIDTH, HEIGHT)


def draw_number(page, text):
    """Draw a number's digits with the mouse, one beside the other."""
    for i, digit in enumerate(text):
        draw(page, int(digit), box_of(i))


def open_number_mode(page):
    """Choose to read numbers, once Python runs."""
    wait_until_ready(page)
    page.get_by_test_id("mode-number").click()


def found_digits(page):
    """Return the (label, confidence) of each digit that the page shows, once all are read."""
    settled_guess(page)
    return page.locator(".digit").evaluate_all(
        "(all) => all.map(({ dataset }) => [dataset.value, parseFloat(dataset.confidence)])"
    )


def selected(page):
    """Return the index of the digit whose bars are shown."""
    return page.locator(".digit").evaluate_all(
        "(all) => all.findIndex((digit) => digit.ariaPressed === 'true')"
    )


def last_digits(page):
    """Return the digits of the last reading: label, probabilities and network input of each."""
    return page.evaluate(
        """readings.at(-1).digits.map(({ label, probabilities, networkInput, box }) => ({
          label, box, probabilities: Array.from(probabilities),
          networkInput: Array.from(networkInput) }))"""
    )
