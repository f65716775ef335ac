from bench.reading import RATIO, lines, summary


def figures(numpy, onnx):
    return summary({"numpy": [numpy], "onnx": [onnx], "drawing": [1.0]})


def test_readings_are_compared_with_the_other_runtime():
    *_, notebook, default = lines({"notebook": figures(0.06, 0.03), "default": figures(0.5, 0.2)})

    assert " ".join(notebook.split()) == (
        "notebook / onnxruntime-web 2.00 (2.00 to 2.00) ≤ 1.0 missed"
    )
    assert " ".join(default.split()) == "default / onnxruntime-web 2.50 (2.50 to 2.50) ≤ 3.0 met"


def test_what_is_compared_are_turns_that_follow_each_other():
    # The machine is slower in the second run, and in the third has become so between the turns.
    times = {"numpy": [2.0, 4.0, 2.0], "onnx": [1.0, 2.0, 2.0], "drawing": [3.0, 3.0, 3.0]}

    assert summary(times)[RATIO].median == 2.0


def test_a_network_without_a_goal_is_measured_too():
    assert any("mine: Inkglass" in line for line in lines({"mine": figures(0.1, 0.1)}))
