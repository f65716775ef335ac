"""Tables as plain text."""


def table(header, rows):
    """Return lines: a header, a rule, the rows; the first column to the left, others to the right.

    A cell is text, or None for what was not measured.
    """
    cells = [[_text(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [_line(row, widths) for row in cells]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def spread(figure, digits=0):
    """Return a figure as `median (least to greatest)`, or None."""
    if figure is None:
        return None
    middle, least, greatest = (
        f"{value:.{digits}f}" for value in (figure.median, figure.least, figure.greatest)
    )
    return f"{middle} ({least} to {greatest})"


def _text(cell):
    return "—" if cell is None else str(cell)


def _line(row, widths):
    first, *others = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in others)])
