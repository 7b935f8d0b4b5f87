"""What a check of the training data refuses, and what it only doubts."""

from pathlib import Path

import pytest

from bulletin.parser import parse
from faq import checking, golden
from faq.findings import Severity
from nlu import training_data
from settings import ROOT

LAYERS = [ROOT / "data", ROOT / "data/bulletin"]
TEXT = """一、关于“违建”问题的整改情况
(一)拆除违法建筑。共发现新建违建20处,处置到位14处。累计拆除违建7.1万平方米。
(二)清退补助。星海街道清退补助82890元,天河街道清退补助31256元。"""
AREA = '"累计拆除违建7.1万平方米"'
ASKS = ("{0}了多少", "请问{0}多少", "{0}有没有数", "到底{0}几多", "{0}的数字", "说说{0}", "{0}是多少呀")
FRAMES = (*ASKS, "我想知道{0}", "通报里{0}怎么写", "{0}，讲个数", "老李问{0}")


@pytest.fixture(scope="module")
def bulletin():
    return parse(TEXT, "small")


def response(name="ask/area", text=AREA, section="一(一)", question="拆了多少平方米？", type="figure", **more):
    metadata = {"section": section, "question": question, "type": type, **more}
    lines = [f"      {key}: {value}" for key, value in metadata.items() if value is not None]
    return "\n".join([f"  utter_{name}:", f"  - text: {text}", "    metadata:", *lines, ""])


def phrasings(name="ask/area", subject="拆除面积", frames=FRAMES):
    return "\n".join(
        [f"- intent: {name}", "  examples: |", *(f"    - {frame.format(subject)}" for frame in frames), ""]
    )


@pytest.fixture
def check(tmp_path, bulletin):
    """Findings on a layer of one answer, where nothing else is said."""

    def run(responses=None, nlu=None, rows=""):
        folder = tmp_path / f"layer{len(list(tmp_path.iterdir()))}"
        files = {
            "responses/a.yml": "responses:\n" + (response() if responses is None else responses),
            "nlu/a.yml": "nlu:\n" + (phrasings() if nlu is None else nlu),
            "golden/questions.yml": rows,
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        data, (golden_rows, problems) = training_data.read([folder]), golden.read([folder])
        data.problems += problems
        return checking.check(data, bulletin, golden_rows)

    return run


def refusals(findings):
    return [finding for finding in findings if finding.severity is Severity.REFUSED]


def doubts(findings, kind):
    return [finding for finding in findings if finding.severity is Severity.DOUBT and finding.kind == kind]


def test_a_sound_answer_is_neither_refused_nor_doubted(check):
    assert check() == []


def test_a_figure_that_is_not_the_bulletins_is_refused_and_the_printed_one_named(check):
    (found,) = refusals(check(response(text='"累计拆除违建7.2万平方米"')))
    assert "写的是“7.2万平方米”，通报里是“7.1万平方米”" in found.words
    assert (found.file.name, found.line) == ("a.yml", 2)


def test_an_excerpt_of_another_item_is_refused_and_its_item_named(check):
    (found,) = refusals(check(response(text='"天河街道清退补助31256元"')))
    assert "一(二)" in found.words


def test_changed_words_are_refused_with_what_the_bulletin_says_there(check):
    (found,) = refusals(check(response(text='"累计拆除房屋7.1万平方米"')))
    assert "“房屋7.1万平方米”" in found.words
    assert "“违建7.1万平方米" in found.words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (response(section="一(九)"), "没有条目“一(九)”"),
        (response(section=None), "section"),
        (response(question=None), "question"),
        (response(question='""'), "question"),
        (response(type=None), "type"),
        (response(type="number"), "number"),
        (response(text="12"), "text 要写成文字"),
        (response(text="AUTO"), "AUTO"),
    ],
)
def test_an_answer_without_what_it_needs_is_refused(check, answer, words):
    (found,) = refusals(check(answer))
    assert words in found.words


def test_what_the_bulletin_does_say_beside_an_unsaid_thing_is_verbatim_too(check):
    unsaid = response("unsaid/area", '"通报没有说。"', type=None, says='"累计拆除违建9.1万平方米"')
    (found,) = refusals(check(unsaid, phrasings("unsaid/area")))
    assert "7.1万平方米" in found.words


@pytest.mark.parametrize(
    ("other", "quote", "words"),
    [("ask/places", "共发现新建违建21处", "通报里是“20处”"), ("ask/gone", "共发现新建违建20处", "ask/gone")],
)
def test_what_is_told_of_a_look_alike_answer_is_its_items_own_words(check, other, quote, words):
    two = response(beside=other, beside_quote=quote) + response("ask/places", '"共发现新建违建20处"', question="几处？")
    (found,) = refusals(check(two, phrasings() + phrasings("ask/places", "发现几处")))
    assert words in found.words


def test_a_number_of_another_door_that_its_text_does_not_give_is_refused(check):
    door = response("door/water", '"请拨打12345。"', section=None, type=None, channel='"12346"')
    (found,) = refusals(check(door, phrasings("door/water")))
    assert "12346" in found.words


def test_an_excerpt_too_long_for_a_reply_is_refused(tmp_path):
    long = "甲" * 206
    bulletin = parse(f"一、关于“违建”问题的整改情况\n(一)拆除。{long}。", "long")
    answer = training_data.Response(
        "ask/long", long, {"section": "一(一)", "question": "？", "type": "list"}, Path("a"), 1
    )
    data = training_data.TrainingData([training_data.Phrasing("ask/long", "多长", Path("b"), 1)], {answer.id: answer})
    (found,) = refusals(checking.check(data, bulletin, []))
    assert "206" in found.words


