"""How the rectification stands, for everybody: the bulletin's words, the ledger's state, and what staff released."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from bulletin import parser
from cases.kinds import Role
from cases.ledger import history, leads, overview, public, work
from cases.ledger.history import Note
from cases.ledger.models import LedgerItem
from commands import ledger_seed
from db.session import read_scope, write_scope
from public import progress_record
from public.progress_record import Standing
from tests.attacks.strictness import Strictest
from tests.builders import DAY, MINUTE, NOW
from tests.ledgers import BULLETIN, officer
from tests.websites import Browser, Website

WHOLE = "/progress"
SECRETS = ("内部理由", "内部证据", "周科长", "措施的话", "陈审核", "鸵鸟局")
RELEASED = "余下的6处已经拆除。"
VOID = {"meta", "link", "input", "br", "img"}
CHECKER = officer("陈审核", Role.REVIEWER, Role.HANDLER)
OTHER = "一、关于“换了通报”问题的整改情况\n(一)新的条目。建成3座桥。\n"


class Text(HTMLParser):
    """The words of the element with this id, and what a reader without eyes meets."""

    def __init__(self, page: str, wanted: str = "") -> None:
        super().__init__()
        self.words = ""
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.named_by: list[str] = []
        self.open: list[str] = []
        self._wanted, self._inside = wanted, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes) -> None:
        given = dict(attributes)
        self._inside += bool(self._inside) or (bool(self._wanted) and given.get("id") == self._wanted)
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.ids += [given["id"]] if "id" in given else []
        self.named_by += (given.get("aria-labelledby") or "").split()
        if tag in VOID:
            self._inside -= bool(self._inside)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes) -> None:
        """Closed at once."""

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag
        self._inside -= bool(self._inside)

    def handle_data(self, data) -> None:
        self.words += data if self._inside else ""


@pytest.fixture
def ledger(website: Website) -> Website:
    """With the bulletin's ledger."""
    with write_scope(website.database) as session:
        ledger_seed.seed(session, *website.service.pictures.about, NOW)
    return website


def paths(website: Website) -> list[str]:
    bulletin, _ = website.service.pictures.about
    return [WHOLE, f"{WHOLE}/suggestions", *(f"{WHOLE}/{item.id.rpartition('/')[2]}" for item in bulletin.items)]


def change(website: Website, note: Note, section: str = "3.3") -> None:
    with write_scope(website.database) as session:
        work.progress(session, CHECKER, overview.find(session, BULLETIN, section), website.now, note)


async def pages(website: Website) -> str:
    browser = website.browser()
    return "".join([(await browser.open(path)).text for path in paths(website)])


async def test_every_item_is_quoted_word_for_word(ledger: Website, browser: Browser) -> None:
    bulletin, _ = ledger.service.pictures.about
    for item, path in zip(bulletin.items, paths(ledger)[2:], strict=True):
        await browser.open(path)
        assert Text(browser.page, "quoted").words == item.text


async def test_the_whole_names_every_part_and_item_with_its_state(ledger: Website, browser: Browser) -> None:
    await browser.open(WHOLE)
    bulletin, _ = ledger.service.pictures.about
    listed = Text(browser.page, "parts").ids
    assert all(f'href="{path}"' in browser.page for path in paths(ledger))
    assert [f"part-{part.number}" in listed for part in bulletin.parts] == [True] * 9
    listing = browser.page.partition('id="part-1"')[2]
    assert len(re.findall('class="state (?:in_progress|continuing)"', listing)) == 34


async def test_the_figures_are_those_of_the_bulletin(ledger: Website, browser: Browser) -> None:
    await browser.open(f"{WHOLE}/3.3")
    assert "<li>累计拆除违建<b>7.1万平方米</b></li>" in browser.page
    await browser.open(WHOLE)
    assert "收回清退违规资金<b>246.46万元</b>" in browser.page


async def test_what_the_bulletin_leaves_open_is_said_to_be_open(ledger: Website, browser: Browser) -> None:
    await browser.open(f"{WHOLE}/6.3")
    assert "争取2020年年底建成投用</q>" in browser.page
    assert "2018年的情况，不代表现状" in browser.page


