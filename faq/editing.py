"""What may be done to training data: each function prepares one change in an `Edit` and returns what changed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count

from faq import check_answers, golden, topic_files
from faq.edits import Edit, Written
from faq.offices import EditRefused

LONGEST_WORDS, LONGEST_EXCERPT = 300, 640  # characters of a phrasing or question, and of an overview
NAME = re.compile(r"(?:ask|unsaid|door|service|smalltalk)/[a-z0-9_]+")
OVERVIEW, OWN_TOPIC = "overview", "general"
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
SHOWN = 20  # characters that are enough to find the words again
Metadata = Mapping[str, object]
OfPhrasings = Callable[[Edit, str, Iterable[str]], list[str]]

EMPTY = "这一句是空的，请写上字。"
TOO_LONG = "“{start}……”有{length}字，最多{longest}字，请写短一点。"
INVISIBLE = "“{shown}”里有换行或看不见的字符，请重新打一遍。"
BAD_NAME = "“{name}”不能作名字：写成 ask/pool_area 这样的小写字母、数字和下划线，连前面的组名最多62个字母。"
UNKNOWN = "没有“{name}”这个答案，请用 ./huiyin answers find 词 查它的名字。"
NO_PHRASING = "“{name}”没有“{text}”这个问法，请用 ./huiyin answers show {name} 查看。"
NO_SECTION = "通报里没有“{section}”这个条目，写法如：三(三)、前言、结尾、联系方式、全文。"
NO_TYPE = "没有“{type}”这个类型，可以写：{types}。"
NOT_AN_EXCERPT = "“{name}”不是通报里的答案，没有摘句和条目。"
AN_EXCERPT = "“{name}”是通报里的答案，要写摘句和条目。"
NOT_SAID_THERE = "{section}里没有“{words}”，验收题的 contains 要照抄原文。"
ALREADY_A_PHRASING = "“{text}”已经是问法，不能再作验收题，否则等于没考。"
ALREADY_GOLDEN = "“{text}”已经是验收题。"


class UnfitWords(EditRefused):
    """Words that cannot stand in a file of training data."""


class UnknownAnswer(EditRefused):
    """There is no such answer or phrasing."""


class UnfitExcerpt(EditRefused):
    """The section is not there, or it does not say this."""


def add_phrasings(edit: Edit, intent: str, texts: Iterable[str]) -> list[str]:
    """Let these words mean the intent; those that do already are passed over."""
    _known(edit, intent)
    added = [words for words in dict.fromkeys(map(fit_words, texts)) if words not in edit.phrasings(intent)]
    for words in added:
        withdrawn, whole = edit.withdrawn(intent)
        if words in withdrawn and not whole:
            _change(edit, edit.withdrawals(intent), topic_files.without_phrasing, intent, words)
        else:
            _change(edit, _phrasing_file(edit, intent), topic_files.with_phrasing, intent, words)
    return added


def withdraw_phrasings(edit: Edit, intent: str, texts: Iterable[str]) -> list[str]:
    """Let these words no longer mean the intent, whoever wrote them; UnknownAnswer for those that never did."""
    withdrawn = [words.strip() for words in texts]
    for words in withdrawn:
        if words not in edit.phrasings(intent):
            raise UnknownAnswer(NO_PHRASING.format(name=intent, text=words))
        for file in edit.files(edit.office.layer(intent), "nlu"):
            if (intent, words) in edit.parsed_phrasings(file):
                _change(edit, file, topic_files.without_phrasing, intent, words)
        if words in edit.phrasings(intent):
            _change(edit, edit.withdrawals(intent), topic_files.with_phrasing, intent, words)
    return withdrawn


def write_answer(edit: Edit, name: str, excerpt: str, section: str, question: str, type: str) -> list[str]:
    """A new answer out of the bulletin, or other words for one that is there."""
    if not name.startswith("ask/"):
        raise UnfitWords(NOT_AN_EXCERPT.format(name=name))
    if type not in check_answers.TYPES:
        raise UnfitWords(NO_TYPE.format(type=type, types="、".join(check_answers.TYPES)))
    excerpt = fit_words(excerpt, LONGEST_EXCERPT)
    found = edit.office.bulletin.section(section)
    label = found.label if found else section.strip()
    return _put(edit, name, excerpt, {"section": label, "question": fit_words(question), "type": type})


def word_answer(edit: Edit, name: str, words: str, question: str) -> list[str]:
    """An answer in our own words: of the groups unsaid, door, service and smalltalk."""
    if name.startswith("ask/"):
        raise UnfitWords(AN_EXCERPT.format(name=name))
    metadata = {"question": fit_words(question)} if question.strip() else {}
    return _put(edit, name, fit_words(words, LONGEST_EXCERPT), metadata)


def withdraw_answer(edit: Edit, name: str) -> list[str]:
    """The answer and everything that meant it are gone."""
    answer = _known(edit, name)
    if answer is None:
        raise UnknownAnswer(UNKNOWN.format(name=name))
    for file in edit.files(edit.office.layer(name), "nlu"):
        for words in [words for intent, words in edit.parsed_phrasings(file) if intent == name]:
            _change(edit, file, topic_files.without_phrasing, name, words)
    if own := edit.answer_file(name):
        _change(edit, own, topic_files.without_response, name)
    if name in edit.shipped.responses and not edit.withdrawn(name)[1]:
        _change(edit, edit.withdrawals(name), topic_files.with_response, name, answer.words, {})
    return [name]


def mark_out_of_scope(edit: Edit, texts: Iterable[str], name: str, words: str, question: str) -> list[str]:
    """Let these words mean that the bulletin does not say it; the answer is made when it is not there yet."""
    if edit.answer(name) is None:
        word_answer(edit, name, words, question)
    return add_phrasings(edit, name, texts)


def add_golden(edit: Edit, text: str, section: str, contains: Sequence[str], kind: str, style: str) -> list[str]:
    """One more question that every model must answer with these words."""
    text = fit_words(text)
    found = edit.office.bulletin.section(section)
    if found is None:
        raise UnfitExcerpt(NO_SECTION.format(section=section))
    for said in contains:
        if said not in found.text:
            raise UnfitExcerpt(NOT_SAID_THERE.format(section=found.label, words=said))
    if any(phrasing.text == text for phrasing in edit.office.data().phrasings):
        raise UnfitWords(ALREADY_A_PHRASING.format(text=text))
    if any(row.text == text for row in golden.read(edit.office.layers())[0]):
        raise UnfitWords(ALREADY_GOLDEN.format(text=text))
    row = {"text": text, "section": found.label, "contains": list(contains), "kind": kind, "style": style}
    _change(edit, f"{edit.office.bulletin.id}/golden/questions.yml", topic_files.with_golden, row)
    return [text]


def free_name(edit: Edit, section: str) -> str:
    """A name for a new answer out of this section, which nobody has to think of."""
    topic = _topic(edit, "ask/", {"section": section}).removeprefix("ask/")
    return next(name for number in count(1) if edit.answer(name := f"ask/s{topic}_own{number}") is None)


def fit_words(text: str, longest: int = LONGEST_WORDS) -> str:
    """The text trimmed; UnfitWords when it is empty, too long, or not one line of visible characters."""
    text = text.strip()
    if not text:
        raise UnfitWords(EMPTY)
    if any(unicodedata.category(character) in INVISIBLE_CATEGORIES for character in text):
        shown = "".join(character if character.isprintable() else "□" for character in text)
        raise UnfitWords(INVISIBLE.format(shown=shown[:SHOWN]))
    if len(text) > longest:
        raise UnfitWords(TOO_LONG.format(start=text[:SHOWN], length=len(text), longest=longest))
    return text


def _known(edit: Edit, intent: str) -> Written | None:
    """The answer of this intent, None for one of those that have phrasings only (complaint, case_status)."""
    answer = edit.answer(intent)
    if answer is None and ("/" in intent or not edit.phrasings(intent)):
        raise UnknownAnswer(UNKNOWN.format(name=intent))
    return answer


def _put(edit: Edit, name: str, words: str, metadata: Metadata) -> list[str]:
    """Write the answer into the file of its topic; other fields that it had are kept."""
    if not NAME.fullmatch(name) or len(name) > check_answers.LONGEST_ID:
        raise UnfitWords(BAD_NAME.format(name=name))
    present = edit.answer(name)
    metadata = {**(present.metadata if present else {}), **metadata}
    if present == Written(words, metadata):
        return []
    file = f"{edit.office.layer(name)}/responses/{_topic(edit, name, metadata)}.yml"
    if (old := edit.answer_file(name)) and old != file:
        _change(edit, old, topic_files.without_response, name)
    _change(edit, file, topic_files.with_response, name, words, metadata)
    return [name]


def _phrasing_file(edit: Edit, intent: str) -> str:
    answer = edit.answer(intent)
    return f"{edit.office.layer(intent)}/nlu/{_topic(edit, intent, answer.metadata if answer else {})}.yml"


def _topic(edit: Edit, name: str, metadata: Metadata) -> str:
    """`ask/3_3` for an answer out of 三(三); for others the file that its like stands in."""
    if name.startswith("ask/"):
        section = edit.office.bulletin.section(str(metadata.get("section")))
        return f"ask/{section.id.split('/')[-1].replace('.', '_') if section else OVERVIEW}"
    found = next((phrasing.file for phrasing in edit.shipped.phrasings if phrasing.intent == name), None)
    if found:
        return f"{found.parent.name}/{found.stem}"
    return f"{name.split('/')[0]}/{OWN_TOPIC}"


def _change(edit: Edit, file: str, change: Callable[..., str], *words: object) -> None:
    try:
        edit.put(file, change(edit.text(file) or topic_files.beginning(file), *words))
    except topic_files.UnreadableTopic as wrong:
        raise EditRefused(f"{file}：{wrong}") from None
