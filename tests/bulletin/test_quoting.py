"""A quotation is the bulletin's own words, cut where the bulletin pauses, within the limit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.parser import NotABulletin, parse
from bulletin.quoting import clauses, fit, is_verbatim, overview

BULLETIN = Path(__file__).parents[2] / "data/bulletin/zhenan-2018.txt"


@pytest.fixture(scope="module")
def bulletin():
    return parse(BULLETIN.read_text(encoding="utf-8"), "zhenan-2018")


@pytest.fixture(scope="module")
def item(bulletin):
    return bulletin.section("三(三)")


@pytest.mark.parametrize(
    "text",
    [
        "共发现海城新建违建20处,处置到位14处,尚在管控6处",
        "加大破难攻坚力度……尚在管控6处",
        "累计拆除违建7.1万平方米。",
        "住建局、综合行政执法局",
        "即查即拆",
        "《新增违法建设处置工作制度》",
    ],
)
def test_whole_clauses_in_order_are_a_quotation(item, text):
    assert is_verbatim(item, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "……",
        "。",
        "共发现海城新建违建21处",
        "共发现海城新建违建20处，处置到位14处",
        "发现海城新建违建20处",
        "累计拆除违建7",
        "尚在管控6处……加大破难攻坚力度",
        "尚在管控6处……尚在管控6处",
        "尚在管控6处……",
        "新推出人才公寓591套",
    ],
)
def test_changed_cut_or_reordered_words_are_not(item, text):
    assert not is_verbatim(item, text)


def test_a_section_is_a_quotation_of_itself(bulletin):
    assert all(is_verbatim(section, section.text) for section in bulletin.sections)


def test_clauses_end_at_pauses_but_not_inside_quotes_and_titles(bulletin):
    item = bulletin.section("六(二)")
    texts = [bulletin.text[start:end] for start, end in clauses(item)]
    assert texts[:2] == ["深化文化礼堂“建、管、用”", "印发《关于深入推进文化礼堂建设的通知》"]
    assert "全面落实民宗工作“分级负责,属地管理”要求" in texts


def test_a_comma_within_a_number_ends_no_clause():
    text = "一、关于“甲”问题\n(一)退钱。共退1,200元,已退清。"
    item = parse(text, "small").items[0]
    assert [text[start:end] for start, end in clauses(item)] == ["退钱", "共退1,200元", "已退清"]
    assert not is_verbatim(item, "200元")


def test_fit_grows_around_the_span_within_the_limit(bulletin, item):
    figure = item.figures[1]
    assert fit(item, figure.start, figure.end, 8) == "处置到位14处"
    assert fit(item, figure.start, figure.end, 30) == "共发现海城新建违建20处,处置到位14处,尚在管控6处"
    assert fit(item, figure.start, figure.end, 5000) == item.text.removeprefix("(三)").removesuffix("。")


def test_fit_is_empty_when_nothing_whole_fits(item):
    figure = item.figures[1]
    assert fit(item, figure.start, figure.end, 5) == ""
    assert fit(item, item.end, item.end, 100) == ""


def test_an_overview_begins_with_the_heading(item):
    assert overview(item, 60) == (
        "加大破难攻坚力度……针对海城违建问题,对海城街道、住建局、综合行政执法局、国土资源分局予以通报批评"
    )
    assert overview(item, 5) == ""


@pytest.mark.parametrize("limit", [0, 20, 80, 200, 600])
def test_what_is_quoted_is_verbatim_and_within_the_limit(bulletin, limit):
    for section in bulletin.sections:
        quotes = [overview(section, limit)] + [fit(section, f.start, f.end, limit) for f in section.figures]
        assert all(len(quote) <= limit for quote in quotes)
        assert all(is_verbatim(section, quote) for quote in quotes if quote)


@given(st.text(alphabet=st.sampled_from("甲乙1,，。;:、“”《》()…\n!")), st.integers(0, 40))
def test_any_item_can_be_quoted_within_the_limit(words, limit):
    try:
        item = parse(f"一、甲\n(一)看。{words}", "any").items[0]
    except NotABulletin:
        return
    for start, end in clauses(item):
        quote = fit(item, start, end, limit)
        assert len(quote) <= limit
        assert quote in item.text
    assert len(overview(item, limit)) <= limit
