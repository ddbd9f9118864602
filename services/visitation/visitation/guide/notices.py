"""What the guide says about itself in plain Danish: what the figures cover, and what is amiss."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from kit.local_time import written_date, written_moment
from visitation.guide.cards import HeldCard
from visitation.guide.schemas import FilterEffect

NO_OFFERS = (
    "Kommunen har ingen udgivne tilbud. Indlæs dem i ét træk (POST /v1/offers/import), eller"
    " opret og udgiv dem et ad gangen (POST /v1/offers)."
)
NONE_TAKES_PROFILE = (
    "Ingen af kommunens udgivne tilbud tager imod den valgte målgruppe og matchgruppe. Vælg en"
    " anden, eller ret tilbuddenes mål- og matchgrupper."
)
NOTHING_MEASURED = (
    "Der er endnu ikke frigivet effekttal for disse tilbud. De kommer, når registrene er indlæst,"
    " og effekttjenesten har frigivet tal."
)


def basis(target_group_label: str) -> str:
    """What the figures cover, and what they do not."""
    return (
        f"Tallene dækker alle forløb i målgruppen {target_group_label} i den periode, der står ved"
        " hvert tal. Alder og uger på ydelse indgår endnu ikke i tallene: de er de samme, uanset"
        " hvad der er valgt. Matchgruppen afgør kun, hvilke tilbud der vises. Tal over for få"
        " borgere vises ikke."
    )


def about(
    cards: Sequence[HeldCard],
    effects: Sequence[FilterEffect],
    *,
    has_offers: bool,
    left: int,
    oldest: date | None,
    newest: date | None,
) -> Iterator[str]:
    """What whoever reads the answer must know beside the figures.

    Args:
        cards: The offers that take the profile.
        effects: What each filter in force took away from them.
        has_offers: Whether the municipality has any.
        left: How many the filters left.
        oldest: Of the figures shown.
        newest: Likewise.
    """
    if not has_offers:
        yield NO_OFFERS
    elif not cards:
        yield NONE_TAKES_PROFILE
    elif all(card.released_at is None for card in cards):
        yield NOTHING_MEASURED
    if cards and effects:
        yield _filtered(len(cards), left, effects)
    if oldest is not None and newest is not None and oldest != newest:
        yield (
            f"Tallene er ikke lige nye: de ældste går til {written_date(oldest)}, de nyeste til"
            f" {written_date(newest)}. Datoen står ved hvert tal."
        )


def _filtered(offers: int, left: int, effects: Sequence[FilterEffect]) -> str:
    """How many offers the filters took away, and what to loosen where none is left."""
    if left:
        each = ", ".join(f"{it.label} {it.taken_away}" for it in effects if it.taken_away)
        gone = offers - left
        told = f"Filtrene tog {gone} af {offers} tilbud fra"
        return f"{told} ({each})." if gone else "Alle tilbud passer til filtrene."
    loosened = max(effects, key=lambda it: it.left_without)
    none = f"Filtrene tog alle {offers} tilbud fra."
    if not loosened.left_without:
        return f"{none} Tag flere af dem af: uden ét alene er der stadig ingen."
    return f"{none} Uden »{loosened.label}« er der {loosened.left_without}."


def out_of_touch(since: datetime) -> str:
    """What to say while the database does not answer."""
    return (
        f"Databasen svarer ikke. Tilbud og tal vises, som de var {written_moment(since)};"
        " ændringer siden da mangler."
    )