async def test_what_was_not_released_is_nowhere(ledger: Website) -> None:
    with write_scope(ledger.database) as session:
        item: LedgerItem = overview.find(session, BULLETIN, "3.3")
        work.claim(session, CHECKER, item, "周科长", date(2026, 7, 1), NOW)
        leads.add(session, CHECKER, item, "鸵鸟局", NOW)
        work.add_measure(session, CHECKER, item, "措施的话", "周科长", date(2026, 6, 1), NOW)
    change(ledger, Note(reason="内部理由", evidence="内部证据"))
    text = await pages(ledger)
    assert [words for words in SECRETS if words in text] == []


async def test_what_was_released_is_told_with_its_day_beside_the_quotation(ledger: Website, browser: Browser) -> None:
    change(ledger, Note(reason="内部理由", public=RELEASED))
    await browser.open(f"{WHOLE}/3.3")
    assert '<time datetime="2026-05-06">2026年5月6日</time><p>' + RELEASED in browser.page
    assert RELEASED not in Text(browser.page, "quoted").words
    assert RELEASED in (await browser.open(WHOLE)).text


async def test_what_was_taken_back_is_gone_at_once(ledger: Website) -> None:
    change(ledger, Note(reason="内部理由", public=RELEASED))
    assert RELEASED in await pages(ledger)
    with write_scope(ledger.database) as session:
        item = overview.find(session, BULLETIN, "3.3")
        public.take_back(session, CHECKER, item, history.of(session, item)[-1].id, NOW, reason="说早了")
    assert RELEASED not in await pages(ledger)


async def test_without_a_ledger_the_bulletin_is_there(website: Website, browser: Browser) -> None:
    await browser.open(f"{WHOLE}/3.3")
    assert "累计拆除违建" in browser.page
    assert "台账未建立" in browser.page


async def test_the_pages_follow_the_bulletin_that_goes_live(ledger: Website, browser: Browser) -> None:
    await browser.open(WHOLE)
    _, known = ledger.service.pictures.about
    ledger.service.pictures.about = parser.parse(OTHER, "other-2020"), replace(known, id="other-2020", open_items=())
    assert "新的条目" in (await browser.open(WHOLE)).text
    assert (await browser.open(f"{WHOLE}/1.1")).status_code == 200
    assert (await browser.open(f"{WHOLE}/9.5")).status_code == 404


@pytest.mark.parametrize("wrong", ["10.1", "三(三)", "preface", "<b>", "suggestions/x", "3.3x"])
async def test_an_address_of_no_item_leads_back(ledger: Website, browser: Browser, wrong: str) -> None:
    assert (await browser.client.get(f"{WHOLE}/{wrong}")).status_code == 404


async def test_an_address_too_long_for_a_code_is_no_page_either(ledger: Website, browser: Browser) -> None:
    endless = f"{WHOLE}/{'x' * 3000}"
    assert (await browser.client.get(endless)).status_code == 404
    sent = await browser.client.post(f"{WHOLE}/type", data={"size": "usual", "page": endless})
    assert (sent.status_code, sent.headers["location"]) == (303, WHOLE)


async def test_who_asks_for_an_unknown_item_is_told_where_all_are(ledger: Website, browser: Browser) -> None:
    missing = await browser.open(f"{WHOLE}/10.1")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
    assert 'href="/progress"' in missing.text and "没有这一页" in missing.text


async def test_no_cookie_is_set_and_no_session_read(ledger: Website, browser: Browser) -> None:
    stranger = ledger.browser()
    await browser.say("海城违建拆了多少")
    for path in paths(ledger):
        known, unknown = await browser.client.get(path), await stranger.client.get(path)
        assert "set-cookie" not in known.headers and "set-cookie" not in unknown.headers
        assert known.content == unknown.content


