"""The spreadsheet round trip: nothing is lost, nothing is guessed, nothing newer is overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from faq import editing, spreadsheet, spreadsheet_reading, spreadsheet_taking
from faq.edits import Edit
from faq.offices import EditRefused, Office
from faq.spreadsheet_difference import Difference, difference
from faq.spreadsheet_taking import Taking
from tests.builders import NOW
from tests.offices import make_office, phrasings, saved

LAMPS, DEMOLISHED = "ask/lamps", "ask/demolished"
Sheets = Callable[[Workbook], object]


def exported(office: Office) -> Path:
    file = office.folder.parent / "answers.xlsx"
    spreadsheet.write(office, file)
    return file


def edited(file: Path, change: Sheets) -> Path:
    book = load_workbook(file)
    change(book)
    book.save(file)
    return file


def wanted(office: Office, file: Path) -> Difference:
    return difference(spreadsheet_reading.read(file), spreadsheet.contents(office.data()))


def imported(office: Office, session: Session, change: Sheets) -> Taking:
    """Exported, edited, read back, and what can be taken saved."""
    taking = spreadsheet_taking.take(office, wanted(office, edited(exported(office), change)))
    taking.checked.save(session, "王丽", "整理", NOW)
    return taking


def row_of(book: Workbook, words: str) -> int:
    """The row of the sheet 问法 that says this."""
    return next(row[0].row or 0 for row in book["问法"].iter_rows() if row[2].value == words)


def whys(taking: Taking) -> str:
    return "\n".join(refusal.why for refusal in taking.refused)


def test_out_and_in_without_edits_changes_nothing(office):
    found = wanted(office, exported(office))
    assert (found.lines, found.refused) == ([], [])


def test_a_changed_an_added_and_a_deleted_row_are_taken(office, session):
    def change(book):
        sheet = book["问法"]
        sheet.cell(row_of(book, "路灯装了几盏"), 3).value = "路灯一共几盏"
        sheet.delete_rows(row_of(book, "违建拆了多少"))
        sheet.append([DEMOLISHED, None, "拆掉的违建有多少"])

    taking = imported(office, session, change)
    assert (len(taking.taken), taking.refused) == (3, ())
    assert phrasings(office, LAMPS) == {"路灯一共几盏", "村口的灯亮了没有"}
    assert phrasings(office, DEMOLISHED) == {"违章房子拆掉几万平", "拆掉的违建有多少"}


def test_a_new_answer_comes_with_its_phrasings(office, session):
    def change(book):
        book["答案"].append(["ask/toilets", "一(一)", "figure", "建了几座公厕？", "新建公厕3座"])
        book["问法"].append(["ask/toilets", None, "公厕建了几座"])

    assert imported(office, session, change).refused == ()
    assert office.data().responses["ask/toilets"].text == "新建公厕3座"


def test_an_excerpt_that_is_not_verbatim_is_refused_and_the_other_rows_are_taken(office, session):
    def change(book):
        book["答案"].append(["ask/toilets", "一(一)", "figure", "建了几座公厕？", "新建公厕4座"])
        book["问法"].append(["ask/toilets", None, "公厕建了几座"])
        book["问法"].append([LAMPS, None, "几盏灯"])

    taking = imported(office, session, change)
    assert [line.after for line in taking.taken] == [(LAMPS, "几盏灯")]
    assert "原文" in whys(taking)
    assert "ask/toilets" not in office.data().responses


def test_a_phrasing_of_another_answer_is_refused_by_its_row(office, session):
    def change(book):
        book["问法"].append([LAMPS, None, "违建拆了多少"])
        book["问法"].append([LAMPS, None, "几盏灯"])

    taking = imported(office, session, change)
    assert [line.after for line in taking.taken] == [(LAMPS, "几盏灯")]
    [refusal] = taking.refused
    assert refusal.row > 1
    assert "一句话只能属于一个" in refusal.why


def test_a_phrasing_moves_to_another_answer(office, session):
    imported(office, session, lambda book: setattr(book["问法"].cell(row_of(book, "违建拆了多少"), 1), "value", LAMPS))
    assert "违建拆了多少" in phrasings(office, LAMPS)
    assert "违建拆了多少" not in phrasings(office, DEMOLISHED)


@pytest.mark.parametrize("value", ["=1+1", NOW.replace(tzinfo=None), True])
def test_a_formula_a_date_and_a_truth_are_refused_and_their_row_is_not_deleted(office, session, value):
    def change(book):
        cell = book["问法"].cell(row_of(book, "路灯装了几盏"), 3)
        cell.quotePrefix = False
        cell.value = value

    taking = imported(office, session, change)
    assert "是公式、日期或错误" in whys(taking)
    assert phrasings(office, LAMPS) == {"路灯装了几盏", "村口的灯亮了没有"}


def test_a_sheet_with_merged_cells_is_not_taken_at_all(office, session):
    def change(book):
        book["问法"].merge_cells("C2:C3")
        book["问法"].append([LAMPS, None, "几盏灯"])

    taking = imported(office, session, change)
    assert taking.taken == ()
    assert "合并的单元格（C2:C3）" in whys(taking)


def test_empty_rows_own_columns_and_another_order_do_not_matter(office):
    def change(book):
        sheet = book["问法"]
        sheet.insert_rows(3, 2)
        sheet.insert_cols(1)
        sheet.cell(1, 1).value = "备注"
        sheet.cell(2, 1).value = "看过了"

    found = wanted(office, edited(exported(office), change))
    assert (found.lines, found.refused) == ([], [])


def test_a_row_with_half_its_words_gone_is_refused_not_deleted(office, session):
    taking = imported(office, session, lambda book: setattr(book["问法"].cell(2, 3), "value", None))
    assert "删去整行" in whys(taking)
    assert taking.taken == ()


def test_a_missing_column_is_named(office, session):
    taking = imported(office, session, lambda book: book["答案"].delete_cols(5))
    assert "少了“摘句”" in whys(taking)


def test_an_old_export_does_not_overwrite_what_came_later(office, session):
    file = exported(office)
    later = Edit(office)
    editing.add_phrasings(later, LAMPS, ["后来加的灯"])
    editing.withdraw_phrasings(later, LAMPS, ["路灯装了几盏"])
    editing.write_answer(later, DEMOLISHED, "其中旧厂房6处", "一(二)", "旧厂房几处？", "figure")
    saved(later, session, NOW)

    def change(book):
        book["问法"].cell(row_of(book, "路灯装了几盏"), 3).value = "路灯有几盏"
        answer = next(row for row in book["答案"].iter_rows() if row[0].value == DEMOLISHED)
        answer[3].value = "违建拆了几平方？"

    taking = spreadsheet_taking.take(office, wanted(office, edited(file, change)))
    assert taking.taken == ()
    assert "没有覆盖" in whys(taking)
    assert "导出以后这一行已经被删去" in whys(taking)
    assert "后来加的灯" in phrasings(office, LAMPS)


def test_many_rows_gone_at_once_are_taken_for_an_accident(office, session):
    edit = Edit(office)
    editing.add_phrasings(edit, LAMPS, [f"第{number}种问法" for number in range(30)])
    saved(edit, session, NOW)
    taking = imported(office, session, lambda book: book["问法"].delete_rows(2, 30))
    assert "像是误删" in whys(taking)
    assert len(phrasings(office, LAMPS)) == 32


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path):
    (tmp_path / "x.xlsx").write_text("不是")
    with pytest.raises(EditRefused, match="读不出来"):
        spreadsheet_reading.read(tmp_path / "x.xlsx")


def test_a_foreign_list_of_phrasings_adds_and_never_removes(office, tmp_path):
    book = Workbook()
    book.active.title = "问法"
    book.active.append(["名字", "问法"])
    book.active.append([LAMPS, "几盏灯"])
    book.save(tmp_path / "mine.xlsx")
    [line] = wanted(office, tmp_path / "mine.xlsx").lines
    assert (line.row, line.before, line.after) == (2, None, (LAMPS, "几盏灯"))


def test_what_begins_like_a_formula_is_text_in_the_sheet(office, session):
    edit = Edit(office)
    editing.add_phrasings(edit, LAMPS, ["=HYPERLINK(1)", "+86怎么打", "-1层", "@在吗"])
    saved(edit, session, NOW)
    cells = [row[2] for row in load_workbook(exported(office))["问法"].iter_rows(min_row=2)]
    odd = {cell.value: cell.data_type for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))}
    assert odd == {"=HYPERLINK(1)": "s", "+86怎么打": "s", "-1层": "s", "@在吗": "s"}


WORDS = st.text(st.sampled_from("路灯=+-@'\"#:|：，。 a1？{}[]&*!<>%`\\"), min_size=1, max_size=20)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(WORDS.map(str.strip).filter(lambda text: any(map(str.isalnum, text))), unique=True, max_size=5))
def test_any_words_survive_the_round_trip(tmp_path_factory, texts):
    office = make_office(tmp_path_factory.mktemp("office"))

    def change(book):
        for text in texts:
            book["问法"].append([LAMPS, None, "x"])
            cell = book["问法"].cell(book["问法"].max_row, 3)
            cell.value, cell.data_type = text, "s"

    found = wanted(office, edited(exported(office), change))
    assert [line.after for line in found.lines] == [(LAMPS, text) for text in texts]
    edit = Edit(office)
    editing.add_phrasings(edit, LAMPS, texts)
    for file, (_, after) in edit.changed.items():
        (office.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (office.folder / file).write_text(after or "", "utf-8")
    assert set(texts) <= phrasings(office, LAMPS)
    assert wanted(office, exported(office)).lines == []


def test_a_deleted_answer_that_another_one_is_told_beside_leaves_other_lines_in_peace(office, session):
    file = office.below[1] / "responses" / "ask" / "1.yml"
    beside = "      type: figure\n      beside: ask/lamps\n      beside_quote: 安装路灯120盏\n"
    file.write_text(file.read_text("utf-8")[::-1].replace("      type: figure\n"[::-1], beside[::-1], 1)[::-1], "utf-8")

    def change(book):
        book["答案"].delete_rows(next(row[0].row for row in book["答案"].iter_rows() if row[0].value == LAMPS))
        book["问法"].append([DEMOLISHED, None, "拆掉的违建有多少"])

    taking = imported(office, session, change)
    assert [line.after for line in taking.taken] == [(DEMOLISHED, "拆掉的违建有多少")]
    assert LAMPS in office.data().responses


def test_an_answer_whose_name_was_changed_is_refused_and_nothing_is_deleted(office, session):
    def change(book):
        cell = next(row[0] for row in book["答案"].iter_rows() if row[0].value == LAMPS)
        cell.value = "ask/street_lamps"

    taking = imported(office, session, change)
    assert taking.taken == ()
    assert whys(taking) == "名字不能改，请新加一行。"
    assert LAMPS in office.data().responses
