"""Data sets: the files they come in, and which images train, validate and test."""
