"""Contact details as printed; whether they are right is for the staff to say, not for this module."""

import re

from bulletin.document import Contact, ContactKind
from bulletin.spans import half_width

EMAIL = r"([A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
PHONE = (
    r"(?<![0-9A-Za-z@._-])"
    r"(0[0-9]{2,3}[-—]?[0-9]{7,8}|1[3-9][0-9]{9}|12[0-9]{3}(?:-[0-9]+)*|[2-9][0-9]{6,7})"
    r"(?![0-9A-Za-z@_-]|\.[0-9A-Za-z])"
)
ADDRESS = r"(?:地址|邮政信箱|来信请寄)\s*[:是为]?\s*([^\s:;,。()][^;,。()\r\n]*)"
ENVELOPE = r"信封[^“”。\r\n]{0,12}“([^“”\r\n]+)”"
PATTERNS: dict[ContactKind, str] = {"phone": PHONE, "postal_address": ADDRESS, "email": EMAIL, "envelope": ENVELOPE}


def find_contacts(text: str, offset: int = 0) -> tuple[Contact, ...]:
    """The contact details of a text that begins at `offset` of the bulletin, in its order."""
    folded = half_width(text)
    found = [
        Contact(kind, text[match.start(1) : match.end(1)], match.start(1) + offset, match.end(1) + offset)
        for kind, pattern in PATTERNS.items()
        for match in re.finditer(pattern, folded)
    ]
    return tuple(sorted(found, key=lambda contact: contact.start))
