"""INV-R4 of domain.md 2.7: a case against the leader is the dispatching organ's alone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cases import access
from cases.errors import HandOffOnly
from cases.kinds import AboutWhom, Kind, Queue, Role
from cases.models import Case
from cases.routing.rules import Rule
from cases.sealing.models import CaseKeyWrap
from tests.builders import make_officer, make_person, make_readers
from tests.cases.recusal.knowing import counted, submitted


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("王建国收了红包，在饭店", {}),
        ("王组长收了红包，在饭店", {}),
        ("村里的事，他收了红包", {"about_whom": AboutWhom.TEAM_LEADER}),
        ("你们的人都收红包，在饭店", {"own_team": True}),
    ],
)
@pytest.mark.parametrize("kind", [Kind.TIP_OFF, Kind.APPEAL])
def test_inv_r4_when_the_leader_is_accused_nobody_of_the_team_can_open_it(session, text, fields, kind) -> None:
    others = make_readers(session)
    team = [make_officer(session, role) for role in Role if role is not Role.SUPERIOR_LIAISON]
    both = make_officer(session, Role.SUPERIOR_LIAISON, Role.HANDLER)
    leader = make_person(session, "王建国", Role.TEAM_LEADER)
    case = submitted(session, text, kind, **fields)
    assert (case.queue, case.routing_reason) == (Queue.SEALED_TEAM_LEADER, Rule.R1)
    liaison = others.pop(Role.SUPERIOR_LIAISON)
    assert access.sees(session, liaison, case)
    assert set(session.scalars(select(CaseKeyWrap.staff_id)).all()) - {None} == {liaison.staff_id}
    assert all(counted(session, one) == 0 for one in (*team, *others.values(), both, leader))


def test_inv_r4_without_anybody_at_the_superior_nothing_is_stored(session: Session) -> None:
    make_person(session, "王建国", Role.TEAM_LEADER)
    with pytest.raises(HandOffOnly), session.begin_nested():
        submitted(session, "王建国收了红包，在饭店", Kind.TIP_OFF)
    assert session.scalars(select(Case)).all() == []
