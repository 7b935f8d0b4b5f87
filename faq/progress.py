"""How far a training is, read from what it says of itself."""

import re
from dataclasses import dataclass

STARTING, STEPS = "准备", ("读取", "检查", "训练", "验收题", "对比")
DOUBT = "疑问"  # as faq/release_report.py begins a line that holds nothing up
PLACE = re.compile(r"\S*/\S+:[0-9]+: ")
STEP = re.compile(rf"^({'|'.join(STEPS)}) …… (?:([0-9.]+) 秒)?", re.MULTILINE)


@dataclass(frozen=True)
class Progress:
    """The steps that were begun, each with its seconds when it is over; `words` is what was said after the last."""

    running: bool
    steps: tuple[tuple[str, str], ...]
    words: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether it ended before its last step did."""
        return not self.running and not (self.steps and self.steps[-1][0] == STEPS[-1] and self.steps[-1][1])


def read(said: str, *, running: bool) -> Progress:
    """From the output of `train`."""
    steps = tuple((name, seconds or "") for name, seconds in STEP.findall(said))
    last = STEP.split(said)[-1].splitlines()
    words = (PLACE.sub("", line).strip() for line in last if not line.startswith(DOUBT))
    begun = ((STARTING, ""),) if running and not steps else steps
    return Progress(running, begun, tuple(filter(None, words)))
