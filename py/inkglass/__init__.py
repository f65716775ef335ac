"""A convolutional network in plain NumPy that reads drawn digits."""
