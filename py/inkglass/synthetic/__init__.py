"""Digits and non-digits that the program draws, to train on beside MNIST."""
