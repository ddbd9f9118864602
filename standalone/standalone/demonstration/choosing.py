"""Choosing by a uniform draw, the same on any machine."""


def pick(choices: tuple[tuple[str, float], ...], draw: float) -> str:
    """The choice that a draw from 0 to 1 falls on.

    Args:
        choices: Names with their shares, which add up to one; the last takes what is left.
        draw: The draw.
    """
    for name, share in choices:
        if draw < share:
            return name
        draw -= share
    return choices[-1][0]
