"""What comes twice, or at the same moment from two pages: done once, and nothing of it lost."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from console.pending import Pending, PendingSteps
from console.sent_forms import SentForms
from tests.builders import NOW


def test_the_second_press_waits_for_the_first_and_is_told_what_was_refused() -> None:
    forms, has_begun, go_on, told = SentForms(), Event(), Event(), []

    def press_first() -> None:
        with suppress(ValueError), forms.once(1, "12345678", "the same"):
            has_begun.set()
            go_on.wait(5)
            raise ValueError

    def press_again() -> None:
        with forms.once(1, "12345678", "the same") as is_new:
            told.append(is_new)

    presses = Thread(target=press_first), Thread(target=press_again)
    presses[0].start()
    has_begun.wait(5)
    presses[1].start()
    presses[1].join(0.05)
    go_on.set()
    for press in presses:
        press.join(5)
    assert told == [True]


def test_of_two_replies_that_come_at_the_same_moment_neither_is_lost() -> None:
    sent: list[str] = []

    def reply(words: str) -> Pending:
        return Pending(1, "12345678", "reply", {"text": words}, NOW, lambda: sent.append(words))

    def later(_seconds: float, _do: Callable[[], None]) -> Callable[[], None]:
        if not steps.of(1, "12345678") and "second" not in put:
            put.append("second")
            steps.put(reply("second"))
        return lambda: None

    put: list[str] = []
    steps = PendingSteps(later)
    steps.put(reply("first"))
    steps.finish()
    assert sorted(sent) == ["first", "second"]
