"""How well bulletins of other units are answered that nobody wrote phrasings for: `python -m bench.other_bulletins`."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from actions.answer_writer import AnswerWriter
from bulletin import profile
from bulletin.encoding import decoded
from bulletin.understanding import understand
from cli import quiet
from faq.derivation import FILE
from faq.shelf import Shelf
from settings import ROOT
from wording import Wording

SAMPLES = ROOT / "tests" / "bulletin" / "samples"
HELD_OUT = ("donghu-college", "baihe-hospital")  # nothing was changed after looking at what they answer
FACTS = ("answer", "overview", "contact")
Row = dict[str, Any]


def imported(sample: str, home: Path) -> Path:
    """The folder that `bulletin import` makes of the sample."""
    shelf = Shelf(home, ROOT / "data" / "bulletin", ROOT / "data" / "derivation.yml")
    text = decoded((SAMPLES / f"{sample}.txt").read_bytes())
    return shelf.put(understand(text, sample, "bulletin.txt"), "")


def asked(folder: Path, archive: Path, rows: list[str]) -> list[Row]:
    """What the service would reply to each, beside the gate's decision."""
    from faq.reading import ModelReader  # noqa: PLC0415 - rasa must be made importable first

    reader, writer = ModelReader(archive), AnswerWriter(*profile.load(folder), Wording.load())
    found = []
    for text in rows:
        message = reader.read(text)
        gate, candidates = message.get("gate"), message.get("candidates")
        found.append({"asked": text, "gate": gate, **writer.write(gate, candidates, None)})
    return found


def trained(folder: Path, archive: Path, general: Path = ROOT / "data") -> None:
    """A model of the imported bulletin and the general data."""
    from nlu import graph_training  # noqa: PLC0415 - as above

    layers = [general, ROOT / "data" / "any_bulletin", folder]
    graph_training.train(ROOT / "config.yml", ROOT / "domain.yml", layers, folder, archive)


def is_right(reply: Row, row: Row) -> bool:
    """Whether the words that were asked for stand in a reply about the right section."""
    said = "".join(str(reply["text"]).split())
    return reply["act"] in FACTS and reply["section"] == row["section"] and all(w in said for w in row["contains"])


def measured(sample: str, home: Path, general: Path = ROOT / "data") -> tuple[Row, list[Row]]:
    """The line of the table, and every question that went wrong."""
    folder, archive, began = imported(sample, home), home / f"{sample}.tar.gz", time.monotonic()
    trained(folder, archive, general)
    seconds = time.monotonic() - began
    golden = yaml.safe_load((SAMPLES / f"{sample}.yml").read_text("utf-8"))
    replies = asked(folder, archive, [row["text"] for row in golden["questions"]])
    others = asked(folder, archive, golden["near_misses"])
    right = [is_right(reply, row) for reply, row in zip(replies, golden["questions"], strict=True)]
    wrong = [reply for reply, fine in zip(replies, right, strict=True) if not fine]
    stated = [reply for reply in others if reply["act"] in FACTS]
    tapped = sum(reply["act"] == "clarify" for reply in wrong)
    phrasings = (folder / "nlu" / FILE).read_text("utf-8").count("    - ")
    line = {
        "sample": sample,
        "share": sum(right) / len(right),
        "stated": len(stated),
        "right": f"{sum(right)}/{len(right)}",
        "asked back": tapped,
        "silent": Counter(reply["act"] for reply in wrong)["decline"],
        "near": f"{len(stated)}/{len(others)}",
        "phrasings": phrasings,
        "seconds": round(seconds, 1),
    }
    return line, [*wrong, *stated]


def main() -> None:
    """Print the table; with names of samples only those, with -v also what went wrong."""
    quiet()
    names = [word for word in sys.argv[1:] if word != "-v"] or sorted(file.stem for file in SAMPLES.glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            line, wrong = measured(name, Path(folder))
            print("  ".join(f"{key} {value}" for key, value in line.items()), "(held out)" * (name in HELD_OUT))
            if "-v" in sys.argv and name not in HELD_OUT:
                for reply in wrong:
                    best = [(a["id"], a["section"], a["score"]) for a in reply["gate"]["answers"][:3]]
                    print("   ", reply["act"], reply["text"][:60].replace("\n", " "), "<=", reply["asked"], best)


if __name__ == "__main__":
    main()
