"""What became of suggestions, on a page: small numbers are not told, words only where their citizen agreed."""

import pytest

from cases.kinds import Kind, Role
from cases.ledger import overview, suggestions
from cases.ledger.states import Adoption
from cases.likeness.published import PublishedText
from commands import ledger_seed
from db.session import write_scope
from tests.builders import DAY, NOW, make_bare_case
from tests.ledgers import BULLETIN, officer
from tests.websites import Browser, Website

PAGE, ITEM = "/progress/suggestions", "/progress/3.3"
CHECKER = officer("陈审核", Role.REVIEWER, Role.HANDLER)
WORDS = "拆完的空地上种<树>"


@pytest.fixture(autouse=True)
def ledger(website: Website) -> None:
    with write_scope(website.database) as session:
        ledger_seed.seed(session, *website.service.pictures.about, NOW)
    website.now = NOW + DAY


def suggest(website: Website, number: int, kind: Kind = Kind.SUGGESTION, words: str | None = None) -> None:
    """So many were attached to the item and adopted, with these words of each published."""
    with write_scope(website.database) as session:
        item = overview.find(session, BULLETIN, "3.3")
        for _ in range(number):
            case = make_bare_case(session)
            suggestions.attach(session, CHECKER, item, case, NOW)
            session.flush()
            suggestions.decide(session, CHECKER, item, case, Adoption.ADOPTED, NOW, "内部理由")
            session.add(PublishedText(case_id=case.id, agreed_at=NOW, redacted=words))
            case.kind = kind


async def test_numbers_are_told_from_three_on(website: Website, browser: Browser) -> None:
    suggest(website, 4)
    await browser.open(PAGE)
    assert "三(三) 加大破难攻坚力度</a></th><td>4</td>" in browser.page
    assert "<strong>4</strong>" in (await browser.open(ITEM)).text


async def test_one_two_and_none_look_alike(website: Website, browser: Browser) -> None:
    nothing = [(await browser.open(path)).text for path in (PAGE, ITEM)]
    for _ in range(2):
        suggest(website, 1)
        assert [(await browser.open(path)).text for path in (PAGE, ITEM)] == nothing
    suggest(website, 1)
    assert (await browser.open(PAGE)).text != nothing[0]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.sealed])
async def test_what_became_a_tip_off_or_an_appeal_is_counted_nowhere(
    website: Website, browser: Browser, kind: Kind
) -> None:
    nothing = [(await browser.open(path)).text for path in (PAGE, ITEM)]
    suggest(website, 5, kind, WORDS)
    assert [(await browser.open(path)).text for path in (PAGE, ITEM)] == nothing
    assert kind.label not in nothing[0].partition('id="kinds"')[2]


async def test_no_total_is_told(website: Website, browser: Browser) -> None:
    suggest(website, 4)
    suggest(website, 3, Kind.COMPLAINT)
    await browser.open(PAGE)
    assert "<td>4</td>" in browser.page and "合计" not in browser.page and "一共" not in browser.page


async def test_adopted_words_are_told_as_text_beside_their_item(website: Website, browser: Browser) -> None:
    suggest(website, 1, words=WORDS)
    for path in (PAGE, ITEM):
        await browser.open(path)
        assert "拆完的空地上种&lt;树&gt;" in browser.page
        assert "内部理由" not in browser.page


async def test_who_did_not_agree_is_not_quoted(website: Website, browser: Browser) -> None:
    suggest(website, 3)
    assert "还没有可以公开的" in (await browser.open(PAGE)).text
