"""Whether the bulletin says what is asked for: a weighed sum of five signs (docs/retrieval.md)."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

LEANING = "leaning"  # set by the retriever: what a message sounds like, whatever was spoken of before


@dataclass(frozen=True)
class Leaning:
    """How much a message sounds like what the bulletin says and like what it leaves out; the best of the latter."""

    said: float = 0.0
    unsaid: float = 0.0
    best_unsaid: float = 0.0


@dataclass(frozen=True)
class Signs:
    """What speaks for or against an answer, in the order and under the names of the weights."""

    leans: float  # further towards what is said than towards what is left out
    best_unsaid: float
    never: bool  # prices, names, times: what it says of nobody
    unmet: bool  # the excerpt has nothing of the kind asked for
    standing: bool  # how far something is

    def weighed(self, weights: Mapping[str, float]) -> float:
        """Above nothing: it says so."""
        found = zip(fields(self), astuple(self), strict=True)
        return weights["bias"] + sum(weights[field.name] * float(value) for field, value in found)
