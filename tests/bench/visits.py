"""Visiting the pages in turns, first and again, and noting what each visit took."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import browser
from bench.link import FreeLink, Link

SETTLE = 4.0  # seconds; V8 keeps what it compiled of a module 2 s after the last function
OFFLINE = "offline"
OFFLINE_LIMIT = 30_000  # ms


@dataclass(frozen=True)
class Scenario:
    """Conditions of visits: which of them to make, and what is slow while a page starts."""

    name: str
    title: str
    visits: tuple
    megabits: float = 0
    latency: float = 0
    slowness: float = 1

    def link(self):
        """Return the network of this scenario."""
        return Link(self.megabits, self.latency) if self.megabits else FreeLink()


SCENARIOS = (
    Scenario("plain", "As this machine and its loopback are", (1, 2, 3, 4, 5, OFFLINE)),
    Scenario("network", "20 Mbit/s, each answer 40 ms late", (1, 2), megabits=20, latency=0.04),
    Scenario("processor", "Processor slowed 4 times", (1, 2), slowness=4),
)


@dataclass
class Visit:
    """What one visit took. Times are in ms from navigation on, sizes in bytes, memory in MB.

    What ends in `_at_end` is counted until the page had nothing more to do; `error` says why
    there was no answer.
    """

    scenario: str
    run: int
    page: str
    number: int | str
    answer: float | None = None
    pad: float | None = None
    paint: float | None = None
    sent: int | None = None
    sent_at_end: int | None = None
    requests: int | None = None
    memory: float | None = None
    memory_at_end: float | None = None
    by_service_worker: bool | None = None
    settled: bool | None = None
    stages: list | None = None
    error: str | None = None

    def note(self, seen):
        """Take over what the page's probe saw; NoAnswerError if it is not the right answer."""
        if seen["text"] != browser.DIGIT:
            raise browser.NoAnswerError(f"{self.page} read {seen['text']}, not {browser.DIGIT}")
        self.answer, self.pad, self.paint = seen["answer"], seen["pad"], seen["paint"]
        self.by_service_worker, self.stages = seen["worker"], seen["stages"]


class Visitor:
    """Makes visits to `host`, each in a new browser, waiting `seconds` after each answer."""

    def __init__(self, playwright, host, seconds=SETTLE):
        self._playwright = playwright
        self._host = host
        self._seconds = seconds

    def rounds(self, pages, scenario, run):
        """Visit each page as often as the scenario says, in turns; yield each `Visit`.

        The pages take turns in going first, too.
        """
        first = run % len(pages)
        turns = pages[first:] + pages[:first]
        with tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder:
            for number in scenario.visits:
                for page in turns:
                    visit = Visit(scenario.name, run, page.name, number)
                    profile = Path(folder) / page.name
                    if number == OFFLINE:
                        self._offline(visit, page, profile)
                    else:
                        self._online(visit, page, profile, scenario)
                    yield visit

    def _online(self, visit, page, profile, scenario):
        host = self._host
        host.reset()
        host.link = scenario.link()
        with browser.opened(self._playwright, profile) as (tab, processes):
            with processes.slowed(scenario.slowness):
                seen = browser.visit(tab, host.url(page.name))
                visit.memory = processes.peak_memory()
                visit.sent = host.sent
            host.link = FreeLink()
            visit.settled = browser.settle(tab, host, self._seconds, page.keeps_background)
            visit.memory_at_end = processes.peak_memory()
            visit.sent_at_end = host.sent
            visit.requests = host.requests
        visit.note(seen)

    def _offline(self, visit, page, profile):
        """Visit while nothing answers, and without what the HTTP cache has kept.

        A Pages host lets that cache keep files for ten minutes only.
        """
        self._host.stop()
        browser.forget_http_cache(profile)
        try:
            with browser.opened(self._playwright, profile) as (tab, processes):
                seen = browser.visit(tab, self._host.url(page.name), OFFLINE_LIMIT)
                visit.memory = processes.peak_memory()
            visit.note(seen)
        except browser.NoAnswerError as error:
            visit.error = str(error)
        finally:
            self._host.start()
