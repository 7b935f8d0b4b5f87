"""A bulletin's figures are added up again by a check, for the staff; what does not fit is said, never mended."""

from dataclasses import replace
from pathlib import Path

import pytest

from bulletin import profile
from bulletin.consistency import SURPRISE, check, describe
from bulletin.document import Bulletin
from bulletin.likenesses import MOST
from bulletin.notes import Note
from bulletin.parser import parse
from bulletin.profile import Sum, Term

BULLETIN, PROFILE = profile.load(Path("data/bulletin"))
WITHOUT_SUMS = replace(PROFILE, sums=())
NOTES = check(BULLETIN, PROFILE)


def written(name: str) -> list[Note]:
    return [note for note in NOTES if note.id == name]


def only(name: str) -> Note:
    (note,) = written(name)
    return note


def bulletin(*items: str, heading: str = "关于“某问题”的整改情况") -> Bulletin:
    numbered = (f"({mark}){text}" for mark, text in zip("一二三四五", items, strict=False))
    return parse("\n".join([f"一、{heading}", *numbered]), "test")


def found(*items: str, heading: str = "关于“某问题”的整改情况") -> list[Note]:
    """The notes on a small bulletin, about which staff wrote nothing down."""
    return check(bulletin(*items, heading=heading), WITHOUT_SUMS)


def test_an_20_the_funds_recovered_are_not_the_sum_of_the_items_with_or_without_the_gift() -> None:
    without, with_gift = written("AN-20")
    assert without.verdict == with_gift.verdict == "differs"
    assert "=2471596" in without.recomputed and "+6996" in without.recomputed
    assert "=2540276" in with_gift.recomputed and "+75676" in with_gift.recomputed


def test_an_20_no_choice_of_items_gives_the_funds_recovered() -> None:
    assert "2467096（+2496）" in written("AN-20")[1].recomputed


def test_an_21_the_33_sanctioned_are_the_grades_less_the_one_sanctioned_twice() -> None:
    by_grade, by_rank = written("AN-21")
    assert (by_grade.verdict, by_grade.recomputed) == ("consistent", "13+9+1+8+3-1=33")
    assert (by_rank.verdict, by_rank.recomputed) == ("consistent", "2+2+29=33")


def test_an_22_a_name_that_is_printed_in_two_ways_is_told() -> None:
    assert (only("AN-22").verdict, only("AN-22").recomputed) == ("differs", "党风政务 / 党纪政务")


def test_an_23_five_and_33_sanctioned_cannot_be_compared_nor_can_2_and_9_serious_warnings() -> None:
    persons, warnings = written("AN-23")
    assert {persons.verdict, warnings.verdict} == {"cannot_tell"}
    assert "5、33" in persons.recomputed and "2、9" in warnings.recomputed


def test_an_24_two_of_five_sanctions_are_explained() -> None:
    assert only("AN-24").verdict == "cannot_tell"
    assert "其余3没有说明" in only("AN-24").recomputed


def test_an_25_the_posts_cleared_add_up() -> None:
    assert (only("AN-25").verdict, only("AN-25").recomputed) == ("consistent", "81+25+5=111")


def test_an_26_the_repaid_allowances_add_up() -> None:
    assert [note.verdict for note in written("AN-26")] == ["consistent"] * 3
    assert [note.recomputed for note in written("AN-26")] == ["82890+31256=114146", "3000+1500=4500", "7000+8500=15500"]


def test_an_27_the_unlawful_buildings_add_up() -> None:
    assert (only("AN-27").verdict, only("AN-27").recomputed) == ("consistent", "14+6=20")


def test_an_28_five_of_the_members_are_unaccounted_for_and_the_other_groups_are_others() -> None:
    rest, others = written("AN-28")
    assert rest.verdict == others.verdict == "cannot_tell"
    assert "其余5没有说明" in rest.recomputed
    assert "16、20、57" in others.recomputed


def test_an_29_rooms_and_persons_prove_nothing_though_they_add_up() -> None:
    assert only("AN-29").verdict == "cannot_tell"
    assert "1+5=6" in only("AN-29").recomputed and "间、人" in only("AN-29").recomputed


