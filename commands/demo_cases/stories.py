"""Stories that go on side by side: each says when it wants to go on, and the earliest goes on first."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from commands.demo_cases import hours
from commands.demo_cases.citizens import Citizens
from commands.demo_cases.plans import Plan, Step, read
from commands.demo_cases.team import Team

CITIZEN, PHRASE = "citizen", "@"
READS = 0.8  # of the messages in a chat, as long as its page is open
LATELY = timedelta(hours=1)

Story = Iterator[datetime]


def tell(stories: Iterable[Story], team: Team, until: datetime, progress: Callable[[], None]) -> None:
    """All of them up to `until`; what would come later does not happen."""
    waiting = [(begins, number, story) for number, story in enumerate(stories) if (begins := next(story, None))]
    heapq.heapify(waiting)
    while waiting:
        team.now, number, story = heapq.heappop(waiting)
        if team.now > until:
            return
        goes_on = next(story, None)
        progress()
        if goes_on:
            heapq.heappush(waiting, (goes_on, number, story))


class Lives:
    """The story of each case, from the citizen's first word."""

    def __init__(self, team: Team, citizens: Citizens, until: datetime) -> None:
        self._team, self._citizens, self._until = team, citizens, until
        self._phrases: Mapping[str, Sequence[str]] = read("phrases")

    def of(self, plan: Plan) -> Story:
        """Goes on until there is nothing left to do, or no time."""
        yield plan.came
        case = plan.case = self._citizens.submit(plan)
        for step in filter(plan.wants, plan.steps):
            yield self._when(step, plan.chance)
            words = [self._filled(word, plan) for word in step.words]
            if step.who == CITIZEN:
                self._citizens.do(case, words[0], "".join(words[1:]))
            else:
                self._team.do(self._person(step.who, plan), case, words)
            if plan.notice and plan.chance.random() < READS:
                self._citizens.read_messages(plan.address)

    def _when(self, step: Step, chance: Random) -> datetime:
        if step.days is None:
            return max(self._team.now, self._until - LATELY * chance.random())
        at = self._team.now + timedelta(days=step.days) * (0.9 + 0.2 * chance.random())
        return (hours.citizen_time if step.who == CITIZEN else hours.office_time)(at, chance)

    def _filled(self, word: str, plan: Plan) -> str:
        if word.startswith(PHRASE):
            return plan.chance.choice(self._phrases[word.removeprefix(PHRASE)])
        if word == "{first}" and plan.first and plan.first.case:
            return plan.first.case.number
        return self._person(word, plan)

    def _person(self, word: str, plan: Plan) -> str:
        return dict(zip(("handler", "other"), plan.handlers, strict=True)).get(word, word)
