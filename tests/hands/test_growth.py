from hands.growth import Flicker, counted


def test_an_answer_that_comes_back_is_counted_once_a_drawing():
    assert counted([list("1717"), list("177")]) == Flicker(returning=1, changes=4, drawings=2)


def test_no_answer_is_one_to_come_back_to():
    assert counted([list("?11?")]).returning == 1


def test_a_pad_without_ink_is_no_answer():
    assert counted([["", "1", "", "1", "7"], [""]]) == Flicker(0, 1, 2)


def test_another_answer_in_between_is_another_way():
    assert counted([list("1?74")]).returning == 0
