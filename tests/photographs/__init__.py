"""Composed photographs of digits: MNIST's, in ink on paper, where each digit's place is known."""
