"""What a bulletin can be refused for; no import, for the command line reads this before it knows its command."""


class UnreadableBulletin(ValueError):
    """A bulletin's folder is not as it should be; the text says in Chinese what to mend."""
