"""Digits in pen strokes, as people write them: a test of hands, which no network is trained on."""
