import pytest

from bench.report import Report
from bench.visits import OFFLINE, Scenario, Visit

PLAIN = Scenario("plain", "Plain", (1, 2, OFFLINE))


class Page:
    def __init__(self, name):
        self.name = self.title = name


PAGES = [Page("inkglass"), Page("stock"), Page("onnx")]


def visits(times, number, **fields):
    return [
        Visit("plain", run, page, number, answer=answer, pad=20, **fields)
        for page, answers in times.items()
        for run, answer in enumerate(answers)
    ]


@pytest.fixture
def report():
    first = visits(
        {"inkglass": [400, 410, 900], "stock": [2000] * 3, "onnx": [400] * 3},
        1,
        sent=5_000_000,
        sent_at_end=7_000_000,
    )
    second = visits({"inkglass": [300], "stock": [1500], "onnx": [400]}, 2)
    offline = [Visit("plain", 0, "onnx", OFFLINE, error="refused")]
    return Report(PAGES, [PLAIN], first + second + offline)


def test_goals_stand_next_to_what_was_found(report):
    goals = {goal.name: goal for goal in report.goals()}
    assert goals["plain: first visit / stock"].value == pytest.approx(0.205)
    assert goals["plain: first visit / onnx"].verdict == "met"
    assert goals["plain: second visit / stock"].verdict == "met"
    assert goals["plain: second visit / onnx"].limit == 0.8
    assert goals["plain: pad can be drawn on, any visit"].value == 20
    assert goals["first visit's download in all"].verdict == "missed"
    assert goals["plain: offline visit / fifth"].verdict == "—"


def test_tables_show_every_visit_and_say_why_one_failed(report):
    text = "\n".join(report.lines())
    assert "410 (400 to 900)" in text
    assert "onnx, offline visit: refused" in text


def test_json_holds_figures_goals_and_every_visit(report):
    data = report.as_json()
    assert len(data["visits"]) == 13
    first = data["figures"][0]
    assert (first["page"], first["visit"], first["answer"]["median"]) == ("inkglass", 1, 410)
    assert data["goals"][0]["verdict"] == "met"
