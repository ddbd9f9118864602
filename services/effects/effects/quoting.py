"""Names and texts reach SQL through here alone, so that a column may be called anything."""


def name(identifier: str) -> str:
    """An identifier quoted for SQL, whatever its letters."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text quoted as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def names(identifiers: list[str] | tuple[str, ...], prefix: str = "") -> str:
    """Identifiers quoted and separated by commas, each after `prefix` (such as `c.`)."""
    return ", ".join(prefix + name(identifier) for identifier in identifiers)
