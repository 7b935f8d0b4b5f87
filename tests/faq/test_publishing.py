"""Going live, going back, and what is kept of it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from faq import publishing
from faq.archives import Archives, Gone, Tampered, file_hash
from faq.models import Model, Publication
from faq.publishing import UnknownPublication, Unsigned
from tests.builders import DAY, NOW


@pytest.fixture
def archives(tmp_path: Path) -> Archives:
    return Archives(tmp_path)


def trained(session: Session, archives: Archives, name: str, data: str = "", bulletin: str = "b") -> Model:
    path = archives.folder / f"{name}.tar.gz"
    path.write_text(name)
    archives.keep_trained_on(path.name, {"phrasings": {}, "responses": {}, "golden": {}})
    about = {"sha256": file_hash(path), "data_hash": data or name, "scores": {}, "outcomes": {}, "trained_at": NOW}
    return publishing.register(
        session, Model(bulletin=bulletin, bulletin_folder="data/bulletin", archive=path.name, **about)
    )


def published(session: Session, model: Model, days: int = 0, **more: object) -> Publication:
    words = {"by": "李明", "reason": "", "forced": False} | more
    return publishing.publish(session, model, now=NOW + days * DAY, **words)  # type: ignore[arg-type]


def live_name(session: Session) -> str:
    live = publishing.live(session)
    return live.model.archive.removesuffix(".tar.gz") if live else ""


def test_nothing_is_live_before_the_first_publication(session, archives):
    trained(session, archives, "first")
    assert publishing.live(session) is None


def test_the_newest_publication_is_live(session, archives):
    published(session, trained(session, archives, "first"))
    published(session, trained(session, archives, "second"))
    assert live_name(session) == "second"


def test_force_needs_a_reason_and_keeps_it(session, archives):
    model = trained(session, archives, "first")
    with pytest.raises(Unsigned):
        published(session, model, forced=True, reason="  ")
    published(session, model, forced=True, reason="题目写错了")
    row = session.scalars(select(Publication)).one()
    assert (row.forced, row.reason, row.by) == (True, "题目写错了", "李明")


@pytest.mark.parametrize("by", ["", "  ", "李" * 65])
def test_nobody_publishes_without_a_name(session, archives, by):
    with pytest.raises(Unsigned):
        published(session, trained(session, archives, "first"), by=by)


def test_rolling_back_makes_the_earlier_model_live_and_is_a_row_itself(session, archives):
    first = published(session, trained(session, archives, "first"))
    published(session, trained(session, archives, "second"))
    publishing.roll_back(session, archives, first.id, "王芳", "答错了", NOW + DAY)
    assert live_name(session) == "first"
    newest = publishing.history(session)[0].publication
    assert (newest.by, newest.reason, newest.at) == ("王芳", "答错了", NOW + DAY)
    assert len(publishing.history(session)) == 3


def test_what_was_never_published_cannot_be_gone_back_to(session, archives):
    trained(session, archives, "first")
    with pytest.raises(UnknownPublication):
        publishing.roll_back(session, archives, 1, "王芳", "", NOW)


def test_a_tampered_archive_does_not_go_live_again(session, archives):
    first = published(session, trained(session, archives, "first"))
    published(session, trained(session, archives, "second"))
    (archives.folder / "first.tar.gz").write_text("something else")
    with pytest.raises(Tampered):
        publishing.roll_back(session, archives, first.id, "王芳", "", NOW)
    assert live_name(session) == "second"


def test_a_model_whose_file_is_gone_says_so(session, archives):
    first = published(session, trained(session, archives, "first"))
    archives.clear(publishing.history(session)[0].model)
    with pytest.raises(Gone, match="清理"):
        publishing.roll_back(session, archives, first.id, "王芳", "", NOW)


def test_the_newest_ten_are_kept_and_whatever_was_live_within_a_month(session, archives):
    models = [trained(session, archives, f"m{number:02}") for number in range(14)]
    published(session, models[0], days=0)
    published(session, models[1], days=1)
    published(session, models[2], days=50)
    after = NOW + timedelta(days=60)
    assert {model.archive for model in publishing.dispensable(session, after)} == {"m00.tar.gz", "m03.tar.gz"}


def test_clearing_leaves_the_row(session, archives):
    model = trained(session, archives, "first")
    archives.clear(model)
    assert not archives.has(model)
    assert archives.trained_on(model) is None
    assert session.scalars(select(Model.archive)).all() == ["first.tar.gz"]


def test_the_same_data_need_not_be_trained_again_while_the_file_is_there(session, archives):
    old, new = (trained(session, archives, name, data="same") for name in ("old", "new"))
    found = publishing.made_of(session, archives, "same")
    assert found is new
    archives.clear(new)
    assert publishing.made_of(session, archives, "same") is old
    assert publishing.made_of(session, archives, "other") is None


def test_a_model_is_compared_with_the_last_one_of_its_own_bulletin(session, archives):
    mine = trained(session, archives, "mine")
    published(session, mine)
    published(session, trained(session, archives, "other", bulletin="elsewhere"))
    assert publishing.last_of(session, "b") is mine
    assert publishing.last_of(session, "nowhere") is None


def test_what_a_model_was_trained_on_is_kept_beside_it(session, archives):
    model = trained(session, archives, "first")
    data = {"phrasings": {"ask/x": ["路灯亮了没有"]}, "responses": {}, "golden": {}}
    archives.keep_trained_on(model.archive, data)
    assert json.dumps(archives.trained_on(model)) == json.dumps(data)
