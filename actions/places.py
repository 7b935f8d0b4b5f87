"""How a section of the bulletin is called in a sentence."""

from bulletin.document import Bulletin
from wording import Wording


class Places:
    """三(三) -> 第三部分(三); 前言 -> 前言."""

    def __init__(self, bulletin: Bulletin, wording: Wording) -> None:
        self._bulletin, self._wording = bulletin, wording

    def name(self, label: str | None) -> str:
        """The section's name for a citizen; "" for none."""
        if label is None:
            return ""
        for part in self._bulletin.parts:
            if label == part.label:
                return self._wording("place.part", part=part.label)
            if any(label == item.label for item in part.items):
                return self._wording("place.item", part=part.label, item=label.removeprefix(part.label))
        return self._around(label)

    def _around(self, label: str) -> str:
        named = {
            "preface": self._bulletin.preface,
            "closing": self._bulletin.closing,
            "contact": self._bulletin.contact,
        }
        for name, section in named.items():
            if section is not None and section.label == label:
                return self._wording(f"place.{name}")
        return self._wording("place.whole")
