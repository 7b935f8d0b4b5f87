"""What was asked for cannot be carried out as it was written."""


class Misused(Exception):
    """These words are no use of the verb; its text says in Chinese what to do."""


class Nameless(Exception):
    """Nobody was named who does it, and this is no trial."""


class Overtaken(Exception):
    """Somebody else changed the case after this officer had looked at it: show what, and ask again."""
