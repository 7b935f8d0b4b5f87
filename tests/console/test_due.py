"""How long there is to a limit: in days, on its last day in hours, and since when it is over."""

from datetime import datetime, timedelta

import pytest

from cases.models import Case
from cases.times import LOCAL, local_date
from console.queue.due import Due, due
from db.session import write_scope
from tests.builders import DAY, NOW
from tests.case_pages import TRIAGE, add, case_of
from tests.consoles import Console
from wording import Wording

SAY = Wording.load()
LAST_DAY = datetime(2026, 5, 6, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "words", "day", "tone"),
    [
        (LAST_DAY - 5 * DAY, "还有5天", "2026-05-06", ""),
        (LAST_DAY - timedelta(minutes=1), "还有1天", "2026-05-06", "warn"),
        (LAST_DAY, "今天到期，还有24小时", "2026-05-06", "alarm"),
        (LAST_DAY + timedelta(hours=9, minutes=1), "今天到期，还有14小时", "2026-05-06", "alarm"),
        (LAST_DAY + timedelta(hours=23, minutes=30), "今天到期，不到1小时", "2026-05-06", "alarm"),
        (LAST_DAY + DAY, "已超期1天", "2026-05-07起", "alarm"),
        (LAST_DAY + 9 * DAY, "已超期9天", "2026-05-07起", "alarm"),
    ],
)
def test_the_last_day_lasts_until_midnight_on_the_wall(now: datetime, words: str, day: str, tone: str) -> None:
    assert due(Case(due_on=LAST_DAY.date(), due_provisional=False), now, SAY) == Due(words, day, tone, False)


def test_without_a_limit_nothing_is_counted() -> None:
    assert due(Case(due_on=None), NOW, SAY) is None


async def test_a_row_and_its_case_say_the_same(console: Console) -> None:
    number, browser = add(console), await console.officer(TRIAGE)
    with write_scope(console.database) as session:
        session.get_one(Case, case_of(console, number).id).due_on = local_date(NOW - 2 * DAY)
    for place in ("/queue", f"/cases/{number}"):
        await browser.open(place)
        assert "已超期2天" in browser.text
        assert f"{local_date(NOW - DAY)}起" in browser.text
