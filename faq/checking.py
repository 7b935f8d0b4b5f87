"""Everything that is wrong or doubtful in training data, before a model is made of it."""

from collections.abc import Sequence

from bulletin.document import Bulletin
from faq import check_answers, check_golden, check_likeness, check_phrasings
from faq.findings import Finding, Severity, refused
from faq.golden import GoldenRow
from nlu.training_data import TrainingData


def check(data: TrainingData, bulletin: Bulletin, golden: Sequence[GoldenRow]) -> list[Finding]:
    """All findings, the refused first; what cannot be read is said alone, as it would make the rest look wrong."""
    if data.problems:
        return [refused("unreadable", problem, problem.words) for problem in data.problems]
    found = certain(data, bulletin, golden)
    if may_train(found):
        found += check_likeness.check(data)
    return sorted(found, key=lambda finding: finding.severity is Severity.DOUBT)


def certain(data: TrainingData, bulletin: Bulletin, golden: Sequence[GoldenRow]) -> list[Finding]:
    """All findings but the likenesses, which take seconds."""
    return [
        *check_answers.check(data, bulletin),
        *check_phrasings.check(data),
        *check_golden.check(data, bulletin, golden),
    ]


def may_train(findings: Sequence[Finding]) -> bool:
    """Whether nothing is refused."""
    return all(finding.severity is not Severity.REFUSED for finding in findings)
