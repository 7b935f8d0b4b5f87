"""Which items and streets an officer has to choose from."""

from sqlalchemy.orm import Session

from cases import subjects
from cases.kinds import Kind, Role
from tests.builders import NOW, make_bare_case, make_officer


def test_each_value_of_the_open_cases_is_found_once(session: Session) -> None:
    for section, street in (("三(三)", "星海街道"), ("一(一)", None), ("三(三)", "天河街道"), (None, None)):
        make_bare_case(session, section=section, subdistrict=street)
    clerk = make_officer(session, Role.INTAKE_CLERK)
    assert sorted(subjects.sections(session, clerk)) == sorted(["一(一)", "三(三)"])
    assert sorted(subjects.streets(session, clerk)) == sorted(["天河街道", "星海街道"])


def test_what_is_over_or_hidden_adds_nothing_to_choose_from(session: Session) -> None:
    make_bare_case(session, section="三(三)", closed_at=NOW)
    make_bare_case(session, Kind.TIP_OFF, section="四(一)", subdistrict="天河街道")
    leader = make_officer(session, Role.DEPUTY_LEADER)
    assert (*subjects.sections(session, leader), *subjects.streets(session, leader)) == ()
