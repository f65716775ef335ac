"""What a run of visits found: figures, tables, and the goals next to what was reached."""

from dataclasses import asdict

from bench.figures import Figure, Goal, ratio
from bench.tables import spread, table
from bench.visits import OFFLINE

MEGA = 1e6
NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", OFFLINE: OFFLINE}
FIRST_GOALS = {"stock": 0.40, "onnx": 1.2}
REPEAT_GOALS = {"stock": 0.25, "onnx": 0.8}
REPEATS_COMPARED = (2, 3, 5)
OFFLINE_GOAL = 1.1  # times the fifth visit: as fast, but for noise
PAD_GOAL = 100  # ms
DOWNLOAD_GOAL = 6.0  # MB


class Report:
    """Figures of `visits` to `pages`, of which the first is the one that has goals."""

    def __init__(self, pages, scenarios, visits):
        self._pages = pages
        self._scenarios = scenarios
        self._visits = visits

    def figure(self, scenario, page, number, field, unit=1):
        """Return the `Figure` of a field of visits, or None where nothing was measured."""
        values = [
            getattr(visit, field)
            for visit in self._visits
            if (visit.scenario, visit.page, visit.number) == (scenario, page, number)
        ]
        return Figure.of([None if value is None else value / unit for value in values])

    def lines(self):
        """Return the tables."""
        lines = []
        for scenario in self._scenarios:
            lines += [f"{scenario.title}: ms until the first answer, median (least to greatest)"]
            lines += [*self._times(scenario, "answer", "visit"), ""]
            lines += ["ms until the pad can be drawn on"]
            lines += [*self._times(scenario, "pad", "visit"), ""]
        lines += ["Fetched and peak memory", *self._sizes(self._scenarios[0].name), ""]
        rows = [
            (goal.name, _number(goal.value), f"≤ {_number(goal.limit)} {goal.unit}", goal.verdict)
            for goal in self.goals()
        ]
        return lines + table(("goal", "found", "wanted", ""), rows) + self._warnings()

    def goals(self):
        """Return what should be reached, next to what was."""
        found = []
        for scenario in self._scenarios:
            for number in scenario.visits:
                found += self._time_goals(scenario, number)
            found.append(self._pad_goal(scenario))
        return [*found, self._download_goal(self._scenarios[0].name)]

    def as_json(self):
        """Return everything as plain values."""
        figures = [
            {
                "scenario": s.name,
                "visit": number,
                "page": page.name,
                **self._fields(s, page, number),
            }
            for s in self._scenarios
            for number in s.visits
            for page in self._pages
        ]
        goals = [asdict(goal) | {"verdict": goal.verdict} for goal in self.goals()]
        return {"figures": figures, "goals": goals, "visits": [asdict(v) for v in self._visits]}

    def _fields(self, scenario, page, number):
        fields = ("answer", "pad", "paint", "sent", "sent_at_end", "memory", "memory_at_end")
        figures = {f: self.figure(scenario.name, page.name, number, f) for f in fields}
        return {name: figure and asdict(figure) for name, figure in figures.items()}

    def _times(self, scenario, field, corner):
        rows = []
        for number in scenario.visits:
            cells = [self.figure(scenario.name, p.name, number, field) for p in self._pages]
            rows.append((NAMES[number], *map(spread, cells)))
        return table((corner, *self._titles()), rows)

    def _sizes(self, scenario):
        wanted = (
            ("first visit until the answer, MB", 1, "sent", MEGA, 2),
            ("first visit in all, MB", 1, "sent_at_end", MEGA, 2),
            ("second visit in all, MB", 2, "sent_at_end", MEGA, 2),
            ("memory until the first answer, MB", 1, "memory", 1, 0),
            ("memory of the first visit, MB", 1, "memory_at_end", 1, 0),
            ("memory of the second visit, MB", 2, "memory_at_end", 1, 0),
        )
        rows = []
        for title, number, field, unit, digits in wanted:
            cells = [self.figure(scenario, p.name, number, field, unit) for p in self._pages]
            rows.append((title, *(spread(cell, digits) for cell in cells)))
        return table(("", *self._titles()), rows)

    def _titles(self):
        return [page.title for page in self._pages]

    def _time_goals(self, scenario, number):
        own = self.figure(scenario.name, self._pages[0].name, number, "answer")
        name = f"{scenario.name}: {NAMES[number]} visit"
        if number == OFFLINE:
            fifth = self.figure(scenario.name, self._pages[0].name, 5, "answer")
            return [Goal(f"{name} / fifth", ratio(own, fifth), OFFLINE_GOAL, "x")]
        if number != 1 and number not in REPEATS_COMPARED:
            return []
        limits = FIRST_GOALS if number == 1 else REPEAT_GOALS
        return [
            Goal(f"{name} / {page.title}", ratio(own, other), limits[page.name], "x")
            for page in self._pages
            if page.name in limits
            for other in [self.figure(scenario.name, page.name, number, "answer")]
        ]

    def _pad_goal(self, scenario):
        pads = [
            self.figure(scenario.name, self._pages[0].name, number, "pad")
            for number in scenario.visits
        ]
        worst = max((pad.median for pad in pads if pad), default=None)
        return Goal(f"{scenario.name}: pad can be drawn on, any visit", worst, PAD_GOAL, "ms")

    def _download_goal(self, scenario):
        sent = self.figure(scenario, self._pages[0].name, 1, "sent_at_end", MEGA)
        return Goal("first visit's download in all", sent and sent.median, DOWNLOAD_GOAL, "MB")

    def _warnings(self):
        errors = {
            f"{visit.page}, {NAMES[visit.number]} visit: {visit.error}"
            for visit in self._visits
            if visit.error
        }
        unsettled = {
            f"{visit.page} did not say that its work in the background was done"
            for visit in self._visits
            if visit.settled is False
        }
        return [f"— {warning}" for warning in sorted(errors | unsettled)]


def _number(value):
    return None if value is None else f"{value:.3g}"
