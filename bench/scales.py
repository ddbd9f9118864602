"""How much a measurement is asked for: a number written as 100k or 5m."""

_UNITS = {"k": 1_000, "m": 1_000_000}


def number(scale: str) -> int:
    """The number that is written with a letter for thousands or millions."""
    unit = _UNITS.get(scale[-1].lower(), 1)
    return round(float(scale[:-1] if unit > 1 else scale) * unit)
