from bench.lighthouse import GOALS, failures, lines, scores


def report(performance=1.0):
    references = {
        "performance": [{"id": "paint", "weight": 10}, {"id": "advice", "weight": 0}],
        "accessibility": [{"id": "names", "weight": 7}],
    }
    categories = {name: {"score": 1.0, "auditRefs": references.get(name, [])} for name in GOALS}
    categories["performance"]["score"] = performance
    audits = {
        "paint": {"title": "Paints late", "score": performance, "displayValue": "9 s"},
        "advice": {"title": "Counts for nothing", "score": 0},
        "names": {"title": "Has names", "score": None},
    }
    return {"categories": categories, "audits": audits}


def test_scores_are_out_of_a_hundred_and_none_is_nothing():
    assert scores(report(0.5))["performance"] == 50
    assert scores(report(None))["performance"] == 0


def test_only_what_costs_points_is_told():
    assert failures(report(0.5)) == ["performance: Paints late (9 s)"]
    assert failures(report(1.0)) == []


def test_scores_stand_next_to_goals():
    text = "\n".join(" ".join(line.split()) for line in lines({"phone": report(0.9)}))
    assert "phone: performance 90 at least 95 missed" in text
    assert "phone: seo 100 at least 100 met" in text
    assert "phone: performance: Paints late (9 s)" in text
