"""The ledger as a bulletin begins it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from cases.errors import NotAllowed
from cases.kinds import Role
from cases.ledger import history, leads, overview, work
from cases.ledger.errors import NoSuchItem
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from cases.ledger.seeding import SeedItem
from cases.ledger.states import ItemState
from cases.staff.officer import Officer
from tests.builders import NOW
from tests.ledgers import BULLETIN, ITEMS, make_item, officer, seed


def states(session: Session) -> dict[str, ItemState]:
    return {item.section: item.state for item in overview.items(session, BULLETIN)}


def test_what_the_bulletin_leaves_open_goes_on_and_nothing_starts_as_signed_off(session: Session) -> None:
    assert seed(session) == 3
    going_on, under_way = ItemState.CONTINUING, ItemState.IN_PROGRESS
    assert states(session) == {"三(三)": under_way, "六(三)": going_on, "九(四)": under_way}


def test_seeding_twice_adds_nothing(session: Session) -> None:
    seed(session)
    assert seed(session) == 0
    assert [len(item.leads) for item in overview.items(session, BULLETIN)] == [1, 1, 1]
    assert len(make_item(session, "六(三)").promises) == 1
    assert len(history.of(session, make_item(session))) == 1


def test_seeding_again_keeps_what_staff_wrote_and_follows_the_title(
    session: Session, item: LedgerItem, worker: Officer, checker: Officer
) -> None:
    work.add_measure(session, worker, item, "拆除", "张", date(2026, 6, 1), NOW)
    work.progress(session, worker, item, NOW, Note("拆了两处"), lasting=True)
    leads.remove(session, checker, item, "综合行政执法局", NOW)
    assert seed(session, [SeedItem("三(三)", "3.3", "拆违"), *ITEMS[1:], SeedItem("九(五)", "9.5", "移风易俗")]) == 1
    session.expire_all()
    assert (item.title, item.state) == ("拆违", ItemState.CONTINUING)
    assert [measure.words for measure in item.measures] == ["拆除"]
    assert overview.leads(item) == []


def test_another_bulletin_has_a_ledger_of_its_own(session: Session, item: LedgerItem) -> None:
    with pytest.raises(NoSuchItem):
        overview.find(session, "another-2020", "三(三)")


@pytest.mark.parametrize("name", ["三(三)", "三（三）", " 3.3 "])
def test_an_item_is_found_as_people_write_it(session: Session, item: LedgerItem, name: str) -> None:
    assert overview.find(session, BULLETIN, name) is item


def test_a_guessed_department_is_doubtful_until_a_checker_confirms_it(session: Session, checker: Officer) -> None:
    item = make_item(session, "六(三)")
    assert "lead_doubtful" in overview.gaps(item)
    leads.confirm(session, checker, item, "文教体局", NOW)
    assert "lead_doubtful" not in overview.gaps(item)
    assert item.leads[0].confirmed_by == checker.name


def test_the_coverage_check_names_what_is_missing(session: Session, worker: Officer, checker: Officer) -> None:
    item = make_item(session)
    assert overview.gaps(item) == ["leader", "measure"]
    work.add_measure(session, worker, item, "拆除", "张", date(2026, 6, 1), NOW)
    work.claim(session, checker, item, "周主任", date(2026, 7, 1), NOW)
    assert overview.gaps(item) == []


def test_a_dated_promise_is_overdue_until_evidence_is_shown(session: Session, checker: Officer) -> None:
    item = make_item(session, "六(三)")
    assert not overview.overdue(item, date(2020, 12, 31))
    assert overview.overdue(item, date(2021, 1, 1))
    work.keep_promise(session, checker, item, item.promises[0].id, date(2021, 3, 1), NOW, Note("开馆", "验收单"))
    assert not overview.overdue(item, date(2026, 1, 1))


def test_a_liaison_reports_progress_on_an_item_of_their_own_department(session: Session, item: LedgerItem) -> None:
    liaison = officer("联络员", Role.DEPARTMENT_LIAISON, department="综合行政执法局")
    work.progress(session, liaison, item, NOW, Note("拆了两处"))
    assert history.of(session, item)[-1].who == liaison.name


@pytest.mark.parametrize("role", [Role.DEPARTMENT_LIAISON, Role.STATISTICIAN, Role.SYSADMIN])
def test_who_does_not_answer_for_an_item_changes_nothing_in_it(session: Session, item: LedgerItem, role: Role) -> None:
    with pytest.raises(NotAllowed):
        work.progress(session, officer("别人", role, department="财政局"), item, NOW, Note("拆了两处"))
    assert len(history.of(session, item)) == 1
