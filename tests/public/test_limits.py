"""Who begins is sent away when all are too many; who has begun waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from public import limits
from public.limits import ALL_BURST, LONGEST_DELAY, OWN_A_SECOND, OWN_BURST, Limits, TooMany
from tests.websites import Browser, Website


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def went(asking: Limits, who: str) -> bool:
    try:
        asking.ask(who)
    except TooMany:
        return False
    return True


def test_a_burst_goes_through_and_then_it_must_wait() -> None:
    asking = Limits(Clock())
    assert [went(asking, "a") for _ in range(OWN_BURST + 1)] == [True] * OWN_BURST + [False]


def test_after_the_time_that_was_told_it_goes_again() -> None:
    clock = Clock()
    asking = Limits(clock)
    for _ in range(OWN_BURST):
        asking.ask("a")
    with pytest.raises(TooMany) as told:
        asking.ask("a")
    clock.now += told.value.seconds
    assert went(asking, "a")


def test_when_all_are_too_many_the_new_are_sent_away_and_the_others_wait() -> None:
    asking = Limits(Clock())
    assert asking.ask("begun") == 0
    for number in range(ALL_BURST - 1):
        asking.ask(str(number))
    assert not went(asking, "new")
    assert 0 < asking.ask("begun") <= LONGEST_DELAY


def test_the_memory_for_browsers_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KNOWN", 3)
    asking = Limits(Clock())
    for number in range(10):
        asking.ask(str(number))
    assert len(asking._own) == 3


@given(st.lists(st.floats(0, 5), max_size=60))
def test_no_pace_gets_more_through_than_the_burst_and_what_filled_up(pauses: list[float]) -> None:
    clock = Clock()
    asking, through = Limits(clock), 0
    for pause in pauses:
        clock.now += pause
        through += went(asking, "a")
    assert through <= OWN_BURST + clock.now * OWN_A_SECOND + 1e-6


async def test_too_fast_is_told_with_a_time_and_the_words_stay(browser: Browser, website: Website) -> None:
    for _ in range(OWN_BURST):
        await browser.say("海城违建拆了多少")
    refused = await browser.say("还有一句")
    assert (refused.status_code, browser.field) == (429, "还有一句")
    assert "请稍等" in browser.notice
    assert int(refused.headers["retry-after"]) == 1 / OWN_A_SECOND
    assert len(website.outbox()) == OWN_BURST


async def test_the_script_is_told_in_its_own_way(browser: Browser) -> None:
    for _ in range(OWN_BURST):
        await browser.ask("海城违建拆了多少")
    refused = await browser.ask("还有一句")
    assert (refused["status"], "请稍等" in refused["error"]) == (429, True)
