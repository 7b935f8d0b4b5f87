"""`./huiyin misses`: what citizens asked and were not answered well, and what becomes of it."""

import argparse
from collections.abc import Sequence

from sqlalchemy.orm import Session

from cases.times import local_date
from commands.answer_desk import Desk, add_signature, guarded, say, signed
from commands.clock import now
from commands.typed import Parser
from db.session import read_scope, write_scope
from desk.errors import Misused
from faq import editing, misses
from faq.edits import Edit
from faq.excerpts import propose_excerpts
from faq.misses import Group
from faq.offices import EditRefused
from settings import Settings
from wording import Wording

USAGE = """用法：
  ./huiyin misses                                     列出没有答好的问题，问得多的在前
  ./huiyin misses 编号                                看这一组的全部问题
  ./huiyin misses 编号 --as-phrasing ask/名字         作为这个答案的问法
  ./huiyin misses 编号 --new-answer                   列出通报里可以摘的句子
  ./huiyin misses 编号 --new-answer --pick 几 --question 按钮上的问题 --id 名字 [--type 类型]
  ./huiyin misses 编号 --out-of-scope [unsaid/名字]   通报没说的事
  ./huiyin misses 编号 --dismiss                      不用管
  后四种要写 --reason 理由，可以写 --by 姓名"""
MOST_GROUPS, MOST_EXAMPLES = 40, 3
ANY_UNSAID = "unsaid/other_matters"


def run(settings: Settings, words: list[str]) -> int:
    """List the groups, or settle one."""
    return guarded(_run, settings, words)


def _run(settings: Settings, words: list[str]) -> int:
    asked = _parser().parse_args(words)
    chosen = [name for name in ("as_phrasing", "new_answer", "out_of_scope", "dismiss") if getattr(asked, name)]
    if len(chosen) > 1 or (chosen and asked.number is None):
        raise Misused(USAGE)
    desk = Desk(settings)
    with read_scope(desk.database) as session:
        groups = misses.groups(session)
    if asked.number is None:
        _list(groups)
        return 0
    group = _found(groups, asked.number)
    SETTLE[chosen[0] if chosen else "show"](asked, desk, group)
    return 0


def _list(groups: Sequence[Group]) -> None:
    say([] if groups else ["没有要处理的问题。"])
    for group in groups[:MOST_GROUPS]:
        nearest = f"  最近的答案 {group.answer}" if group.answer else ""
        say([f"{group.number:>5}  {group.count}次{nearest}"])
        say(f"         {question}" for question in group.questions[:MOST_EXAMPLES])
    if (more := len(groups) - MOST_GROUPS) > 0:
        say([f"还有{more}组。"])


def _show(_asked: argparse.Namespace, _desk: Desk, group: Group) -> None:
    say([f"{group.number}  {group.count}次  {group.answer or ''}", *(f"  - {words}" for words in group.questions)])


def _as_phrasing(asked: argparse.Namespace, desk: Desk, group: Group) -> None:
    edit = Edit(desk.office)
    editing.add_phrasings(edit, asked.as_phrasing, group.questions)
    _save(asked, desk, group, edit, "phrasing")


def _new_answer(asked: argparse.Namespace, desk: Desk, group: Group) -> None:
    proposed = propose_excerpts(desk.office.bulletin, " ".join(group.questions[:MOST_EXAMPLES]))
    if asked.pick is None:
        say(f"{number:>3}  {section}  {excerpt}" for number, (section, excerpt) in enumerate(proposed, 1))
        say(["加上 --pick 几 --question 按钮上的问题 --id 名字。" if proposed else "通报里没有相近的句子。"])
        return
    if not (1 <= asked.pick <= len(proposed) and asked.question and asked.id):
        raise Misused(USAGE)
    section, excerpt = proposed[asked.pick - 1]
    name = asked.id if asked.id.startswith("ask/") else f"ask/{asked.id}"
    edit = Edit(desk.office)
    if edit.answer(name):
        raise EditRefused(f"已经有“{name}”这个答案，请换一个名字，或用 --as-phrasing {name}。")
    editing.write_answer(edit, name, excerpt, section, asked.question, asked.type)
    editing.add_phrasings(edit, name, group.questions)
    _save(asked, desk, group, edit, "answer")


def _out_of_scope(asked: argparse.Namespace, desk: Desk, group: Group) -> None:
    wording, edit = Wording.load(), Edit(desk.office)
    if asked.out_of_scope != ANY_UNSAID and edit.answer(asked.out_of_scope) is None:
        raise editing.UnknownAnswer(editing.UNKNOWN.format(name=asked.out_of_scope))
    words, question = wording("unsaid.other_matters"), wording("unsaid.other_matters_question")
    editing.mark_out_of_scope(edit, group.questions, asked.out_of_scope, words, question)
    _save(asked, desk, group, edit, "out_of_scope")


def _dismiss(asked: argparse.Namespace, desk: Desk, group: Group) -> None:
    signed(asked)
    with write_scope(desk.database) as session:
        _settle(session, group, misses.DISMISSED)
    say(["已标为不用管。"])


def _save(asked: argparse.Namespace, desk: Desk, group: Group, edit: Edit, how: str) -> None:
    by, reason = signed(asked)
    desk.save(edit.checked(), by, reason, lambda session: _settle(session, group, how))


def _settle(session: Session, group: Group, how: str) -> None:
    misses.settle(session, group, how, local_date(now()))


def _found(groups: Sequence[Group], number: int) -> Group:
    for group in groups:
        if group.number == number:
            return group
    raise EditRefused(f"没有第{number}组，请用 ./huiyin misses 查看编号。")


SETTLE = {
    "show": _show,
    "as_phrasing": _as_phrasing,
    "new_answer": _new_answer,
    "out_of_scope": _out_of_scope,
    "dismiss": _dismiss,
}


def _parser() -> Parser:
    parser = Parser(USAGE)
    parser.add_argument("number", nargs="?", type=int)
    parser.add_argument("--as-phrasing")
    parser.add_argument("--new-answer", action="store_true")
    parser.add_argument("--pick", type=int)
    parser.add_argument("--question", default="")
    parser.add_argument("--id", default="")
    parser.add_argument("--type", default="status")
    parser.add_argument("--out-of-scope", nargs="?", const=ANY_UNSAID)
    parser.add_argument("--dismiss", action="store_true")
    add_signature(parser)
    return parser
