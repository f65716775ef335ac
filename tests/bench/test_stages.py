from bench.stages import lines

SEEN = {
    "pad": 90,
    "paint": None,
    "answer": 400,
    "stages": [{"name": "Python started", "start": 100, "duration": 250}],
}


def entry(kind, name, start, duration, **others):
    return {"kind": kind, "name": name, "start": start, "duration": duration, **others}


def test_stages_files_and_moments_stand_in_the_order_of_their_beginnings():
    entries = [
        {
            "name": "http://host/site/",
            "kind": "navigation",
            "start": 0,
            "duration": 30,
            "sent": 2000,
        },
        {
            "name": "http://host/site/pyodide/python.zip",
            "kind": "resource",
            "start": 95,
            "duration": 40,
            "sent": 0,
            "where": "worker",
        },
        {"name": "http://host/site/worker.js", "kind": "resource", "start": 99, "duration": -5},
        {"name": "other", "kind": "mark", "start": 1, "duration": 0},
    ]
    rows = [" ".join(line.split()) for line in lines(SEEN, entries)[2:]]
    assert rows == [
        "navigation: site 0 30 30 — 2",
        "moment: pad 90 90 0 — —",
        "resource: worker.js 94 99 5 — —",
        "resource: python.zip 95 135 40 worker —",
        "stage: Python started 100 350 250 — —",
        "moment: answer 400 400 0 — —",
    ]
