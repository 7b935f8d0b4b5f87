"""What a text is found by: each two characters that stand beside each other, written in one way."""

from collections.abc import Iterator

from cases.routing.spelling import fold

LENGTH = 2


class TooShort(Exception):
    """Nothing to search by: ask for two characters in a row."""


def terms(text: str) -> list[str]:
    """The 2-grams of a text, each once, none across a blank or a mark."""
    return sorted({term for run in runs(text) for term in _grams(run)})


def asked(words: str) -> list[str]:
    """The 2-grams that somebody's words ask for; a single character among them says too little to look for."""
    found = sorted({term for run in runs(words) for term in _grams(run) if len(term) == LENGTH})
    if not found:
        raise TooShort
    return found


def runs(text: str) -> Iterator[str]:
    """Letters and digits without anything between them, folded."""
    for word in text.split():
        folded = fold(word)
        yield from "".join(char if char.isalnum() else " " for char in folded).split()


def _grams(run: str) -> list[str]:
    return [run[at : at + LENGTH] for at in range(max(1, len(run) - LENGTH + 1))]
