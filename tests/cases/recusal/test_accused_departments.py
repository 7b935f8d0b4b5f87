"""INV-R6 and C1 of domain.md 2.7 and 2.8: no department gets what accuses it or its people, nor any tip-off."""

import pytest
from sqlalchemy.orm import Session

from cases import access, following
from cases.kinds import Kind, Role, State
from tests.builders import NOW, make_person, make_readers
from tests.cases.recusal.knowing import counted, submitted
from tests.cases.test_routing import OFFICE


@pytest.mark.parametrize("text", ["执法局不作为，违建没拆", "执法局的队长不来", "综合行政执法局收钱"])
def test_inv_r6_a_liaison_never_gets_a_complaint_about_their_department(session: Session, text: str) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    case = submitted(session, text, Kind.COMPLAINT, section="三(三)")
    assert case.department is None
    case.department = "综合行政执法局"  # whatever anybody writes there later
    assert not access.sees(session, liaison, case)
    assert counted(session, liaison) == 0


@pytest.mark.parametrize("subdistrict", [None, "海城街道"])
def test_inv_r6_nor_one_about_their_street_or_its_people(session: Session, subdistrict: str | None) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="海城街道")
    text = "街道干部推诿，不来看" if subdistrict else "海城街道干部推诿，不来看"
    case = submitted(session, text, Kind.COMPLAINT, section="三(三)", subdistrict=subdistrict)
    case.department = "海城街道"
    assert not access.sees(session, liaison, case)


def test_inv_r6_a_matter_of_their_department_that_accuses_nobody_is_theirs(session: Session) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    case = submitted(session, "违建还有几处没有拆完", Kind.COMPLAINT, section="三(三)")
    assert access.find(session, liaison, case.number) is case


def test_inv_r6_a_criticised_department_may_read_a_suggestion_but_not_what_blames_its_people(session: Session) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    criticism = submitted(session, "执法局不作为，建议公布进度", section="三(三)")
    blame = submitted(session, "执法局的队长收钱，建议换人", section="三(三)")
    blame.department = "综合行政执法局"
    assert [access.sees(session, liaison, case) for case in (criticism, blame)] == [True, False]


def test_inv_c1_a_tip_off_never_gets_a_department(session: Session) -> None:
    make_readers(session)
    case = submitted(session, "海城街道的会计收了红包", Kind.TIP_OFF, section="三(三)", subdistrict="海城街道")
    assert case.department is None


def test_inv_r6_a_department_that_is_accused_when_a_result_is_contested_is_kept_out(session: Session) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    case = submitted(session, "违建还有几处没有拆完", Kind.COMPLAINT, section="三(三)")
    assert access.sees(session, liaison, case)
    case.state, case.closed_at = State.COMPLETED, NOW
    following.contest(session, case, "综合行政执法局收钱", NOW, OFFICE)
    assert not access.sees(session, liaison, case)


def test_inv_r6_nor_does_it_keep_a_complaint_whose_review_is_asked_for_in_such_words(session: Session) -> None:
    liaison = make_person(session, "叶小青", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    case = submitted(session, "违建还有几处没有拆完", Kind.COMPLAINT, section="三(三)")
    case.state, case.closed_at = State.FEEDBACK_GIVEN, NOW
    following.ask_review(session, case, "执法局的队长收钱", NOW, OFFICE)
    assert not access.sees(session, liaison, case)
