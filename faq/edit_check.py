"""What an edit would break, found before it is written."""

from collections.abc import Sequence
from pathlib import Path

from faq import checking, golden
from faq.findings import Finding, Severity, refused
from faq.golden import GoldenRow
from faq.offices import EditRefused, Office
from nlu import training_data
from nlu.training_data import Problem, TrainingData

UNREADABLE = "请先改好这个文件：{problem}"


class Faulty(EditRefused):
    """The data would not be right any more; `faults` are what the check says of them."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        super().__init__("\n".join(fault.words for fault in faults))
        self.faults = tuple(faults)


def check(office: Office, folder: Path) -> list[Finding]:
    """The doubts; Faulty when the edits in `folder` bring a fault that the office's do not have, or cannot be read."""
    data, rows = _read(office, folder)
    if data.problems:
        raise Faulty([refused("unreadable", problem, _named(problem, folder)) for problem in data.problems])
    found = _certain(office, data, rows)
    if faults := _refused(found):
        known = {fault.plain for fault in _refused(_certain(office, *_read(office, office.folder)))}
        if new := [fault for fault in faults if fault.plain not in known]:
            raise Faulty(new)
    return [finding for finding in found if finding.severity is Severity.DOUBT]


def _read(office: Office, folder: Path) -> tuple[TrainingData, list[GoldenRow]]:
    """The problems are those of both: while there is any, nothing can be said of the rest."""
    layers = office.layers(folder)
    data, (rows, problems) = training_data.read(layers), golden.read(layers)
    data.problems += problems
    return data, rows


def _certain(office: Office, data: TrainingData, rows: Sequence[GoldenRow]) -> list[Finding]:
    return checking.certain(data, office.bulletin, rows)


def _refused(found: Sequence[Finding]) -> list[Finding]:
    """What training refuses."""
    return [finding for finding in found if finding.severity is Severity.REFUSED]


def _named(problem: Problem, folder: Path) -> str:
    """With file and line, as the office knows them."""
    return UNREADABLE.format(problem=str(problem).replace(f"{folder}/", ""))
