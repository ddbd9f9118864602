"""Each figure in one plain Danish sentence, so that nobody has to guess what was counted."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from effects.definitions import Definition

_OUTCOMES = {
    "self_support_1m": "var borgeren selvforsørgende 1 måned efter slutdatoen",
    "self_support_3m": "var borgeren selvforsørgende 3 måneder efter slutdatoen",
    "self_support_6m": "var borgeren selvforsørgende 6 måneder efter slutdatoen",
    "self_support_3m_sustained": "var borgeren selvforsørgende i hele 3 måneder efter slutdatoen",
    "self_support_3_of_7m": "var borgeren selvforsørgende i mindst 3 af de 7 måneder efter starten",
    "employed_6m": "var borgeren i beskæftigelse 6 måneder efter slutdatoen",
    "education_6m": "var borgeren i uddannelse 6 måneder efter slutdatoen",
    "exit_to_job": "gik borgeren fra ydelse til job inden for 3 måneder efter slutdatoen",
    "exit_to_education": "gik borgeren fra ydelse til uddannelse inden for 3 måneder efter "
    "slutdatoen",
    "business_oriented_share": "deltog borgeren i virksomhedspraktik eller løntilskud",
}
_INTAKE = {
    "in_offer": "er i gang nu",
    "finished": "er afsluttet",
    "under_30_share": "var borgeren under 30 år ved start",
    "from_30_share": "var borgeren 30 år eller derover ved start",
}
HIDDEN = "Der er for få borgere til at vise tallet."
NO_OUTCOME = "Ingen forløb endte i job eller uddannelse, så der er ingen pris pr. resultat."
PRICE_UNKNOWN = "Prisen mangler på et eller flere forløb, så prisen pr. resultat kan ikke beregnes."

PRICE_HIDDEN = "Prisen vises ikke, fordi nogle af de tilbud, den dækker, er for små til at vises."

AS_SHOWN = "Grupper, som få er kommet til i siden sidst, er talt med, som de senest blev vist."


def of_share(definition: Definition, numerator: int, n: int) -> str:
    """What a share says, with its counts and the rounded per cent."""
    outcome = _OUTCOMES.get(definition.name)
    counts = f"{_count(numerator)} af {_count(n)} forløb ({per_cent(numerator, n)})"
    return f"I {counts} {outcome}." if outcome else f"{definition.label}: {counts}."


def of_intake(definition: Definition, numerator: int, n: int) -> str:
    """What is told of who is in an offer, with its counts."""
    said = _INTAKE[definition.name]
    if said.startswith("var"):
        return f"I {_count(numerator)} af {_count(n)} forløb ({per_cent(numerator, n)}) {said}."
    return f"{_count(numerator)} af {_count(n)} påbegyndte forløb {said}."


def of_weeks_before(quartiles: Sequence[float], n: int) -> str:
    """What the quartiles of weeks on support before start say."""
    low, middle, high = (f"{each:.1f}".removesuffix(".0").replace(".", ",") for each in quartiles)
    return (
        f"Halvdelen af {_count(n)} forløb begyndte efter højst {middle} uger på ydelse, den "
        f"midterste halvdel efter {low} til {high} uger."
    )


def withdrawn(at: datetime) -> str:
    """What is said in place of a figure that was found wrong."""
    day = at.astimezone(ZoneInfo("Europe/Copenhagen"))
    return f"Tallet er trukket tilbage den {day:%d.%m.%Y}, fordi det var forkert."


def of_price(price: Decimal, outcomes: int, n: int) -> str:
    """What the price of an outcome says."""
    return (
        f"{_kroner(price)} pr. borger, der kom i job eller uddannelse: "
        f"{_count(outcomes)} af {_count(n)} forløb endte sådan."
    )


def per_cent(numerator: int, n: int) -> str:
    """A share in whole per cent, a half going up, as it stands in running text."""
    return f"{(200 * numerator + n) // (2 * n)} %"


def _count(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _kroner(amount: Decimal) -> str:
    return f"{int(amount.to_integral_value('ROUND_HALF_UP')):,} kr.".replace(",", ".")