def test_two_answers_with_one_button_are_refused(check):
    two = response() + response("ask/places", '"共发现新建违建20处"')
    (found,) = refusals(check(two, phrasings() + phrasings("ask/places", "发现几处")))
    assert "ask/area" in found.words
    assert "ask/places" in found.words


def test_a_number_on_a_button_that_its_item_does_not_hold_is_doubted(check):
    (found,) = doubts(check(response(question="拆的7.3万平方米在哪里？")), "question")
    assert "7.3" in found.words


def test_phrasings_without_an_answer_and_an_answer_without_phrasings_are_refused(check):
    found = refusals(check(nlu=phrasings("ask/aera")))
    assert {finding.kind for finding in found} == {"no response", "no phrasing"}


def test_a_phrasing_that_belongs_to_two_answers_is_refused_and_both_places_named(check):
    two = response() + response("ask/places", '"共发现新建违建20处"', question="几处？")
    both = phrasings() + phrasings("ask/places", "发现几处", (*FRAMES, "拆除面積了多少"))
    (found,) = refusals(check(two, both))
    assert "ask/area" in found.words
    assert "a.yml:4" in found.words
    assert found.line == 28


def test_a_phrasing_written_twice_under_one_answer_is_doubted(check):
    (found,) = doubts(check(nlu=phrasings(frames=(*FRAMES, FRAMES[0]))), "twice")
    assert found.line == 15


def test_an_answer_with_few_phrasings_is_doubted(check):
    assert len(doubts(check(nlu=phrasings(frames=FRAMES[:9])), "few phrasings")) == 1


def test_a_question_for_a_figure_without_one_in_the_excerpt_is_doubted(check):
    assert len(doubts(check(response(text='"拆除违法建筑"')), "type")) == 1
    assert len(doubts(check(response(type="when")), "type")) == 1


def test_a_golden_question_about_an_item_that_does_not_exist_is_refused(check):
    row = '- {text: 拆了多少, section: 一(九), contains: ["7.1万平方米"], kind: figure}'
    assert "一(九)" in refusals(check(rows=row))[0].words


def test_golden_words_that_the_item_does_not_hold_are_refused(check):
    row = '- {text: 拆了多少, section: 一(一), contains: ["7.2万平方米"], kind: figure}'
    assert "7.2万平方米" in refusals(check(rows=row))[0].words


def test_golden_words_that_no_answer_quotes_are_doubted(check):
    row = '- {text: 处置了几处, section: 一(一), contains: ["14处"], kind: figure}'
    assert "14处" in doubts(check(rows=row), "golden")[0].words


LOST_INTENT = "nlu:\n- intent: ask/area\n  examples: |\n    - a\n  examples: |\n    - b\n"


@pytest.mark.parametrize(
    "broken", ["nlu: [", "nlu:\n- intent: ask/area\n  examples: |\n    oops\n", "responses: 3", LOST_INTENT]
)
def test_a_broken_file_is_refused_alone(tmp_path, bulletin, broken):
    (tmp_path / "nlu").mkdir()
    (tmp_path / "nlu" / "a.yml").write_text(broken, "utf-8")
    (found,) = checking.check(training_data.read([tmp_path]), bulletin, [])
    assert (found.severity, found.kind) == (Severity.REFUSED, "unreadable")


def test_an_answer_whose_name_was_lost_is_refused(check):
    lost = response() + response("ask/places", '"共发现新建违建20处"').split("\n", 1)[1]
    assert "utter_ask/area" in refusals(check(lost))[0].words


@pytest.fixture(scope="module")
def shipped():
    data = training_data.read(LAYERS)
    rows, problems = golden.read(LAYERS)
    text = next((ROOT / "data/bulletin").glob("*.txt")).read_text("utf-8")
    return data, checking.check(data, parse(text, "shipped"), rows), problems


def test_nothing_that_is_shipped_is_refused(shipped):
    _, found, problems = shipped
    assert [str(finding) for finding in refusals(found)] == []
    assert problems == []


def test_at_most_a_fiftieth_of_the_shipped_phrasings_is_doubted_for_its_likeness(shipped):
    data, found, _ = shipped
    assert 0 < len(doubts(found, "misplaced")) <= len(data.phrasings) / 50


def test_phrasings_and_excerpts_that_moved_to_another_answer_are_doubted(bulletin):
    data = training_data.read(LAYERS)
    moved = next(p for p in data.phrasings if p.intent == "ask/s3_3_demolished_area" and "违建拆了" in p.text)
    data.phrasings.remove(moved)
    data.phrasings.append(training_data.Phrasing("ask/s1_1_overview", moved.text, moved.file, moved.line))
    one, other = (data.responses[f"ask/s7_2_{name}"] for name in ("heart_talks_251", "punished_by_rank"))
    for keeps, gets in ((one, other), (other, one)):
        data.responses[keeps.id] = training_data.Response(keeps.id, gets.text, keeps.metadata, keeps.file, keeps.line)
    text = next((ROOT / "data/bulletin").glob("*.txt")).read_text("utf-8")
    found = checking.check(data, parse(text, "shipped"), [])
    assert moved.text in [finding.about.text for finding in doubts(found, "misplaced")]
    assert any(one.id in f.words and other.id in f.words for f in doubts(found, "swapped"))
