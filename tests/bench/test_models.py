from bench.models import lines

FOUND = {
    "accuracy": 0.9969,
    "errors": 31,
    "loss": 0.01,
    "parameters": 30_000,
    "multiply_adds": 1_100_000,
    "bytes": 130_000,
    "onnx_difference": 2e-6,
}


def verdicts(**others):
    found = lines({"default": FOUND | others})
    return {line.split("  ")[0]: line.split()[-1] for line in found if line.startswith("default: ")}


def test_each_goal_is_next_to_what_was_found():
    assert verdicts() == {
        "default: accuracy": "missed",
        "default: bytes": "met",
        "default: multiply-adds": "met",
        "default: probabilities / onnxruntime": "met",
    }


def test_a_goal_is_met_at_its_limit():
    assert verdicts(accuracy=0.997)["default: accuracy"] == "met"
    assert verdicts(bytes=1_000_001)["default: bytes"] == "missed"
    assert verdicts(multiply_adds=2_500_001)["default: multiply-adds"] == "missed"
    assert verdicts(onnx_difference=2e-5)["default: probabilities / onnxruntime"] == "missed"
