"""What `inkglass train` shows while it trains."""

import time

from tqdm import tqdm

REPORT = 100  # steps between two lines, as in the notebook


class Progress:
    """A bar with loss, accuracy, speed and the time left, where there is a terminal; and lines.

    Like the notebook it prints a line every hundred steps if `is_notebook`, else one an epoch.
    """

    def __init__(self, epochs, steps, epochs_done, is_notebook):
        self.epochs = epochs
        self.is_notebook = is_notebook
        done = steps // epochs * epochs_done
        # Without a terminal there is no bar.
        self.bar = tqdm(total=steps, initial=done, unit=" steps", disable=None, leave=False)
        self.past = []
        self.validation = ""

    def __enter__(self):
        """Return the progress."""
        return self

    def __exit__(self, *_):
        """Take the bar away."""
        self.bar.close()

    def say(self, line):
        """Print a line above the bar."""
        self.bar.write(line)

    def note(self, step):
        """Show a step."""
        if step.step == 1:
            self._begin_epoch(step)
        self.past.append(step)
        if self.is_notebook and len(self.past) == REPORT:
            self.say(_notebook_line(self.past))
            self.past = []
        self.images += step.size
        speed = self.images / (time.monotonic() - self.began)
        self.bar.set_postfix_str(
            f"loss {step.loss:.3f}, {speed:,.0f} images/s{self.validation}", refresh=False
        )
        self.bar.update()

    def _begin_epoch(self, step):
        self.past, self.images, self.began = [], 0, time.monotonic()
        if self.is_notebook:
            self.say(f"--- Epoch {step.epoch} ---")

    def end_epoch(self, step, loss, accuracy):
        """Show how the network does on the validation images."""
        self.validation = f", validation {accuracy:.2%}"
        if self.is_notebook:
            return
        trained, right = _mean(self.past)
        seconds = time.monotonic() - self.began
        left = seconds * (self.epochs - step.epoch) / 60
        self.say(
            f"Epoch {step.epoch} of {self.epochs}: loss {trained:.4f}, accuracy {right:.2%}; "
            f"validation {loss:.4f}, {accuracy:.2%}; {self.images / seconds:,.0f} images/s, "
            f"{left:.0f} min left"
        )


def _mean(past):
    """Return loss and accuracy over the steps `past`."""
    size = sum(step.size for step in past)
    return sum(step.loss * step.size for step in past) / size, sum(
        step.correct for step in past
    ) / size


def _notebook_line(past):
    loss, accuracy = _mean(past)
    return (
        f"[Step {past[-1].step}] Past {len(past)} steps: "
        f"Average Loss {loss:.3f} | Accuracy: {accuracy:.0%}"
    )
