"""Networks that another network learns from."""

import numpy as np

from inkglass.nn.losses import softmax


class Teachers:
    """Trained `networks` whose mean probabilities take the place of a `share` of each label.

    They say of every image, changed as it is, how much it looks like each class, which a label does
    not: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network". Seeing the same
    changed images as the learner: Beyer et al., "Knowledge Distillation: A Good Teacher Is Patient
    and Consistent". Raises ValueError for no networks, or a share outside (0, 1].
    """

    def __init__(self, networks, share):
        if not networks or not 0 < share <= 1:
            raise ValueError(
                f"expected at least one network and a share above 0 and at most 1, "
                f"received {len(networks)} and {share}"
            )
        self.share = share
        self._networks = [network.folded() for network in networks]

    def expected(self, x, labels):
        """Return what to expect, (N, classes), of a batch `x` (N, H, W, C) with labels (N,)."""
        mean = sum(softmax(network.forward(x)) for network in self._networks)
        mean *= self.share / len(self._networks)
        mean[np.arange(len(labels)), labels] += 1 - self.share
        return mean
