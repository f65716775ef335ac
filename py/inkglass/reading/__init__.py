"""Reading one digit: from a drawing's pixels to the 28x28 that the network sees."""
