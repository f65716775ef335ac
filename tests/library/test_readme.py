"""What the README shows runs as it is written."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_example_defines_trains_saves_loads_and_uses_a_network(tmp_path, monkeypatch, capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    names = {}

    exec(example, names)

    assert len([line for line in example.splitlines() if line]) < 20
    assert (tmp_path / "mine.npz").is_file()
    assert capsys.readouterr().out.startswith("epoch 1: loss 0.")
    assert names["accuracy"] > 0.94
