"""One class more for a trained network: that of what belongs to none of the others.

A network that has seen only digits takes everything for one. Shown outliers as well, it can tell
them (Hendrycks, Mazeika and Dietterich, "Deep Anomaly Detection with Outlier Exposure"); but to
learn that beside the digits costs some of those. So what was trained stays as it is, and only the
last layer gets neighbours: a few hidden units that look at the same features and give the logit of
the further class.
"""

import numpy as np

from inkglass.nn.initialization import he
from inkglass.nn.layers import Dense, Dropout, ReLU
from inkglass.nn.losses import log_sum_exp
from inkglass.nn.network import Network
from inkglass.reading.drawing import network_tensor
from inkglass.training.optimizers import AdamW, cosine

HIDDEN = 32
EPOCHS, BATCH, LEARNING_RATE, DROPOUT = 40, 512, 0.003, 0.2
AT_ONCE = 500  # images
MEMBERS = 3  # images of a class that are read for each outlier; in training there is one
COST = 0.0075  # the share of validation images that may be left without an answer
HIGHEST = 0.9  # who is surer than that gets an answer in any case


def with_rejection(network, images, outliers, rng):
    """Return a network that is `network` with one class more, the last: none of the others.

    It is trained on uint8 `images` (N, H, W), which belong to classes, and on `outliers` of that
    shape, which do not. The logits of the other classes stay what they are. Raises ValueError if
    the last layer is not `Dense`.
    """
    last = network.layers[-1]
    if not isinstance(last, Dense):
        raise ValueError(f"expected Dense as the last layer, found {type(last).__name__}")
    body = network.layers[:-1]
    features = np.concatenate([_features(body, images), _features(body, outliers)])
    is_outlier = np.arange(len(features)) >= len(images)
    mean, deviation = features.mean(axis=0), features.std(axis=0) + np.float32(1e-3)
    evidence = log_sum_exp(last.forward(features))
    features -= mean
    features /= deviation
    hidden, out = _trained(features, evidence, is_outlier, rng)
    weight = hidden.weight / deviation[:, None]
    hidden = Dense(weight, hidden.bias - mean @ weight)
    return Network([*body, *_beside(last, hidden, out)], network.input_shape)


def least_confidence(probabilities):
    """Return the highest probability under which an image counts as none of the classes.

    `probabilities`, (N, classes), are those of validation images, which all belong to one of the
    classes: `COST` of them are refused, the unsurest.
    """
    return float(min(np.quantile(probabilities.max(axis=1), COST), HIGHEST))


def _features(layers, images):
    """Return what the last layer sees of uint8 images (N, H, W)."""
    parts = []
    for at in range(0, len(images), AT_ONCE):
        x = network_tensor(images[at : at + AT_ONCE])
        for layer in layers:
            x = layer.forward(x)
        parts.append(x)
    return np.concatenate(parts)


def _trained(features, evidence, is_outlier, rng):
    """Return the two layers that give the further class's logit.

    `evidence` (N,) is the logarithm of the sum of what the other classes have in a softmax, and the
    logit less that the log-odds of an outlier: so all classes together are a softmax again.
    """
    zeros = np.zeros(HIDDEN, np.float32)
    hidden = Dense(he((features.shape[1], HIDDEN), rng), zeros)
    out = Dense(he((HIDDEN, 1), rng) / 10, zeros[:1].copy())
    head = Network([Dropout(DROPOUT), hidden, ReLU(), out], features.shape[1:])
    head.draw_from(rng)
    optimizer, schedule = AdamW(head.parameters, weight_decay=1e-3), cosine(LEARNING_RATE)
    steps = max(len(features) // BATCH, 1)
    for epoch in range(EPOCHS):
        for step, part in enumerate(np.array_split(rng.permutation(len(features)), steps)):
            logit = head.forward(features[part], training=True)[:, 0]
            probability = 1 / (1 + np.exp(evidence[part] - logit))
            grad = (probability - is_outlier[part]) / len(part)
            head.set_gradients(grad[:, None].astype(np.float32))
            optimizer.step(head.gradients, schedule((epoch + step / steps) / EPOCHS))
    # Other shares than in training shift the log-odds: Saerens, Latinne and Decaestecker,
    # "Adjusting the Outputs of a Classifier to New a Priori Probabilities".
    out.bias -= np.log(MEMBERS)
    return hidden, out


def _beside(last, hidden, out):
    """Return layers that give the logits of `last` and, after them, that of `out` of `hidden`.

    A chain of layers has no branches. What goes past the ReLU goes through it twice, as it is and
    with its sign changed: max(z, 0) - max(-z, 0) is z.
    """
    C = last.weight.shape[1]
    bias = np.zeros(C, np.float32) if last.bias is None else last.bias
    H = len(hidden.bias)
    first = Dense(
        np.concatenate([last.weight, -last.weight, hidden.weight], axis=1),
        np.concatenate([bias, -bias, hidden.bias]),
    )
    weight = np.zeros((2 * C + H, C + 1), np.float32)
    weight[:C, :C] = np.eye(C)
    weight[C : 2 * C, :C] = -np.eye(C)
    weight[2 * C :, C:] = out.weight
    return first, ReLU(), Dense(weight, np.append(np.zeros(C, np.float32), out.bias))
