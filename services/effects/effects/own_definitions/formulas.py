"""How a definition is counted, in one Danish sentence made from its parameters."""

from collections.abc import Sequence
from decimal import Decimal

from effects.definitions import SELF_SUPPORTING, Definition, State

_ANCHORS = {"end": "slutdatoen", "start": "startdatoen"}


def compose_formula(definition: Definition) -> str:
    """One sentence on what is counted, and out of what."""
    if definition.kind == "took_part":
        return (
            "Påbegyndte forløb med mindst én virksomhedspraktik eller ét løntilskud, divideret med "
            "alle påbegyndte forløb."
        )
    parts = {
        "in_week": _in_week,
        "every_week": _every_week,
        "months": _months,
        "first_exit": _first_exit,
    }
    return f"Forløb, hvor {parts[definition.kind](definition)}, divideret med alle talte forløb."


def describe_states(states: Sequence[State], min_hours: Decimal) -> str:
    """What a citizen is in these states, as in "borgeren er …"."""
    wanted = set(states)
    if wanted == set(SELF_SUPPORTING):
        return "uden ydelse eller på SU"
    phrases = []
    if "support" in wanted:
        phrases.append("på ydelse")
    if "education" in wanted:
        phrases.append("på SU")
    if {"employment", "self_support"} <= wanted:
        phrases.append("uden ydelse og SU")
    elif "employment" in wanted:
        phrases.append(f"uden ydelse og SU med mindst {describe_hours(min_hours)} i måneden")
    elif "self_support" in wanted:
        phrases.append(f"uden ydelse og SU og uden {describe_hours(min_hours)} i måneden")
    return " eller ".join(phrases)


def describe_hours(hours: Decimal) -> str:
    """An amount of ordinary hours in Danish, such as `37 ordinære løntimer`."""
    amount = f"{hours.normalize():f}".replace(".", ",")
    return f"{amount} {'ordinær løntime' if hours == 1 else 'ordinære løntimer'}"


def describe_months(definition: Definition, months: int) -> str:
    """So many of the definition's months, such as `3 måneder` or `3 måneder à 4 uger`."""
    length = " à 4 uger" if definition.month == "four_weeks" else ""
    return f"{months} {'måned' if months == 1 else 'måneder'}{length}"


def _stretch(definition: Definition) -> str:
    months = definition.months or 0
    told = describe_months(definition, months)
    first = "den første" if months == 1 else "de første"
    told = told.removeprefix("1 ") if months == 1 else told
    return f"{first} {told} efter {_ANCHORS[definition.anchor]}"


def _who(definition: Definition) -> str:
    return describe_states(definition.states, definition.min_hours)


def _in_week(definition: Definition) -> str:
    return (
        f"borgeren er {_who(definition)} i den ISO-uge, der rummer {_ANCHORS[definition.anchor]} "
        f"plus {describe_months(definition, definition.months or 0)}"
    )


def _every_week(definition: Definition) -> str:
    return f"borgeren er {_who(definition)} i hver eneste ISO-uge i {_stretch(definition)}"


def _months(definition: Definition) -> str:
    return (
        f"borgeren er {_who(definition)} i alle uger i mindst {definition.threshold} af "
        f"{_stretch(definition)}"
    )


def _first_exit(definition: Definition) -> str:
    one = definition.run_weeks == 1
    weeks = "den første uge" if one else f"de første {definition.run_weeks} uger i træk"
    among = "den" if one else "mindst én af dem"
    told = (
        f"{weeks} uden ydelse begynder i {_stretch(definition)}, og hvor borgeren i {among} er "
        f"{_who(definition)}"
    )
    if definition.unless:
        never = describe_states(definition.unless, definition.min_hours)
        told += f", men {'ikke' if one else 'ikke i nogen af dem'} er {never}"
    return told
