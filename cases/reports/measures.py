"""What each column is, as a function of some cases and a period (domain.md 5.4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from cases.deadlines.rule import RuleId
from cases.history import What
from cases.kinds import IdentityMode, Rating, State, Track
from cases.ledger.states import Adoption
from cases.reports.cells import Cell, Mean, Most, Rate
from cases.reports.columns import Column, Words
from cases.reports.periods import Period, following_week
from cases.reports.stories import Duty, Story

Stories = Sequence[Story]
Measure = Callable[[Stories, Period], Cell]
Test = Callable[[Story, Period], bool]

COMPLETION = (RuleId.DL13, RuleId.DL18, RuleId.DL19)  # of tracks C, B, A; the law sets no day for D and E here
FIRST_CONTACT = (RuleId.DL10, RuleId.DL11, RuleId.DL18A, RuleId.DL19)
ANONYMOUS = (IdentityMode.ANONYMOUS, IdentityMode.IMPERSONATED)
SATISFIED = (Rating.SATISFIED, Rating.FAIRLY)
RATED = (Track.PUBLIC, Track.SUGGESTION, Track.PETITION)  # never a tip-off (domain.md 5.4)


def count(test: Test) -> Measure:
    """How many cases a test holds of."""
    return lambda stories, period: sum(test(story, period) for story in stories)


def entered(*states: State) -> Measure:
    """How many cases came into one of these states in the period, each once."""
    return count(lambda story, period: story.entered(period, *states))


def _received(story: Story, period: Period) -> bool:
    return story.received_on in period


def _received_as(*modes: IdentityMode) -> Measure:
    return count(lambda story, period: _received(story, period) and story.identity in modes)


def _received_on(track: Track) -> Measure:
    return count(lambda story, period: _received(story, period) and story.kind.track is track)


def _carried(story: Story, period: Period) -> bool:
    return story.open_on(period.first - timedelta(days=1))


def _overdue(story: Story, period: Period) -> bool:
    return any(duty.late(period.last) for duty in story.duties)


def _owed(story: Story, due: Period, after: Period) -> bool:
    """Some duty falls due in `due` and was not done before `after` ended."""
    return any(
        duty.due_on in due and duty.started_on <= due.last and not _settled(duty, after) for duty in story.duties
    )


def _due(story: Story, period: Period) -> bool:
    """Some duty falls due in the period, done or not; what fell away before is none."""
    before = Period(period.first, period.first - timedelta(days=1))
    return _owed(story, period, before)


def _settled(duty: Duty, period: Period) -> bool:
    return any(on is not None and on <= period.last for on in (duty.met_on, duty.ended_on, duty.paused_on))


def _due_set(stories: Stories, period: Period, rules: Iterable[RuleId]) -> list[Duty]:
    """Duties whose last day lies in the period; those that fell away or stand still are nobody's debt."""
    return [
        duty
        for story in stories
        for duty in story.duties
        if duty.rule in rules and duty.due_on in period and (duty.met_on or not (duty.ended_on or duty.paused_on))
    ]


def _completion_rate(stories: Stories, period: Period) -> Rate:
    due = _due_set(stories, period, COMPLETION)
    return Rate(sum(duty.met_on is not None and duty.met_on <= period.last for duty in due), len(due))


def _on_time_rate(stories: Stories, period: Period) -> Rate:
    met = [duty for story in stories for duty in story.duties if duty.rule in COMPLETION and duty.met_on in period]
    return Rate(sum(duty.kept for duty in met), len(met))


def _response_rate(stories: Stories, period: Period) -> Rate:
    due = _due_set(stories, period, FIRST_CONTACT)
    return Rate(sum(duty.kept for duty in due), len(due))


def _satisfaction(stories: Stories, period: Period) -> Rate:
    rated = [story for story in stories if _rated(story, period)]
    return Rate(sum(story.rating in SATISFIED for story in rated), len(rated))


def _rated(story: Story, period: Period) -> bool:
    came = story.had(What.RATED, period) or story.entered(period, State.RATED)
    return came and story.rating is not None and story.kind.track in RATED


