"""How numbers are told: one document, two documents."""


def many(n: int, what: str, plural: str = "") -> str:
    """Return a number with its noun; a word like "coding of people" needs its plural.

    Examples
    --------
    >>> many(1, "document"), many(1200, "document"), many(0, "coding of people", "codings of people")
    ('1 document', '1,200 documents', '0 codings of people')
    """
    return f"{n:,} {what if n == 1 else plural or what + 's'}"
