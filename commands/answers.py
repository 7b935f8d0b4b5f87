"""`./huiyin answers`: find, change and undo what the bot answers; the spreadsheet out and in."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from cases.times import LOCAL
from commands.answer_desk import Desk, add_signature, guarded, say, signed
from commands.spreadsheets import bring_in, write_out
from commands.typed import Parser
from db.session import read_scope
from desk.errors import Misused
from faq import check_answers, diffs, edit_history, editing, finding_answers
from faq.edits import Edit
from faq.golden import STYLES
from faq.models import Change
from settings import Settings
from wording import Wording

USAGE = """用法：
  ./huiyin answers find 词                    查名字、问题、摘句、问法
  ./huiyin answers show 名字                  看一个答案和它的问法
  ./huiyin answers add 名字 问法 …            加问法
  ./huiyin answers remove 名字 问法 …         删问法
  ./huiyin answers golden 问题 条目 原文 …    加一道验收题，答案里一定要有这些原文；--kind 类型 --style 说法
      类型：{kinds}
      说法：{styles}
  ./huiyin answers changes [编号]             看改过什么
  ./huiyin answers undo 编号                  撤销一次改动
  ./huiyin answers export 文件.xlsx           写成表格
  ./huiyin answers import 文件.xlsx [--yes]   读回表格；不加 --yes 只看报告
  add、remove、golden、undo、import --yes 要写 --reason 理由，可以写 --by 姓名"""
MOST_FOUND, MOST_HITS, MOST_CHANGES = 30, 3, 50
FIELDS = {"section": "条目", "type": "类型", "question": "按钮", "says": "通报说了", "channel": "电话"}


def run(settings: Settings, words: list[str]) -> int:
    """Carry out one of them."""
    return guarded(_run, settings, words)


def _run(settings: Settings, words: list[str]) -> int:
    asked = _parser().parse_args(words)
    return int(CARRY_OUT[asked.do](asked, settings) or 0)


def _find(asked: argparse.Namespace, settings: Settings) -> int:
    found = list(finding_answers.by_words(Desk(settings).office.data(), asked.words))
    for one in found[:MOST_FOUND]:
        say([f"{one.answer}  {one.question}", *(f"    {hit}" for hit in one.hits[:MOST_HITS])])
    more = len(found) - MOST_FOUND
    say([f"还有{more}个，请写得更细一点。"] if more > 0 else [] if found else ["没有找到。换一个词试试。"])
    return 0 if found else 1


def _show(asked: argparse.Namespace, settings: Settings) -> None:
    edit = Edit(Desk(settings).office)
    answer, phrasings = edit.answer(asked.name), edit.phrasings(asked.name)
    if answer is None and not phrasings:
        raise editing.UnknownAnswer(editing.UNKNOWN.format(name=asked.name))
    own = edit.own_phrasings(asked.name)
    say([asked.name])
    if answer:
        fields = ((label, answer.metadata.get(field)) for field, label in FIELDS.items())
        say([f"{label}：{value}" for label, value in (*fields, ("答案", answer.words)) if value])
    say([f"问法{len(phrasings)}句（* 是本单位加的）："])
    say(f"  {'*' if words in own else '-'} {words}" for words in sorted(phrasings))


def _add(asked: argparse.Namespace, settings: Settings) -> None:
    _change(asked, settings, editing.add_phrasings)


def _remove(asked: argparse.Namespace, settings: Settings) -> None:
    _change(asked, settings, editing.withdraw_phrasings)


def _change(asked: argparse.Namespace, settings: Settings, change: editing.OfPhrasings) -> None:
    by, reason = signed(asked)
    desk = Desk(settings)
    edit = Edit(desk.office)
    change(edit, asked.name, asked.texts)
    desk.save(edit.checked(), by, reason)


def _golden(asked: argparse.Namespace, settings: Settings) -> None:
    by, reason = signed(asked)
    desk = Desk(settings)
    edit = Edit(desk.office)
    editing.add_golden(edit, asked.text, asked.section, asked.contains, asked.kind, asked.style)
    desk.save(edit.checked(), by, reason)


def _changes(asked: argparse.Namespace, settings: Settings) -> None:
    with read_scope(Desk(settings).database) as session:
        if asked.number is None:
            rows = edit_history.changes(session, MOST_CHANGES)
            say(map(_line, rows) if rows else ["还没有改动。"])
        else:
            for row in edit_history.made_with(session, asked.number):
                say([_line(row), diffs.shown(row.diff)])


def _line(row: Change) -> str:
    at = f"{row.at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    return f"{row.id:>5}  {at}  {row.author}  {row.file}  {row.reason}"


def _undo(asked: argparse.Namespace, settings: Settings) -> None:
    by, reason = signed(asked)
    desk = Desk(settings)
    with read_scope(desk.database) as session:
        rows = edit_history.made_with(session, asked.number)
    edit = Edit(desk.office)
    edit_history.undo(edit, rows)
    desk.save(edit.checked(), by, reason)


def _export(asked: argparse.Namespace, settings: Settings) -> None:
    write_out(Desk(settings).office, _spreadsheet(asked.file))


def _import(asked: argparse.Namespace, settings: Settings) -> int:
    by, reason = signed(asked) if asked.yes else ("", "")
    return bring_in(Desk(settings), _spreadsheet(asked.file), by, reason, save=asked.yes)


def _spreadsheet(name: str) -> Path:
    if not name.lower().endswith(".xlsx"):
        raise Misused(f"文件名要以 .xlsx 结尾：{name}")
    return Path(name)


CARRY_OUT = {
    "find": _find,
    "show": _show,
    "add": _add,
    "remove": _remove,
    "golden": _golden,
    "changes": _changes,
    "undo": _undo,
    "export": _export,
    "import": _import,
}


def _usage() -> str:
    """How all of them are written, with the words that tell about a golden question."""
    wording = Wording.load()
    kinds = {kind: wording(f"console.answers.type.{kind}") for kind in check_answers.TYPES}
    return USAGE.format(kinds=_listed(kinds), styles=_listed(STYLES))


def _listed(words: Mapping[str, str]) -> str:
    return "，".join(f"{name} {label}" for name, label in words.items())


def _parser() -> Parser:
    parser = Parser(_usage())
    verbs = parser.verbs(*CARRY_OUT)
    verbs["find"].add_argument("words")
    verbs["show"].add_argument("name")
    for verb in ("add", "remove"):
        verbs[verb].add_argument("name")
        verbs[verb].add_argument("texts", nargs="+")
    golden = verbs["golden"]
    golden.add_argument("text")
    golden.add_argument("section")
    golden.add_argument("contains", nargs="+")
    golden.add_argument("--kind", default="status", choices=check_answers.TYPES)
    golden.add_argument("--style", default="colloquial", choices=STYLES)
    verbs["changes"].add_argument("number", nargs="?", type=int)
    verbs["undo"].add_argument("number", type=int)
    verbs["export"].add_argument("file")
    verbs["import"].add_argument("file")
    verbs["import"].add_argument("--yes", action="store_true")
    for verb in ("add", "remove", "golden", "undo", "import"):
        add_signature(verbs[verb])
    return parser
