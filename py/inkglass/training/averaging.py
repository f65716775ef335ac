"""The moving average of a network's arrays, which does better than any one step's."""


class MovingAverage:
    """A copy of `network` whose arrays follow those of the original from step to step.

    Each `update` takes over 1 - `decay` of the original's arrays; at first more, so that the random
    beginning is soon forgotten. Polyak and Juditsky, "Acceleration of Stochastic Approximation by
    Averaging", in the exponential form that TensorFlow's `ExponentialMovingAverage` made common.
    """

    def __init__(self, network, decay):
        if not 0 <= decay < 1:
            raise ValueError(f"expected a decay from 0 to below 1, received {decay}")
        self.decay = decay
        self.updates = 0
        self.network = network.copy()
        self._original = network

    def update(self):
        """Take over a part of the original's arrays."""
        self.updates += 1
        decay = min(self.decay, self.updates / (self.updates + 9))
        averages = self.network.arrays
        for name, array in self._original.arrays.items():
            averages[name] += (1 - decay) * (array - averages[name])
