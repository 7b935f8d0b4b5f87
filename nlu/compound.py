"""Two things asked in one message (几家被抽查, 后来签了什么): each is looked for by itself."""

import re

from nlu import preamble

JOINT = re.compile(r"[,，。;；!！?？\s]+|还有|以及|另外|并且|同时")
LINK = re.compile(r"^(?:那么?|后来|然后|最后|现在|又|还|再|一?共)+")
LEAST = 3  # characters of a part
MOST = 3  # parts


def parts(text: str) -> tuple[str, ...]:
    """The questions in folded `text`, () where there is only one."""
    said = (LINK.sub("", part) for part in JOINT.split(text))
    asked = [part for part in said if len(part) >= LEAST and preamble.ASKS.search(part)]
    return tuple(asked[-MOST:]) if len(asked) > 1 else ()