async def test_a_browser_that_has_the_page_is_sent_nothing_until_it_changes(ledger: Website, browser: Browser) -> None:
    first = await browser.client.get(WHOLE)
    assert first.headers["cache-control"] == "public, max-age=60"
    assert "Cookie" in first.headers["vary"]
    asked = {"if-none-match": first.headers["etag"]}
    again = await browser.client.get(WHOLE, headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    change(ledger, Note(reason="内部理由", public=RELEASED))
    assert (await browser.client.get(WHOLE, headers=asked)).status_code == 200


async def test_it_is_reckoned_once_a_minute_or_when_the_ledger_changes(
    ledger: Website, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned, reckon = [], progress_record.reckon

    def counting(*given: Any) -> Standing:
        reckoned.append(given)
        return reckon(*given)

    monkeypatch.setattr(progress_record, "reckon", counting)
    for _ in range(3):
        await browser.open(WHOLE)
        await browser.open(f"{WHOLE}/3.3")
    assert len(reckoned) == 1
    change(ledger, Note(reason="内部理由"))
    await browser.open(WHOLE)
    assert len(reckoned) == 2
    ledger.now += MINUTE
    await browser.open(WHOLE)
    assert len(reckoned) == 3


async def test_the_state_is_of_today(ledger: Website, browser: Browser) -> None:
    await browser.open(WHOLE)
    ledger.now += DAY
    assert "2026年5月7日" in (await browser.open(WHOLE)).text


async def test_large_type_is_chosen_without_script_and_leads_back(ledger: Website, browser: Browser) -> None:
    chosen = await browser.client.post(f"{WHOLE}/type", data={"size": "large", "page": f"{WHOLE}/3.3"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"{WHOLE}/3.3")
    assert 'data-type="large"' in (await browser.open(f"{WHOLE}/3.3")).text
    assert 'data-type="large"' in (await browser.open("/")).text


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/progress/9.99", "/say", ""])
async def test_a_form_leads_to_no_other_site(ledger: Website, browser: Browser, back: str) -> None:
    sent = await browser.client.post(f"{WHOLE}/type", data={"size": "usual", "page": back})
    assert sent.headers["location"] == WHOLE


async def test_every_page_can_be_read_by_ear_and_keeps_the_policy(ledger: Website) -> None:
    browser = ledger.browser()
    for path in [*paths(ledger), f"{WHOLE}/nothing"]:
        page, strict = (await browser.open(path)).text, Strictest()
        read = Text(page)
        strict.feed(page)
        assert (strict.refused, strict.elsewhere) == ([], [])
        assert (read.open, len(read.ids)) == ([], len(set(read.ids)))
        assert set(read.named_by) <= set(read.ids)
        assert read.headings[0] == 1 and read.headings.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in zip(read.headings, read.headings[1:], strict=False))


async def test_every_chart_has_a_title_a_description_and_its_table(ledger: Website, browser: Browser) -> None:
    await browser.open(WHOLE)
    charts = re.findall(r'<svg role="img" aria-labelledby.*?</svg>.*?<table>', browser.page, re.DOTALL)
    assert len(charts) == 2
    assert all("<title" in chart and "<desc" in chart for chart in charts)
    assert charts[0].partition("</svg>")[0].count("<rect") == 34


async def test_the_first_page_is_small(ledger: Website, browser: Browser) -> None:
    page = await browser.client.get(WHOLE, headers={"accept-encoding": "identity"})
    styles = [await browser.client.get(f"/static/{name}") for name in ("style.css", "progress.css", "icon.svg")]
    assert sum(len(answer.content) for answer in (page, *styles)) < 70_000
    packed = await browser.client.get(WHOLE)
    assert int(packed.headers["content-length"]) < 10_000
    assert packed.text == page.text


async def test_a_shared_link_has_a_plain_title_and_no_tracker(ledger: Website, browser: Browser) -> None:
    await browser.open(f"{WHOLE}/3.3")
    assert '<meta property="og:title" content="三(三) 加大破难攻坚力度">' in browser.page
    assert '<meta property="og:url" content="https://huiyin.example/progress/3.3">' in browser.page
    assert "<script" not in browser.page and "<img" not in browser.page


async def test_the_chat_and_the_pages_lead_to_each_other(ledger: Website, browser: Browser) -> None:
    assert 'href="/progress"' in (await browser.open()).text
    assert 'href="/"' in (await browser.open(WHOLE)).text


def test_the_ledger_is_begun_once(website: Website) -> None:
    for _ in range(2):
        ledger_seed.begin(website.database, *website.service.pictures.about, NOW)
    with read_scope(website.database) as session:
        items = overview.items(session, BULLETIN)
        assert [len(history.of(session, item)) for item in items] == [1] * 34


async def test_reading_changes_nothing(ledger: Website) -> None:
    with read_scope(ledger.database) as session:
        before = [len(history.of(session, item)) for item in overview.items(session, BULLETIN)]
    await pages(ledger)
    with read_scope(ledger.database) as session:
        assert [len(history.of(session, item)) for item in overview.items(session, BULLETIN)] == before
