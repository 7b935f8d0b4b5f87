"""What a form of the console asks for."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One thing to fill in; `options` are values with what stands for them."""

    name: str
    label: str
    sort: str
    needed: bool
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
