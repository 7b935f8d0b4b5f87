"""Rights are wraps: given, taken, passed on, renewed; and never given to who is kept out."""

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from nacl.public import PrivateKey
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from cases.draft_body import DraftIdentity
from cases.errors import HandOffOnly, IllegalMove, KeptOut, Unreadable
from cases.history import What
from cases.kinds import AboutWhom, IdentityMode, Kind, Role
from cases.models import Case, CaseEvent
from cases.recusal.models import Recusal, Why
from cases.sealing import granting, recovery
from cases.sealing.models import CaseKeyWrap, Purpose
from cases.sealing.reading import has_key, officer_reader, private_half
from cases.staff.models import Staff
from cases.staff.officer import Officer
from cases.tables import models
from tests.builders import NOW, RECOVERY, make_case, make_officer, make_readers

NAMED = DraftIdentity(IdentityMode.CLAIMED_NAME, "张三", "13900000000")


@pytest.fixture
def case(session: Session) -> Case:
    return make_case(session, "某科长收了红包", Kind.TIP_OFF)


@pytest.fixture
def leader(session: Session) -> Officer:
    return make_readers(session)[Role.TEAM_LEADER]


@pytest.fixture
def handler(session: Session) -> Officer:
    return make_officer(session, Role.HANDLER)


def account(session: Session, officer: Officer) -> Staff:
    return session.get_one(Staff, officer.staff_id)


def opens(session: Session, case: Case, officer: Officer) -> bool:
    try:
        return bool(private_half(session, officer_reader(officer), case))
    except Unreadable:
        return False


def events(session: Session, case: Case) -> list[str]:
    return [*session.scalars(select(CaseEvent.what).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))]


def test_who_is_granted_a_case_can_open_it(session: Session, case: Case, leader: Officer, handler: Officer) -> None:
    assert not opens(session, case, handler)
    granting.grant(session, leader, case, account(session, handler), NOW)
    assert opens(session, case, handler)
    assert events(session, case)[-1] == What.KEY_GRANTED


def test_a_second_grant_changes_nothing(session: Session, case: Case, leader: Officer, handler: Officer) -> None:
    for _ in range(2):
        granting.grant(session, leader, case, account(session, handler), NOW)
    assert events(session, case).count(What.KEY_GRANTED) == 1


def test_who_cannot_open_a_case_cannot_give_it_on(session: Session, case: Case, handler: Officer) -> None:
    other = make_officer(session, Role.HANDLER)
    with pytest.raises(Unreadable):
        granting.grant(session, handler, case, account(session, other), NOW)


def test_an_open_case_needs_no_key(session: Session, leader: Officer, handler: Officer) -> None:
    case = make_case(session)
    granting.grant(session, leader, case, account(session, handler), NOW)
    assert not has_key(session, handler.staff_id, case)


def test_who_is_revoked_can_open_it_no_more(session: Session, case: Case, leader: Officer, handler: Officer) -> None:
    granting.grant(session, leader, case, account(session, handler), NOW)
    granting.revoke(session, leader, case, account(session, handler), NOW)
    assert not opens(session, case, handler)
    assert events(session, case)[-1] == What.KEY_REVOKED


def test_the_last_one_who_can_open_a_case_keeps_it(session: Session, leader: Officer) -> None:
    case = make_case(session, "组长收钱", Kind.TIP_OFF, about_whom=AboutWhom.TEAM_LEADER)
    liaison = make_readers(session)[Role.SUPERIOR_LIAISON]
    with pytest.raises(IllegalMove):
        granting.revoke(session, leader, case, account(session, liaison), NOW)
    assert opens(session, case, liaison)


def test_revoking_takes_the_key_to_the_name_too(session: Session, leader: Officer) -> None:
    case = make_case(session, "某科长收了红包", Kind.TIP_OFF, identity=NAMED)
    deputy = make_readers(session)[Role.DEPUTY_LEADER]
    granting.revoke(session, leader, case, account(session, deputy), NOW)
    assert not has_key(session, deputy.staff_id, case, Purpose.IDENTITY)


def test_who_is_kept_out_can_never_be_granted_it(
    session: Session, case: Case, leader: Officer, handler: Officer
) -> None:
    granting.grant(session, leader, case, account(session, handler), NOW)
    granting.keep_out(session, leader, case, account(session, handler), NOW)
    assert not opens(session, case, handler)
    for officer in (leader, make_readers(session)[Role.DEPUTY_LEADER]):
        with pytest.raises(KeptOut):
            granting.grant(session, officer, case, account(session, handler), NOW)


def test_the_history_does_not_tell_who_is_kept_out(
    session: Session, case: Case, leader: Officer, handler: Officer
) -> None:
    granting.keep_out(session, leader, case, account(session, handler), NOW)
    line = session.scalars(select(CaseEvent).where(CaseEvent.what == What.KEPT_OUT)).one()
    assert handler.name not in f"{line.old} {line.new} {line.reason}"


def test_who_was_suspected_wrongly_gets_the_key(
    session: Session, case: Case, leader: Officer, handler: Officer
) -> None:
    granting.keep_out(session, leader, case, account(session, handler), NOW)
    granting.readmit(session, leader, case, account(session, handler), NOW)
    assert opens(session, case, handler)