def test_an_30_a_bound_with_two_readings_is_told() -> None:
    assert only("AN-30").verdict == "cannot_tell"
    assert "超5平方" in only("AN-30").recomputed


def test_an_31_a_share_without_its_whole_cannot_be_recomputed() -> None:
    assert (only("AN-31").verdict, only("AN-31").recomputed) == ("cannot_tell", "1÷总数（没有写）=？")


def test_an_32_the_six_units_are_named_and_the_nine_persons_are_not_all() -> None:
    units, persons = written("AN-32")
    assert (units.verdict, units.recomputed) == ("consistent", "1+1+3+1=6")
    assert persons.verdict == "cannot_tell"


def test_an_33_the_four_units_are_named() -> None:
    assert (only("AN-33").verdict, only("AN-33").recomputed) == ("consistent", "1+1+1+1=4")


def test_an_34_the_titles_named_are_not_the_rules_made() -> None:
    assert only("AN-34").verdict == "cannot_tell"
    assert "44" in only("AN-34").recomputed and "47" in only("AN-34").recomputed


def test_an_35_a_tender_notice_on_a_sunday_is_odd() -> None:
    assert (only("AN-35").verdict, only("AN-35").recomputed) == ("cannot_tell", "2018-09-09是星期日")


def test_an_36_staff_per_street_cannot_be_told_without_the_number_of_streets() -> None:
    assert only("AN-36").verdict == "cannot_tell"
    assert "4个" in only("AN-36").recomputed and "3个" in only("AN-36").recomputed


def test_the_shipped_bulletin_holds_no_surprise_and_every_anomaly_of_its_figures() -> None:
    assert [note.id for note in NOTES if note.surprising] == []
    assert {note.id for note in NOTES if note.id} == {f"AN-{number}" for number in range(20, 37)}


def test_a_note_stands_at_its_words() -> None:
    assert all(BULLETIN.text[note.start : note.end] == note.quote for note in NOTES)
    assert only("AN-27").line == 16


def test_a_changed_figure_is_a_surprise() -> None:
    changed = parse(BULLETIN.text.replace("处置到位14处", "处置到位15处"), BULLETIN.id)
    note = next(note for note in check(changed, PROFILE) if note.id == "AN-27")
    assert note.surprising
    assert describe([note])[0].endswith(SURPRISE)


def test_a_sum_that_no_longer_comes_out_as_written_down_is_a_surprise() -> None:
    row = Sum("X", "adds_up", "一(一)", "共9处", "consistent", "", (Term("一(一)", "甲4处"), Term("一(一)", "乙6处")))
    notes = check(bulletin("查违建。共9处,甲4处,乙6处。"), replace(PROFILE, sums=(row,)))
    note = next(note for note in notes if note.id == "X")
    assert (note.verdict, note.surprising) == ("differs", True)


def test_a_relation_nobody_knows_is_a_surprise() -> None:
    row = Sum("X", "resembles", "一(一)", "共9处", "cannot_tell", "")
    assert [n.surprising for n in check(bulletin("查违建。共9处。"), replace(PROFILE, sums=(row,))) if n.id] == [True]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("清理兼职10项,其中,辞去6项,报批4项。", "consistent"),
        ("清理兼职10项,其中,辞去6项,报批5项。", "differs"),
        ("清理兼职10项,其中,辞去6项,报批3项。", "cannot_tell"),
        ("清理兼职10项,分别为辞去6项、报批3项。", "differs"),
        ("共发现违建10处,拆除6处,管控4处。", "consistent"),
        ("共发现违建10处,拆除6处,管控5处。", "cannot_tell"),
        ("退补助60元、奖金40元,共计100元。", "consistent"),
        ("退补助60元、奖金40元,共计101元。", "differs"),
        ("退3名考官和2名职工每人100元,计500元。", "consistent"),
        ("退3名考官和2名职工每人100元,计600元。", "differs"),
        ("处分5人(严重警告2人)。", "cannot_tell"),
        ("处分5人(警告3人,严重警告2人)。", "consistent"),
        ("处分9人,其中双重处分1人。按档次分,警告6人,开除4人。", "consistent"),
        ("处分9人。按档次分,警告6人,开除4人。", "differs"),
    ],
)
def test_a_total_and_its_parts_are_added_again(text: str, verdict: str) -> None:
    assert [note.verdict for note in found("整改事项。" + text)] == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("移交信访8件,办结6件,办结率为75%。", "consistent"),
        ("移交信访3件,办结2件,办结率为66.7%。", "consistent"),
        ("移交信访8件,办结6件,办结率为80%。", "differs"),
        ("线索办结6件,办结率为100%。", "cannot_tell"),
    ],
)
def test_a_share_is_divided_again(text: str, verdict: str) -> None:
    assert [note.verdict for note in found("办理情况。" + text)] == [verdict]


