"""The least that a model can be trained on: three answers of the shipped bulletin, in seconds."""

import shutil
from pathlib import Path

from faq.layers import Layers
from settings import ROOT

DEMOLISHED, PERMITS, PLAN = "ask/demolished", "ask/permits", "ask/plan"
ANSWERS = {
    DEMOLISHED: ("累计拆除违建7.1万平方米", "figure", "累计拆除违建多少平方米？", "违建一共拆了多少平方米"),
    PERMITS: ("面积约4万平方米", "figure", "村二产补办手续面积有多少？", "村二产补办手续的面积多大"),
    PLAN: ("要求将海城街道纳入新一轮温州市城市总体规划", "status", "海城纳入城市总体规划了吗？", "海城进总体规划没有"),
}
WAYS = ("{}", "请问{}", "我想问问{}", "{}呢", "听说{}", "麻烦问下{}", "{}你知道吗", "想知道{}", "{}啊", "说说{}")
GREETING = ("你好", "您好", "在吗", "早上好", "下午好", "晚上好", "哈喽", "喂", "有人吗", "嗨")


def layers(folder: Path) -> Layers:
    """A project of its own in the folder, with an empty home beside it."""
    root = folder / "project"
    data, bulletin = root / "data", root / "data" / "bulletin"
    bulletin.mkdir(parents=True)
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "data" / "rules", data / "rules")
    for file in (ROOT / "data" / "bulletin").glob("*.*"):
        shutil.copy(file, bulletin)
    phrase(bulletin, {intent: [way.format(said) for way in WAYS] for intent, (*_, said) in ANSWERS.items()})
    phrase(data, {"smalltalk/greet": list(GREETING)})
    answers = {name: f'"{text}"\n{_metadata(kind, question)}' for name, (text, kind, question, _) in ANSWERS.items()}
    answer(bulletin, answers)
    answer(data, {"smalltalk/greet": '"您好。"\n    metadata: {question: "你好"}\n'})
    golden(bulletin, [("违建拆了多少平方米", "7.1万平方米"), ("海城进没进总体规划", "总体规划")])
    return Layers(root, bulletin, folder / "home" / "data")


def phrase(layer: Path, phrasings: dict[str, list[str]], file: str = "phrasings") -> None:
    """Write phrasings by intent."""
    blocks = (f"- intent: {intent}\n  examples: |\n{_lines(texts)}" for intent, texts in phrasings.items())
    _write(layer / "nlu" / f"{file}.yml", "nlu:\n" + "".join(blocks))


def answer(layer: Path, answers: dict[str, str], file: str = "answers") -> None:
    """Write answers: the quoted text and whatever follows it."""
    blocks = (f"  utter_{name}:\n  - text: {text}" for name, text in answers.items())
    _write(layer / "responses" / f"{file}.yml", "responses:\n" + "".join(blocks))


def excerpt(name: str, text: str) -> dict[str, str]:
    """The answer of this name with another excerpt."""
    _, kind, question, _ = ANSWERS[name]
    return {name: f'"{text}"\n{_metadata(kind, question)}'}


def golden(layer: Path, rows: list[tuple[str, str]]) -> None:
    """Write golden questions of item 三(三)."""
    lines = (f'- {{text: "{text}", section: "三(三)", contains: ["{said}"], kind: figure}}\n' for text, said in rows)
    _write(layer / "golden" / "questions.yml", "".join(lines))


def _metadata(kind: str, question: str) -> str:
    return f'    metadata: {{section: "三(三)", question: "{question}", type: {kind}}}\n'


def _lines(texts: list[str]) -> str:
    return "".join(f"    - {text}\n" for text in texts)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
