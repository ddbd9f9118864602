"""One table of a file of definitions, checked field by field and made a definition."""

from dataclasses import replace
from typing import Any, get_args

from effects.definitions import BY_NAME, Anchor, Definition, Kind, Month
from effects.kernel import RESULT_COLUMNS, WEEKS_BEFORE
from effects.own_definitions.formulas import compose_formula
from effects.own_definitions.values import (
    NAME,
    Table,
    is_personal,
    read_choice,
    read_hours,
    read_number,
    read_states,
    read_text,
)
from effects.reading import formats
from effects.reading.mistakes import shown

MOST_MONTHS = 12
MOST_MONTHS_AWAY = 24
"""Months away from the anchor, where a definition looks at one week alone."""

MOST_RUN_WEEKS = 13
MOST_WINDOW_WEEKS = 62
"""Weeks that a window may reach beyond the week of its anchor: the bits of a number."""

MOST_VERSION = 9_999

_RESERVED = {*RESULT_COLUMNS, WEEKS_BEFORE, *(column.name for column in formats.COURSES)}

_WORDS = {"label": 120, "text": 1_000, "formula": 2_000}  # most letters
_WINDOW = ("anchor", "months", "month", "states", "min_hours")
_PARAMETERS: dict[Kind, tuple[str, ...]] = {
    "in_week": _WINDOW,
    "every_week": _WINDOW,
    "months": (*_WINDOW, "threshold"),
    "first_exit": (*_WINDOW, "unless", "run_weeks"),
    "took_part": (),
}
_FIELDS = ("name", "version", *_WORDS, "based_on", "kind", *_WINDOW, "threshold", "unless",
           "run_weeks")  # fmt: skip


def read_table(table: Table) -> Definition | None:
    """The definition of a table; None where it has mistakes, which it then notes."""
    for name in table.values:
        if name not in _FIELDS:
            told = shown(name) if not is_personal(name) else "Feltet (ikke vist)"
            table.refuse(told, "Feltet kendes ikke.", f"Felterne er {', '.join(_FIELDS)}.")
    name = _name(table)
    words = {each: read_text(table, each, most) for each, most in _WORDS.items()}
    version = read_number(table, "version", 1, MOST_VERSION)
    base = _base(table)
    kind: Kind | None = read_choice(table, "kind", get_args(Kind)) or (base.kind if base else None)
    if kind is None and "kind" not in table.values and "based_on" not in table.values:
        table.refuse(
            "kind",
            "Feltet mangler.",
            f"Skriv en af {', '.join(_PARAMETERS)}, eller skriv based_on med en af de ti.",
        )
    parameters = _parameters(table, kind)
    if kind is None or table.lines:
        return None
    definition = _assemble(kind, base, parameters)
    _check(table, definition)
    if table.lines:
        return None
    definition = replace(
        definition,
        name=name,
        version=version or 1,
        label=words["label"] or "",
        text=words["text"] or "",
    )
    return replace(definition, formula=words["formula"] or compose_formula(definition))


def _assemble(kind: Kind, base: Definition | None, given: dict[str, Any]) -> Definition:
    """The definition of these parameters: given, else the base's own, else the usual ones."""
    start: Anchor = "start" if kind == "took_part" else "end"
    inherited = {}
    if base is not None:
        common = set(_PARAMETERS[base.kind]) & set(_PARAMETERS[kind])
        inherited = {name: getattr(base, name) for name in common}
    values: dict[str, Any] = {"anchor": start} | inherited | given
    return Definition(name="", label="", text="", formula="", kind=kind, **values)


