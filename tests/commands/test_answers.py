"""What those who keep answers right type: missed questions settled, answers found, changed, undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import answer_desk, answers, misses
from db import migrate
from db.session import make_engine, read_scope, write_scope
from faq.misses import note
from faq.models import Change, Miss
from nlu import training_data
from settings import ROOT, Settings

Run = Callable[..., tuple[int, str]]
DEMOLISHED, NEW = "ask/s3_3_demolished_area", "海城那些违章究竟铲了多少平方"
WHY = ("--by", "王丽", "--reason", "群众常问")
SAVED = "已保存；运行 ./huiyin train 后生效"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", bulletin=ROOT / "data" / "bulletin")


@pytest.fixture
def run(settings: Settings, capfd: pytest.CaptureFixture[str]) -> Run:
    def run_command(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        command = {"answers": answers, "misses": misses}[words[0]]
        code = command.run(settings, list(words[1:]))
        said = capfd.readouterr()
        return code, said.out + said.err

    return run_command


@pytest.fixture
def missed(settings: Settings) -> Callable[..., None]:
    """Puts questions among the missed ones."""
    settings.home.mkdir()
    database = make_engine(settings.url)
    migrate.upgrade(database)

    def add(*questions: str, answer: str | None = None) -> None:
        with write_scope(database) as session:
            for question in questions:
                note(session, question, "declined", answer, date(2026, 5, 6))

    return add


def phrasings(settings: Settings, intent: str) -> set[str]:
    edits = settings.home / "data"
    data = training_data.read([ROOT / "data", settings.bulletin, edits / "general", edits / "zhenan-2018"])
    return {phrasing.text for phrasing in data.phrasings if phrasing.intent == intent}


def settled(settings: Settings) -> list[str | None]:
    with read_scope(make_engine(settings.url)) as session:
        return [miss.settled_as for miss in session.query(Miss)]


def changes(settings: Settings) -> list[tuple[str, str]]:
    with read_scope(make_engine(settings.url)) as session:
        return [(change.author, change.reason) for change in session.query(Change)]


def test_an_answer_is_found_by_any_of_its_words(run):
    for word in ("demolished_area", "累计拆除违建多少", "双管齐下", "违建拆除面积多少"):
        code, said = run("answers", "find", word)
        assert (code, DEMOLISHED in said) == (0, True), word
    assert run("answers", "find", "绝没有这个词")[0] == 1


def test_a_phrasing_is_added_listed_and_undone(run, settings):
    assert SAVED in run("answers", "add", DEMOLISHED, NEW, *WHY)[1]
    assert NEW in phrasings(settings, DEMOLISHED)
    assert f"* {NEW}" in run("answers", "show", DEMOLISHED)[1]
    assert "王丽  zhenan-2018/nlu/ask/3_3.yml  群众常问" in run("answers", "changes")[1]
    assert f"+    - {NEW}" in run("answers", "changes", "1")[1]
    assert run("answers", "undo", "1", *WHY)[0] == 0
    assert NEW not in phrasings(settings, DEMOLISHED)


def test_a_phrasing_is_removed(run, settings):
    gone = sorted(phrasings(settings, DEMOLISHED))[0]
    assert run("answers", "remove", DEMOLISHED, gone, *WHY)[0] == 0
    assert gone not in phrasings(settings, DEMOLISHED)


@pytest.mark.parametrize(
    "words",
    [
        ("answers",),
        ("answers", "delete", "x"),
        ("answers", "add", DEMOLISHED),
        ("answers", "undo", "first", *WHY),
        ("answers", "export", "file.csv"),
        ("misses", "--dismiss"),
        ("misses", "1", "--dismiss", "--new-answer"),
        ("misses", "x"),
    ],
)
def test_wrong_use_shows_how_and_ends_with_2(run, words):
    code, said = run(*words)
    assert code == 2
    assert "用法" in said or ".xlsx" in said


def test_a_change_without_a_reason_is_wrong_use(run, settings):
    code, said = run("answers", "add", DEMOLISHED, NEW)
    assert (code, "请写明改动的人" in said) == (2, True)
    assert not (settings.home / "data").exists()


def test_what_is_refused_ends_with_1_and_leaves_everything_as_it_was(run, settings):
    code, said = run("answers", "add", "ask/s1_1_members_self_review", "违建拆除面积多少", *WHY)
    assert code == 1
    assert "没有保存" in said
    assert not (settings.home / "data").exists()
    assert changes(settings) == []


def test_missed_questions_are_listed_the_frequent_first(run, missed):
    missed("安置房啥时候交付", *["海城的违章铲了多少"] * 3, answer=DEMOLISHED)
    said = run("misses")[1]
    assert said.index("3次") < said.index("1次")
    assert f"最近的答案 {DEMOLISHED}" in said


def test_no_missed_question_says_so(run):
    assert run("misses") == (0, "没有要处理的问题。\n")


def test_a_group_becomes_phrasings_of_an_answer(run, settings, missed):
    missed(NEW, NEW + "啊")
    assert SAVED in run("misses", "1", "--as-phrasing", DEMOLISHED, *WHY)[1]
    assert {NEW, NEW + "啊"} <= phrasings(settings, DEMOLISHED)
    assert settled(settings) == ["phrasing", "phrasing"]
    assert changes(settings) == [("王丽", "群众常问")]


def test_a_group_becomes_a_new_answer_out_of_a_proposed_excerpt(run, settings, missed):
    missed("低碳园区还搞不搞")
    shown = run("misses", "1", "--new-answer")[1]
    assert "  1  " in shown
    assert settled(settings) == [None]
    pick = ("--pick", "1", "--question", "低碳园区怎么样了？", "--id", "low_carbon", "--type", "measure")
    assert run("misses", "1", "--new-answer", *pick, *WHY)[0] == 0
    assert phrasings(settings, "ask/low_carbon") == {"低碳园区还搞不搞"}
    assert settled(settings) == ["answer"]


def test_a_group_is_marked_as_not_said(run, settings, missed):
    missed("二〇三〇年种几棵银杏")
    assert run("misses", "1", "--out-of-scope", *WHY)[0] == 0
    assert phrasings(settings, "unsaid/other_matters") == {"二〇三〇年种几棵银杏"}
    assert settled(settings) == ["out_of_scope"]


def test_a_group_is_dismissed_without_an_edit(run, settings, missed):
    missed("嗯嗯啊啊哦")
    assert run("misses", "1", "--dismiss", *WHY)[0] == 0
    assert settled(settings) == ["dismissed"]
    assert changes(settings) == []


def test_a_group_that_is_refused_stays_open(run, settings, missed):
    missed("违建拆除面积多少")
    assert run("misses", "1", "--as-phrasing", "ask/s1_1_members_self_review", *WHY)[0] == 1
    assert run("misses", "1", "--as-phrasing", "ask/nothing", *WHY)[0] == 1
    assert run("misses", "7", "--dismiss", *WHY)[0] == 1
    assert settled(settings) == [None]


@pytest.mark.long
def test_the_spreadsheet_goes_out_and_its_edits_come_in(run, settings, tmp_path):
    file = tmp_path / "answers.xlsx"
    assert run("answers", "export", str(file))[0] == 0
    assert "没有改动" in run("answers", "import", str(file))[1]
    book = load_workbook(file)
    book["问法"].append([DEMOLISHED, None, NEW])
    book.save(file)
    assert "还没有保存" in run("answers", "import", str(file))[1]
    assert NEW not in phrasings(settings, DEMOLISHED)
    assert SAVED in run("answers", "import", str(file), "--yes", *WHY)[1]
    assert NEW in phrasings(settings, DEMOLISHED)
    assert run("answers", "export", str(file))[0] == 1, "a file that is there is not written over"


def test_full_width_blanks_are_shown_and_what_a_terminal_obeys_is_not(capfd):
    answer_desk.say(["第一　条\x1b[2J"])
    assert capfd.readouterr().out == "第一　条\ufffd[2J\n"


def test_a_golden_question_is_added_by_a_command(run: Run, settings: Settings) -> None:
    row = ("golden", "海城的违章到底拆光没有", "三(三)", "7.1万平方米", "--kind", "figure")
    code, said = run("answers", *row, *WHY)
    assert (code, SAVED in said) == (0, True)
    assert "海城的违章到底拆光没有" in (settings.home / "data/zhenan-2018/golden/questions.yml").read_text("utf-8")
    code, said = run("answers", *row, *WHY)
    assert (code, "已经是验收题" in said) == (1, True)


def test_a_golden_question_wants_words_that_stand_in_its_item(run: Run) -> None:
    code, said = run("answers", "golden", "海城的违章到底拆光没有", "三(三)", "8万平方米", *WHY)
    assert (code, "要照抄原文" in said) == (1, True)
