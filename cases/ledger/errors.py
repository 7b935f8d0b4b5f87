"""What the ledger refuses, beside what every case may refuse (cases/errors.py)."""


class NoSuchItem(Exception):
    """The ledger has no such item, measure, promise or department: list what there is."""


class NotReady(Exception):
    """Something must be settled before this can be signed off: `missing` says what, by name."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing
