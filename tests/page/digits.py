"""Digits as pen paths, and three ways to draw them on the pad.

A path is a list of (x, y) points in a unit square, x to the right and y down; a digit is a list
of paths, one a stroke. A box (left, top, width, height), in fractions of the pad, says where on
the pad the unit square lies.
"""

from itertools import pairwise
from math import cos, hypot, pi, sin

MIDDLE = (0.3, 0.2, 0.4, 0.6)


def arc(x, y, width, height, start, turn):
    """Points on an ellipse about (x, y); angles in degrees, 0 to the right, 90 up."""
    steps = max(2, round(abs(turn) / 30))
    angles = [pi / 180 * (start + turn * i / steps) for i in range(steps + 1)]
    return [(x + width / 2 * cos(a), y - height / 2 * sin(a)) for a in angles]


DIGITS = {
    0: [arc(0.5, 0.5, 0.8, 1.0, 80, 360)],
    1: [[(0.52, 0.0), (0.5, 0.35), (0.48, 0.7), (0.47, 1.0)]],
    2: [
        [
            *arc(0.48, 0.28, 0.8, 0.56, 160, -190),
            (0.55, 0.68),
            (0.1, 0.98),
            (0.5, 0.97),
            (0.95, 0.95),
        ]
    ],
    3: [arc(0.42, 0.25, 0.8, 0.5, 150, -235) + arc(0.42, 0.74, 0.95, 0.52, 85, -240)],
    4: [
        [(0.22, 0.0), (0.14, 0.3), (0.1, 0.55), (0.5, 0.55), (0.95, 0.52)],
        [(0.75, 0.05), (0.73, 0.5), (0.7, 1.0)],
    ],
    5: [
        [(0.25, 0.03), (0.22, 0.25), (0.2, 0.45), *arc(0.42, 0.7, 0.85, 0.58, 115, -270)],
        [(0.25, 0.03), (0.6, 0.02), (0.92, 0.0)],
    ],
    6: [[(0.68, 0.0), (0.4, 0.25), (0.2, 0.55), *arc(0.48, 0.74, 0.6, 0.52, 180, 360)]],
    7: [[(0.05, 0.05), (0.45, 0.06), (0.92, 0.03), (0.7, 0.35), (0.52, 0.7), (0.42, 1.0)]],
    8: [
        [
            *arc(0.5, 0.24, 0.62, 0.46, 40, 230),
            *arc(0.5, 0.74, 0.76, 0.52, 90, -360),
            *arc(0.5, 0.24, 0.62, 0.46, -90, 130),
        ]
    ],
    9: [[*arc(0.45, 0.28, 0.64, 0.52, 20, 345), (0.76, 0.3), (0.72, 0.65), (0.64, 1.0)]],
}


def strokes(digit, box=MIDDLE):
    """Return the digit's strokes as dense points in fractions of the pad."""
    left, top, width, height = box
    return [
        [(left + x * width, top + y * height) for x, y in _dense(path)] for path in DIGITS[digit]
    ]


def _dense(path, gap=0.25):
    """Put points between those of a path, none further than `gap` from the next."""
    points = [path[0]]
    for (x0, y0), (x1, y1) in pairwise(path):
        steps = max(1, round(hypot(x1 - x0, y1 - y0) / gap))
        points += [
            (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps) for i in range(1, steps + 1)
        ]
    return points


def on_screen(page, points):
    """Return points given in fractions of the pad as pixels of the window."""
    canvas = page.get_by_test_id("pad")
    canvas.scroll_into_view_if_needed()
    pad = canvas.bounding_box()
    return [(pad["x"] + x * pad["width"], pad["y"] + y * pad["height"]) for x, y in points]


def draw(page, digit, box=MIDDLE):
    """Draw a digit with the mouse."""
    for stroke in strokes(digit, box):
        draw_stroke(page, stroke)


def draw_stroke(page, points):
    """Draw a stroke, given in fractions of the pad, with the mouse."""
    begin_stroke(page, points)
    page.mouse.up()


def begin_stroke(page, points):
    """Draw a stroke as `draw_stroke` does, and leave the pen down."""
    first, *rest = on_screen(page, points)
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point)


def touch_session(page):
    """Return a function `touch(kind, *positions)` that sends a touch event, in window pixels."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *positions):
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(positions)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def draw_with_finger(page, points):
    """Draw a stroke, given in fractions of the pad, by touch."""
    touch = touch_session(page)
    first, *rest = on_screen(page, points)
    touch("touchStart", first)
    for point in rest:
        touch("touchMove", point)
    touch("touchEnd")


def draw_with_pen(page, points, pressure):
    """Draw a stroke, given in fractions of the pad, with a pen pressed by 0 to 1."""
    session = page.context.new_cdp_session(page)
    positions = on_screen(page, points)
    kinds = ["mousePressed"] + ["mouseMoved"] * (len(positions) - 1)

    def act(kind, x, y, buttons=1):
        event = {"x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1}
        pen = {"pointerType": "pen", "force": pressure if buttons else 0}
        session.send("Input.dispatchMouseEvent", {"type": kind, **event, **pen})

    for kind, (x, y) in zip(kinds, positions, strict=True):
        act(kind, x, y)
    act("mouseReleased", *positions[-1], buttons=0)
