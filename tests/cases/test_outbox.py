"""What the outbox promises, in any order of successes and failures."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from cases import outbox
from cases.chat_models import Base, OutboxItem, SendState
from tests.builders import DAY, HOUR, MINUTE, NOW, SECRET, make_case


def put(session: Session, chat: str = "1", text: str = "您好") -> OutboxItem:
    return outbox.put(session, SECRET, "telegram", chat, {"text": text}, NOW)


def claim(session: Session, now=NOW) -> OutboxItem | None:
    taken = outbox.claim_next(session, now, "telegram")
    return session.get_one(OutboxItem, taken.id, populate_existing=True) if taken else None


def test_a_claimed_row_says_what_goes_where(session: Session) -> None:
    put(session, "4711", "您好")
    taken = outbox.claim_next(session, NOW, "telegram")
    assert taken is not None
    assert outbox.contents(SECRET, taken) == outbox.Parcel("4711", {"text": "您好"})
    assert claim(session) is None


def test_a_chat_waits_for_its_earlier_row_and_others_do_not(session: Session) -> None:
    first, _, other = put(session, "1"), put(session, "1"), put(session, "2")
    assert claim(session) is first
    assert claim(session) is other
    assert claim(session) is None


def test_a_row_put_off_holds_back_its_chat(session: Session) -> None:
    first = put(session)
    put(session)
    assert claim(session) is first
    outbox.mark_later(session, first.id, NOW + MINUTE)
    assert claim(session) is None
    assert claim(session, NOW + MINUTE) is first


def test_a_notice_for_the_morning_holds_back_nothing(session: Session) -> None:
    first, second = put(session), put(session)
    first.not_before = NOW + HOUR
    session.flush()
    assert claim(session) is second
    outbox.mark_sent(session, second.id, NOW)
    assert claim(session, NOW + HOUR) is first


def test_another_channel_is_not_served(session: Session) -> None:
    put(session)
    assert outbox.claim_next(session, NOW, "web") is None


def test_what_is_sent_or_undeliverable_is_erased(session: Session) -> None:
    sent, blocked = put(session, "1"), put(session, "2")
    outbox.mark_sent(session, sent.id, NOW)
    outbox.mark_undeliverable(session, blocked.id, "blocked")
    session.expire_all()
    assert (sent.state, sent.payload, sent.address, sent.sent_at) == (SendState.SENT, b"", b"", NOW)
    assert (blocked.state, blocked.payload, blocked.reason) == (SendState.UNDELIVERABLE, b"", "blocked")


def test_an_undeliverable_row_holds_nobody_back(session: Session) -> None:
    first, second = put(session), put(session)
    outbox.mark_undeliverable(session, first.id, "refused")
    assert claim(session) is second


def test_the_pieces_already_sent_are_remembered(session: Session) -> None:
    item = put(session)
    outbox.replace_payload(session, SECRET, item, {"text": "您好", "sent": ["1"]})
    claimed = claim(session)
    assert claimed is not None
    assert outbox.contents(SECRET, claimed).payload["sent"] == ["1"]


def test_a_row_of_a_dead_worker_is_given_back(session: Session) -> None:
    item = put(session)
    claim(session)
    outbox.release_stuck(session, NOW + MINUTE)
    assert claim(session, NOW + MINUTE) is None
    outbox.release_stuck(session, NOW + 3 * MINUTE)
    assert claim(session, NOW + 3 * MINUTE) is item


def test_a_slow_worker_does_not_take_back_what_another_has_sent(session: Session) -> None:
    item = put(session)
    claim(session)
    outbox.mark_sent(session, item.id, NOW)
    outbox.mark_later(session, item.id, NOW)
    outbox.replace_payload(session, SECRET, item, {"text": "您好"})
    outbox.mark_undeliverable(session, item.id, "refused")
    session.refresh(item)
    assert (item.state, item.payload) == (SendState.SENT, b"")


def test_after_a_day_nothing_waits_and_after_two_nothing_tells_to_whom(session: Session) -> None:
    case = make_case(session)
    put(session)
    outbox.put(session, SECRET, "telegram", "1", {"text": "您好"}, NOW, case.id)
    outbox.erase_old(session, NOW + DAY)
    rows = session.query(OutboxItem).populate_existing().all()
    assert {(row.state, row.payload, row.address) for row in rows} == {(SendState.EXPIRED, b"", b"")}
    outbox.erase_old(session, NOW + 2 * DAY)
    (left,) = session.query(OutboxItem).populate_existing().all()
    assert (left.case_id, left.chat_key, left.message_ids) == (case.id, "", [])


def test_what_was_said_can_be_taken_out_of_the_chat_for_two_days(session: Session) -> None:
    item = put(session)
    outbox.mark_sent(session, item.id, NOW, ["7"])
    outbox.erase_old(session, NOW + 2 * DAY - MINUTE)
    assert outbox.sent_between(session, SECRET, "telegram", "1", NOW, NOW) == ["7"]


def test_an_old_row_is_emptied_once_and_not_in_every_round(session: Session) -> None:
    outbox.put(session, SECRET, "telegram", "1", {}, NOW, make_case(session).id)
    outbox.erase_old(session, NOW + 2 * DAY)
    emptied: list[int] = []
    event.listen(session.get_bind(), "after_cursor_execute", lambda _c, cursor, *_: emptied.append(cursor.rowcount))
    outbox.erase_old(session, NOW + 2 * DAY)
    assert [count for count in emptied if count > 0] == []


def test_a_young_row_is_left_alone(session: Session) -> None:
    item = put(session)
    outbox.erase_old(session, NOW + DAY - MINUTE)
    assert claim(session, NOW + DAY) is item


def waiting(session: Session, chat: str = "1") -> list[tuple[int, dict]]:
    return outbox.waiting(session, SECRET, "telegram", chat, NOW)


def test_what_waits_for_a_chat_is_shown_to_it_alone_until_it_is_acknowledged(session: Session) -> None:
    first, second, other = put(session, "1", "一"), put(session, "1", "二"), put(session, "2", "三")
    assert waiting(session) == [(first.id, {"text": "一"}), (second.id, {"text": "二"})]
    outbox.acknowledge(session, SECRET, "telegram", "1", [first.id, other.id, 4711], NOW)
    session.expire_all()
    assert waiting(session) == [(second.id, {"text": "二"})]
    assert (first.state, first.payload, first.message_ids) == (SendState.SENT, b"", [str(first.id)])
    assert waiting(session, "2") == [(other.id, {"text": "三"})]


def test_what_cannot_be_opened_any_more_holds_nothing_back(session: Session) -> None:
    put(session).payload = b"of another secret"
    readable = put(session, text="二")
    assert waiting(session) == [(readable.id, {"text": "二"})]


def test_the_chats_that_expect_something_are_known_by_their_keys(session: Session) -> None:
    expected, acknowledged = put(session, "1"), put(session, "2")
    outbox.acknowledge(session, SECRET, "telegram", "2", [acknowledged.id], NOW)
    assert outbox.expected(session, "telegram", NOW, NOW) == {(SECRET.chat_key("telegram", "1"), expected.id)}
    assert outbox.expected(session, "telegram", NOW + MINUTE, NOW + HOUR) == set()
    assert outbox.expected(session, "telegram", NOW - HOUR, NOW - MINUTE) == set()
    assert outbox.expected(session, "web", NOW, NOW) == set()


class AnyOrder(RuleBasedStateMachine):
    """Rows of three chats under random claims, failures and crashes."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        Base.metadata.create_all(self.engine)
        self.session = Session(self.engine)
        self.now = NOW
        self.claimed: list[outbox.Claimed] = []
        self.expected: dict[str, list[int]] = {}
        self.done: dict[str, list[int]] = {}

    @rule(chat=st.sampled_from("abc"))
    def put(self, chat: str) -> None:
        item = outbox.put(self.session, SECRET, "telegram", chat, {}, self.now)
        self.expected.setdefault(item.chat_key, []).append(item.id)

    @rule()
    def claim(self) -> None:
        item = outbox.claim_next(self.session, self.now, "telegram")
        if item:
            self.claimed.append(item)

    @rule(pick=st.integers(0), sent=st.booleans())
    def settle(self, pick: int, sent: bool) -> None:
        if self.claimed:
            item = self.claimed.pop(pick % len(self.claimed))
            self.done.setdefault(item.chat_key, []).append(item.id)
            if sent:
                outbox.mark_sent(self.session, item.id, self.now)
            else:
                outbox.mark_undeliverable(self.session, item.id, "blocked")

    @rule(pick=st.integers(0), minutes=st.integers(0, 5))
    def put_off(self, pick: int, minutes: int) -> None:
        if self.claimed:
            item = self.claimed.pop(pick % len(self.claimed))
            outbox.mark_later(self.session, item.id, self.now + minutes * MINUTE)

    @rule()
    def crash(self) -> None:
        self.claimed.clear()
        self.now += 3 * MINUTE
        outbox.release_stuck(self.session, self.now)

    @invariant()
    def each_chat_is_served_in_order_without_gaps(self) -> None:
        assert all(ids == self.expected[chat][: len(ids)] for chat, ids in self.done.items())

    @invariant()
    def nothing_of_a_chat_is_on_its_way_twice(self) -> None:
        chats = [item.chat_key for item in self.claimed]
        assert len(chats) == len(set(chats))

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()


TestAnyOrder = AnyOrder.TestCase
