"""A figure is a number with its unit, as printed, with its value in the base unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.figures import find_documents, find_figures


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20处", "20", "处"),
        ("7.1万平方米", "71000", "平方米"),
        ("246.46万元", "2464600", "元"),
        ("114146元", "114146", "元"),
        ("1,234,567元", "1234567", "元"),
        ("85.1亿元", "8510000000", "元"),
        ("10.16%", "10.16", "%"),
        ("１０．１６％", "10.16", "%"),
        ("400多场", "400", "场"),
        ("20余万元", "200000", "元"),
        ("约1600平方米", "1600", "平方米"),
        ("49个单位", "49", "个单位"),
        ("3个月", "3", "个月"),
        ("40周年", "40", "周年"),
    ],
)
def test_a_figure_has_its_value_in_the_base_unit(text, value, unit):
    (figure,) = find_figures(f"共计{text}。")
    assert (figure.text, figure.value, figure.unit) == (text, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("2018年5月22日", "9月11日", "2015年1月至2018年7月", "2018年5月22日至6月22日", "2017年度"),
        *("2017-2018年度", "2020年年底", "2018年8月初", "2019年10月", "２０１８年"),
    ],
)
def test_a_date_is_one_figure_without_a_value(text):
    (figure,) = find_figures(f"于{text},完成")
    assert (figure.text, figure.value, figure.unit) == (text, None, "date")


@pytest.mark.parametrize(
    "text", ["S2线", "12388-1-5(0577-85851359)", "滨海十七路350号", "223室", "第3名", "2018世界大会"]
)
def test_a_number_that_is_a_name_is_no_figure(text):
    assert find_figures(text) == ()


def test_a_list_of_figures_is_not_read_as_one_number():
    figures = find_figures("党内警告13人,严重警告9人,57名,111项")
    assert [figure.text for figure in figures] == ["13人", "9人", "57名", "111项"]


def test_a_document_is_named_by_the_title_inside_its_marks():
    text = "印发《关于转发〈办法〉的通知》《计划(调整)》,《没有结尾"
    assert [named.title for named in find_documents(text)] == ["关于转发〈办法〉的通知", "计划(调整)"]


def test_a_title_within_a_title_belongs_to_it():
    (named,) = find_documents("印发《关于贯彻《办法》的意见》")
    assert named.title == "关于贯彻《办法》的意见"


@given(st.text(alphabet=st.sampled_from("约0123456789１.,，-多余万亿百千元个月年日至处%《》。甲")), st.integers(0, 99))
def test_offsets_hold_in_any_text(text, offset):
    for figure in find_figures(text, offset):
        assert text[figure.start - offset : figure.end - offset] == figure.text
        assert (figure.value is None) == (figure.unit == "date")
    for named in find_documents(text, offset):
        assert text[named.start - offset : named.end - offset] == named.title


@given(st.integers(0, 10**9), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_the_scale_multiplies_the_number(number, scale):
    word, factor = scale
    assert find_figures(f"{number}{word}元")[0].value == number * factor
