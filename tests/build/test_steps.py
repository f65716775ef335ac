import pytest
from sitebuild import steps
from sitebuild.steps import Failure


@pytest.fixture(autouse=True)
def notes(tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(steps, "ROOT", tmp_path)


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def make_output(output):
    return lambda: output.write_text("made")


def test_a_step_is_done_once_for_the_same_inputs(output):
    assert steps.step("Making", output, "key", make_output(output))
    assert not steps.step("Making", output, "key", make_output(output))


def test_a_step_is_done_again_when_its_inputs_change(output):
    steps.step("Making", output, "key", make_output(output))

    assert steps.step("Making", output, "another key", make_output(output))


def test_a_step_is_done_again_when_its_output_is_gone(output):
    steps.step("Making", output, "key", make_output(output))
    output.unlink()

    assert steps.step("Making", output, "key", make_output(output))


def test_an_interrupted_step_is_not_taken_for_done(output):
    def interrupted():
        output.write_text("half")
        raise KeyboardInterrupt

    steps.step("Making", output, "key", make_output(output))
    with pytest.raises(KeyboardInterrupt):
        steps.step("Making", output, "another key", interrupted)

    assert steps.step("Making", output, "key", make_output(output))
    assert output.read_text() == "made"


def test_the_fingerprint_follows_names_and_bytes(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_text("1")
    first = steps.fingerprint([folder])
    (folder / "a").write_text("2")
    second = steps.fingerprint([folder])
    (folder / "a").rename(folder / "b")

    assert len({first, second, steps.fingerprint([folder])}) == 3


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    file = tmp_path / "file"
    steps.write_whole(file, b"old")
    monkeypatch.setattr(steps.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises(OSError, match="full"):
        steps.write_whole(file, b"new")

    assert file.read_bytes() == b"old"


def test_a_failed_command_is_told_in_one_line_with_advice():
    with pytest.raises(Failure) as failure:
        steps.run(
            "trying", ["python3", "-c", "import sys; sys.exit('no such luck')"], "Try harder."
        )

    assert "\n" not in str(failure.value)
    for part in ("trying failed", "no such luck", "Try harder.", "cache/logs/trying.log"):
        assert part in str(failure.value)


def test_a_missing_command_is_told_in_one_line():
    with pytest.raises(Failure, match="no-such-command cannot be run"):
        steps.run("trying", ["no-such-command"], "Install it.")
