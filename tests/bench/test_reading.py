from bench.figures import Figure
from bench.reading import lines


def figures(numpy, onnx):
    times = {"numpy": numpy, "onnx": onnx, "drawing": 1.0}
    return {side: Figure.of([time]) for side, time in times.items()}


def test_readings_are_compared_with_the_other_runtime():
    *_, notebook, default = lines({"notebook": figures(0.06, 0.03), "default": figures(0.5, 0.2)})

    assert notebook.split() == ["notebook", "/", "onnxruntime-web", "2.00", "≤", "1.0", "missed"]
    assert default.split() == ["default", "/", "onnxruntime-web", "2.50", "≤", "3.0", "met"]


def test_a_network_without_a_goal_is_measured_too():
    assert any("mine: Inkglass" in line for line in lines({"mine": figures(0.1, 0.1)}))