def test_a_decrease_in_per_cent_states_no_share() -> None:
    assert found("精简文件。发文数量同比减少10.16%。") == []


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("调整东村、西村、南村等3个街道。", ["consistent"]),
        ("调整东村、西村、南村等2个街道。", ["differs"]),
        ("调整东村、西村等7个街道。", []),
        ("约谈财政局及下属三家公司4家。", ["consistent"]),
    ],
)
def test_names_are_counted_against_their_number(text: str, verdicts: list[str]) -> None:
    assert [note.verdict for note in found("整改事项。" + text)] == verdicts


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("2018年9月9日发布招标公告。", ["cannot_tell"]),
        ("2018年9月10日发布招标公告。", []),
        ("2018年9月9日召开大会。", []),
    ],
)
def test_a_public_notice_at_the_end_of_the_week_is_odd(text: str, verdicts: list[str]) -> None:
    assert [note.verdict for note in found("采购情况。" + text)] == verdicts


def test_a_day_that_no_calendar_has_is_wrong() -> None:
    assert [note.verdict for note in found("采购情况。2月30日发布招标公告。")] == ["differs"]


def test_the_number_in_a_heading_is_that_of_its_items() -> None:
    heading = "关于“两个方面问题”的整改情况"
    assert [note.verdict for note in found("甲事。已办。", "乙事。已办。", heading=heading)] == ["consistent"]
    assert [note.verdict for note in found("甲事。已办。", heading=heading)] == ["differs"]


def test_one_noun_with_two_counts_in_two_sections_looks_alike() -> None:
    (note,) = found("查处情况。给予党纪处分5人。", "问责情况。给予政务处分33人。")
    assert (note.section, note.verdict) == ("一(一)", "cannot_tell")
    assert "5、33" in note.recomputed
    assert "一(二)" in note.words


def test_a_count_that_many_others_look_like_is_told_beside_a_few_of_them() -> None:
    notes = found(*(f"查处情况。给予党纪处分{count}人。" for count in range(5, 15)))
    first = [note for note in notes if note.section == "一(一)"]
    assert len(first) == MOST


def test_one_noun_with_one_count_does_not_look_alike() -> None:
    assert found("查处情况。给予党纪处分5人。", "问责情况。给予党纪处分5人。") == []


def test_different_things_of_one_unit_do_not_look_alike() -> None:
    assert found("住房。推出公寓5套。", "办公。采购桌椅33套。") == []


def test_a_title_spelled_in_two_ways_is_told() -> None:
    (note,) = found("制度。制定《机关干部管理工作办法》。", "执行。执行《机关干部管理办法》。")
    assert note.verdict == "differs"


def test_titles_of_two_years_are_two_titles() -> None:
    assert found("制度。制定《2017年度学习计划安排》。", "执行。执行《2018年度学习计划安排》。") == []


def test_without_anything_written_down_the_check_still_finds_the_look_alikes_of_the_shipped_bulletin() -> None:
    told = {note.recomputed for note in check(BULLETIN, WITHOUT_SUMS)}
    assert any(words.startswith("5、33") for words in told)
    assert any(words.startswith("2、9") for words in told)


def test_a_finding_is_described_in_one_line_with_its_place_and_reckoning() -> None:
    lines = describe(NOTES)
    assert len(lines) == len(NOTES)
    assert not any("\n" in line for line in lines)
    assert any(line.startswith("第16行 三(三)【相符】") and "14+6=20" in line for line in lines)