def _check(table: Table, definition: Definition) -> None:
    """Note what the parameters of a definition cannot be together."""
    given = table.values
    if definition.kind == "took_part":
        return
    if definition.months is None:
        table.refuse("months", "Feltet mangler.", "Skriv vinduets længde i måneder, fx months = 3.")
        return
    if definition.kind == "months" and definition.threshold is None:
        table.refuse("threshold", "Feltet mangler.", "Skriv, hvor mange af månederne der skal til.")
    elif definition.threshold is not None and definition.threshold > definition.months:
        table.refuse(
            "threshold",
            f"Der kan ikke kræves {definition.threshold} af {definition.months} måneder.",
            f"Skriv et tal fra 1 til {definition.months}, eller ret months.",
        )
    if definition.kind != "in_week" and definition.months > MOST_MONTHS:
        table.refuse(
            "months",
            f"Vinduet er på {definition.months} måneder.",
            f'Skriv et tal fra 1 til {MOST_MONTHS}; kun kind = "in_week" kan have indtil '
            f"{MOST_MONTHS_AWAY}.",
        )
    elif definition.kind == "first_exit":
        _check_exit(table, definition, definition.months)
    if "min_hours" in given and not definition.reads_hours:
        table.refuse(
            "min_hours",
            "Timerne ændrer intet, for definitionen skelner ikke employment fra self_support.",
            "Fjern feltet, eller nævn kun den ene af de to i states.",
        )


def _check_exit(table: Table, definition: Definition, months: int) -> None:
    reach = months * 31 // 7 + 1 + definition.weeks_after
    if reach > MOST_WINDOW_WEEKS:
        table.refuse(
            "run_weeks",
            f"{months} måneder og {definition.run_weeks} uger i træk er for langt et vindue.",
            f"Ret months eller run_weeks, så de sammen når højst {MOST_WINDOW_WEEKS} uger frem.",
        )
    for name in ("states", "unless"):
        if "support" in getattr(definition, name):
            table.refuse(
                name,
                "»support« kan ikke stå her: en afgang er uger uden ydelse.",
                "Fjern »support«.",
            )
    if set(definition.states) <= set(definition.unless):
        table.refuse(
            "unless",
            "Alle tilstande i states står også i unless, så ingen forløb kan tælle.",
            "Fjern mindst én af dem fra unless.",
        )


def _name(table: Table) -> str:
    name = table.values.get("name")
    if name is None:
        table.refuse(
            "name", "Feltet mangler.", "Giv definitionen et navn, fx self_support_4_of_7m."
        )
        return ""
    how = "Skriv højst 60 små bogstaver a–z, cifre og _, begyndende med et bogstav."
    if not isinstance(name, str) or not NAME.fullmatch(name):
        table.refuse("name", "Værdien er ikke et navn, som programmer kan bruge.", how)
        return ""
    if is_personal(name):
        table.refuse("name", "Navnet ligner et personnummer og vises derfor ikke.", how)
    elif name in BY_NAME:
        table.refuse(
            "name",
            "Navnet er en af de ti definitioners.",
            "Giv den et andet navn; based_on siger, hvilken den bygger på.",
        )
    elif name in _RESERVED:
        table.refuse("name", "Navnet er en kolonnes i forløb eller resultater.", "Vælg et andet.")
    return name


def _base(table: Table) -> Definition | None:
    name = read_choice(table, "based_on", tuple(BY_NAME))
    return BY_NAME[name] if name else None


def _parameters(table: Table, kind: Kind | None) -> dict[str, Any]:
    """The parameters that the table gives, those that are right; the others are noted."""
    read: dict[str, Any] = {
        "anchor": read_choice(table, "anchor", get_args(Anchor)),
        "months": read_number(table, "months", 1, MOST_MONTHS_AWAY),
        "month": read_choice(table, "month", get_args(Month)),
        "states": read_states(table, "states"),
        "min_hours": read_hours(table),
        "threshold": read_number(table, "threshold", 1, MOST_MONTHS),
        "unless": read_states(table, "unless"),
        "run_weeks": read_number(table, "run_weeks", 1, MOST_RUN_WEEKS),
    }
    if kind is not None:
        for name in read:
            if name in table.values and name not in _PARAMETERS[kind]:
                users = [each for each, names in _PARAMETERS.items() if name in names]
                table.refuse(
                    name,
                    f"Feltet bruges ikke, hvor kind er »{kind}«, kun hvor den er "
                    f"{' eller '.join(users)}.",
                    "Fjern feltet, eller ret kind.",
                )
    return {name: value for name, value in read.items() if value is not None}
