"""What `inkglass train` shows while it trains."""

import time

from tqdm import tqdm

from inkglass.training.run import Drawing, Epoch, Stalled, Validated
from inkglass.training.training import Step

REPORT = 100  # steps between two lines, as in the notebook


class Progress:
    """Shows the events of a `TrainingRun`: lines, and where there is a terminal a bar.

    The bar has loss, accuracy, speed and the time left. A line comes with each epoch or, where the
    notebook's own training is run, with every hundred steps, as it prints them.
    """

    def __init__(self, run):
        epochs = run.recipe.epochs
        self.is_notebook = run.recipe.is_plain_at_rate
        total, done = run.steps * epochs, run.steps * run.epochs_done + run.steps_done
        # Without a terminal there is no bar.
        self.bar = tqdm(total=total, initial=done, unit=" steps", disable=None, leave=False)
        self.past = []  # the notebook's hundred steps
        self.images, self.began = 0, time.monotonic()
        self.validation = ""

    def __enter__(self):
        """Return the progress."""
        return self

    def __exit__(self, *_):
        """Take the bar away."""
        self.bar.close()

    def show(self, event):
        """Show an event."""
        match event:
            case Drawing(count):
                self.bar.write(f"Drawing {count:,} digits …")
            case Step():
                self._show_step(event)
            case Epoch():
                self.epoch = event
            case Validated():
                self._end_epoch(event)
            case Stalled(epochs):
                self.bar.write(f"No better for {epochs} epochs: stopped")

    def _show_step(self, step):
        if step.step == 1:
            self._begin_epoch(step)
        self.past.append(step)
        if self.is_notebook and len(self.past) == REPORT:
            self.bar.write(_notebook_line(self.past))
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
            self.bar.write(f"--- Epoch {step.epoch} ---")

    def _end_epoch(self, validated):
        self.validation = f", validation {validated.accuracy:.2%}"
        if self.is_notebook:
            return
        number, epochs, loss, accuracy = self.epoch
        seconds = time.monotonic() - self.began
        left = seconds * (epochs - number) / 60
        self.bar.write(
            f"Epoch {number} of {epochs}: loss {loss:.4f}, accuracy {accuracy:.2%}; "
            f"validation {validated.loss:.4f}, {validated.accuracy:.2%}; "
            f"{self.images / seconds:,.0f} images/s, {left:.0f} min left"
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