def _days(stories: Stories, period: Period) -> list[int]:
    finished = ((story, story.finished_on(period)) for story in stories)
    return [(on - story.received_on).days for story, on in finished if on]


def _mean_days(stories: Stories, period: Period) -> Mean:
    days = _days(stories, period)
    return Mean(sum(days), len(days))


def _longest_days(stories: Stories, period: Period) -> Most:
    days = _days(stories, period)
    return Most(max(days, default=0), len(days))


def _first_reply_days(stories: Stories, period: Period) -> Mean:
    replied = ((story, story.first_reply_on) for story in stories)
    days = [(on - story.received_on).days for story, on in replied if on in period and on is not None]
    return Mean(sum(days), len(days))


def _decided(adoption: Adoption) -> Measure:
    def made(story: Story, period: Period) -> bool:
        return any(decision.adoption is adoption and decision.on in period for decision in story.decisions)

    return count(made)


MEASURES: Mapping[Column, Measure] = {
    Column.RECEIVED: count(_received),
    Column.RECEIVED_A: _received_on(Track.PUBLIC),
    Column.RECEIVED_B: _received_on(Track.SUGGESTION),
    Column.RECEIVED_C: _received_on(Track.PETITION),
    Column.RECEIVED_D: _received_on(Track.TIP_OFF),
    Column.RECEIVED_E: _received_on(Track.APPEAL),
    Column.RECEIVED_F: _received_on(Track.RIGHTS),
    Column.REGISTERED: count(_received),  # a number is given at once, item by item (DL01)
    Column.CARRIED: count(_carried),
    Column.REAL_NAME: _received_as(IdentityMode.REAL_NAME),
    Column.CLAIMED_NAME: _received_as(IdentityMode.CLAIMED_NAME),
    Column.ANONYMOUS: _received_as(*ANONYMOUS),
    Column.DUPLICATES: entered(State.DUPLICATE_MERGED),
    Column.ACCEPTED: entered(State.ACCEPTED),
    Column.NOT_ACCEPTED: entered(State.NOT_ACCEPTED),
    Column.REFERRED: entered(State.REFERRED),
    Column.WITHDRAWN: entered(State.WITHDRAWN),
    Column.OPEN: count(lambda story, period: story.open_on(period.last)),
    Column.COMPLETED: count(lambda story, period: story.finished_on(period) is not None),
    Column.COMPLETION_RATE: _completion_rate,
    Column.ON_TIME: lambda stories, period: _on_time_rate(stories, period).part,
    Column.ON_TIME_RATE: _on_time_rate,
    Column.DUE: count(_due),
    Column.DUE_NEXT: count(lambda story, period: _owed(story, following_week(period), period)),
    Column.OVERDUE: count(_overdue),
    Column.URGENT: count(lambda story, period: story.urgent and story.open_on(period.last)),
    Column.MEAN_DAYS: _mean_days,
    Column.LONGEST_DAYS: _longest_days,
    Column.FIRST_REPLY_DAYS: _first_reply_days,
    Column.EXTENDED: entered(State.EXTENDED),
    Column.REVIEWS: entered(State.REVIEW_REQUESTED),
    Column.RECHECKS: entered(State.RECHECK_REQUESTED),
    Column.REWORKED: entered(State.REWORK),
    Column.RATINGS: count(_rated),
    Column.RESPONSE_RATE: _response_rate,
    Column.SOLVED_RATE: lambda _stories, _period: Words.NOT_RECORDED,
    Column.SATISFACTION_RATE: _satisfaction,
    Column.ADOPTED: _decided(Adoption.ADOPTED),
    Column.PARTLY_ADOPTED: _decided(Adoption.PARTLY),
}


def of(columns: Iterable[Column]) -> tuple[Measure, ...]:
    """What is counted in each of these columns."""
    return tuple(MEASURES[column] for column in columns)


def overdue_days(story: Story, period: Period) -> int:
    """How many days the longest overdue duty is late at the end of the period."""
    return max(((period.last - duty.due_on).days for duty in story.duties if duty.late(period.last)), default=0)
