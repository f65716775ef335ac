"""The network: layers, losses and starting weights, and a predictor that runs it."""