@pytest.mark.parametrize("decided", [True, False])
def test_who_is_recused_or_suspected_is_not_granted_it(
    session: Session, case: Case, leader: Officer, handler: Officer, decided: bool
) -> None:
    row = Recusal(case_id=case.id, staff_id=handler.staff_id, why=Why.DECLARED, decided=decided, by="x", at=NOW)
    session.add(row)
    with pytest.raises(KeptOut):
        granting.grant(session, leader, case, account(session, handler), NOW)


@pytest.mark.parametrize("lacks", ["public_key", "active"])
def test_who_has_no_key_or_no_account_cannot_be_granted_it(
    session: Session, case: Case, leader: Officer, handler: Officer, lacks: str
) -> None:
    setattr(account(session, handler), lacks, {"public_key": None, "active": False}[lacks])
    with pytest.raises(HandOffOnly):
        granting.grant(session, leader, case, account(session, handler), NOW)


def reset(session: Session, officer: Officer) -> Officer:
    """Their passphrase was lost: the same account with another key."""
    pair = PrivateKey.generate()
    account(session, officer).public_key = bytes(pair.public_key)
    return Officer(officer.staff_id, officer.name, officer.roles, None, bytes(pair))


@pytest.mark.parametrize("by", ["a colleague", "the recovery key"])
def test_who_lost_the_key_gets_all_again_that_they_could_open(session: Session, leader: Officer, by: str) -> None:
    cases = [make_case(session, "某科长收了红包", Kind.TIP_OFF, identity=NAMED) for _ in range(3)]
    deputy = make_readers(session)[Role.DEPUTY_LEADER]
    granting.keep_out(session, leader, cases[0], account(session, deputy), NOW)
    again = reset(session, deputy)
    found = officer_reader(leader) if by == "a colleague" else recovery.recovery_reader(*RECOVERY.halves)
    assert granting.renew(session, found, account(session, again), "leader", NOW) == 4
    assert [opens(session, case, again) for case in cases] == [False, True, True]
    assert private_half(session, officer_reader(again), cases[1], Purpose.IDENTITY)
    assert events(session, cases[1])[-1] == What.KEYS_RENEWED


def test_nobody_renews_what_they_cannot_open(session: Session, case: Case, handler: Officer) -> None:
    deputy = reset(session, make_readers(session)[Role.DEPUTY_LEADER])
    assert granting.renew(session, officer_reader(handler), account(session, deputy), "handler", NOW) == 0
    assert not opens(session, case, deputy)


class Histories(RuleBasedStateMachine):
    """Random grants, revocations, transfers, recusals and lost keys by random people on one case."""

    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        models.Base.metadata.create_all(self.engine)
        self.session = Session(self.engine)
        self.case = make_case(self.session, "某科长收了红包", Kind.TIP_OFF)
        self.people = [*make_readers(self.session).values()]
        self.people += [make_officer(self.session, Role.HANDLER) for _ in range(3)]
        self.kept_out: set[int] = set()
        self.may = {who.staff_id for who in self.people if opens(self.session, self.case, who)}

    def teardown(self) -> None:
        self.session.close()
        self.engine.dispose()

    pick = st.integers(0, 7)

    @rule(by=pick, to=pick)
    def grant(self, by: int, to: int) -> None:
        one, other = self.people[by], self.people[to]
        try:
            granting.grant(self.session, one, self.case, account(self.session, other), NOW)
        except (Unreadable, KeptOut):
            assert one.staff_id not in self.may or other.staff_id in self.kept_out
        else:
            self.may.add(other.staff_id)

    @rule(by=pick, of=pick)
    @precondition(lambda self: len(self.may) > 1)
    def revoke(self, by: int, of: int) -> None:
        granting.revoke(self.session, self.people[by], self.case, account(self.session, self.people[of]), NOW)
        self.may.discard(self.people[of].staff_id)

    @rule(by=pick, whom=pick)
    def keep_out(self, by: int, whom: int) -> None:
        one, other = self.people[by], self.people[whom]
        if one.staff_id not in self.may or self.may <= {other.staff_id}:
            return
        granting.keep_out(self.session, one, self.case, account(self.session, other), NOW)
        self.kept_out.add(other.staff_id)
        self.may.discard(other.staff_id)

    @rule(who=pick, by=pick)
    def lose_key(self, who: int, by: int) -> None:
        lost = self.people[who] = reset(self.session, self.people[who])
        self.may.discard(lost.staff_id)
        helper = self.people[by]
        had = has_key(self.session, lost.staff_id, self.case)
        if granting.renew(self.session, officer_reader(helper), account(self.session, lost), "x", NOW):
            assert had and helper.staff_id in self.may
            self.may.add(lost.staff_id)
        else:
            self.session.query(CaseKeyWrap).filter_by(staff_id=lost.staff_id).delete()

    @invariant()
    def those_who_may_open_it_can_and_nobody_else(self) -> None:
        assert {who.staff_id for who in self.people if opens(self.session, self.case, who)} == self.may
        assert not self.may & self.kept_out


TestHistories = Histories.TestCase
TestHistories.settings = hypothesis_settings(max_examples=30, stateful_step_count=20, deadline=None)
