"""What comes twice, or at the same moment from two pages: done once, and nothing of it lost."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from console.pending import Pending, PendingSteps
from console.sent_forms import SentForms
from tests.builders import NOW
from tests.case_pages import Alarms


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


def test_a_step_that_falls_due_as_the_service_stops_is_seen_to_its_end() -> None:
    has_begun, go_on, done = Event(), Event(), []

    def send() -> None:
        has_begun.set()
        go_on.wait(5)
        done.append("sent")

    alarms = Alarms()
    steps = alarms.steps
    steps.put(Pending(1, "12345678", "reply", {}, NOW, send))
    Thread(target=alarms.ring).start()
    has_begun.wait(5)
    end = Thread(target=steps.finish)
    end.start()
    end.join(0.05)
    assert (end.is_alive(), done) == (True, [])
    go_on.set()
    end.join(5)
    assert done == ["sent"]


def test_what_failed_as_somebody_signs_out_is_told_first() -> None:
    steps = PendingSteps(lambda _seconds, _do: lambda: None)
    steps.put(Pending(1, "12345678", "reply", {"text": "写好的话"}, NOW, lambda: "刚才有人改过"))
    steps.settle(1, "12345678")
    [failed] = steps.finish(1)
    assert failed.step.fields == {"text": "写好的话"}
    assert steps.failure(1, "12345678") == failed  # its page may not come through: it is kept until it did
    steps.told(failed)
    assert steps.failure(1, "12345678") is None
    assert steps.finish(1) == []
