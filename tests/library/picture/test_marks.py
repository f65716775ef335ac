import numpy as np

from inkglass.picture.marks import find_marks


def sheet(*boxes, shape=(200, 400)):
    """Ink that fills boxes of left, top, width, height."""
    ink = np.zeros(shape, np.uint8)
    for left, top, width, height in boxes:
        ink[top : top + height, left : left + width] = 255
    return ink


def digits(ink, ruled=None):
    marks = find_marks(ink, ruled)
    return sorted(map(tuple, marks.boxes[marks.digits].tolist()))


ONE, TWO = (100, 80, 12, 40), (140, 82, 20, 38)


def test_specks_rules_and_things_are_no_digits():
    speck, rule, thing = (50, 50, 5, 5), (20, 150, 300, 2), (330, 5, 60, 190)
    big = find_marks(sheet(ONE, TWO, speck, rule), None)

    assert sorted(map(tuple, big.boxes[big.digits].tolist())) == [ONE, TWO]
    assert [tuple(box) for box in big.boxes[big.parts].tolist()] == [speck]
    assert digits(sheet(ONE, TWO, thing, shape=(400, 420))) == [ONE, TWO, thing]


def test_a_strip_along_the_edge_is_no_digit_but_a_digit_at_the_edge_is():
    strip, digit = (0, 0, 400, 9), (388, 80, 12, 40)

    assert digits(sheet(ONE, TWO, strip)) == [ONE, TWO]
    assert digits(sheet(ONE, TWO, digit)) == [ONE, TWO, digit]
    assert digits(sheet(strip)) == []


def test_where_all_is_at_the_edge_it_stays():
    assert digits(sheet((0, 0, 12, 40), (30, 0, 14, 20))) == [(0, 0, 12, 40), (30, 0, 14, 20)]


def test_what_is_left_of_lines_is_no_digit():
    rest, bar = (200, 60, 3, 40), (300, 60, 3, 60)
    ruled = np.zeros((200, 400), bool)
    ruled[:, 199:203] = True
    ruled[[60, 119], 250:] = True

    assert digits(sheet(ONE, TWO, rest, bar)) == [ONE, TWO, rest, bar]
    assert digits(sheet(ONE, TWO, rest, bar), ruled) == [ONE, TWO]


def test_a_one_that_goes_across_lines_stays():
    ruled = np.zeros((200, 400), bool)
    ruled[60:200:20] = True

    assert digits(sheet(ONE, TWO), ruled) == [ONE, TWO]
