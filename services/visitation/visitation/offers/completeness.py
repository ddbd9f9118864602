"""What an offer lacks, or says in a way that should be looked at, with what to do about it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, Field

from visitation.code_lists.lookup import CodeLists
from visitation.offers.freshness import Freshness
from visitation.offers.rules import REQUIRED, OfferRules, Status

SHORTEST_DESCRIPTION = 80
"""Fewer characters than about a dozen words tell nobody what happens in an offer."""

USUAL_HOURS = (Decimal(10), Decimal(37))
USUAL_WEEKS = (1, 13)
_CODED = ("target_groups", "match_groups", "themes", "content_elements")

Weight = Literal["required", "recommended"]


class Shortcoming(BaseModel):
    """One thing that is missing or doubtful."""

    pointer: str = Field(examples=["/description"])
    code: str = Field(examples=["missing", "too_short"])
    detail: str
    weight: Weight = Field(description="required: it cannot be published without")


class Completeness(BaseModel):
    """How much of what an offer should say it says."""

    complete: bool = Field(description="Nothing that is required is missing")
    share: float = Field(ge=0, le=1, description="Of the things looked at, those that are in order")
    checked: int = Field(description="How many things were looked at")
    shortcomings: list[Shortcoming]


def judge(
    offer: OfferRules,
    codes: CodeLists,
    members: Mapping[str, Status],
    freshness: Freshness,
    *,
    day: date,
) -> Completeness:
    """Look at everything that an offer should say.

    Args:
        offer: The offer.
        codes: The code lists.
        members: The status of the offers that it bundles.
        freshness: Whether somebody should look at it again.
        day: On which the codes are judged.
    """
    held: Any = offer
    lacking = [
        Shortcoming(pointer=each.pointer, code=each.code, detail=each.detail, weight="required")
        for each in offer.missing()
    ]
    doubtful = [
        Shortcoming(pointer=pointer, code=code, detail=detail, weight="recommended")
        for pointer, code, detail, is_right in RECOMMENDED
        if not is_right(held)
    ]
    doubtful += _expired(held, codes, day)
    doubtful += _members(held, members)
    if freshness != "fresh":
        detail = "Se oplysningerne igennem: ret dem, eller bekræft, at de stadig er rigtige."
        doubtful.append(
            Shortcoming(pointer="", code="not_fresh", detail=detail, weight="recommended")
        )
    # Codes, members and freshness are one thing each, however much is wrong with them.
    checked = len(REQUIRED) + len(RECOMMENDED) + len(_WHOLE)
    once = {each.code if each.code in _WHOLE else each.pointer + each.code for each in doubtful}
    wrong = len(lacking) + len(once)
    return Completeness(
        complete=not lacking,
        share=round((checked - wrong) / checked, 3),
        checked=checked,
        shortcomings=[*lacking, *doubtful],
    )


def _expired(held: Any, codes: CodeLists, day: date) -> Iterator[Shortcoming]:  # noqa: ANN401 - as above
    listed = [
        (f"/{name}/{at}", name, code)
        for name in _CODED
        for at, code in enumerate(getattr(held, name))
    ]
    if held.kind is not None:
        listed.append(("/kind", "kinds", held.kind))
    for pointer, name, code in listed:
        if not codes.is_valid(name, code, day):
            new = ", ".join(codes.label(name, each) for each in codes.translated(name, code, day))
            detail = "Koden gælder ikke mere. " + (f"Brug {new}." if new else "Vælg en anden.")
            yield Shortcoming(
                pointer=pointer, code="code_expired", detail=detail, weight="recommended"
            )


def _members(held: Any, members: Mapping[str, Status]) -> Iterator[Shortcoming]:  # noqa: ANN401 - as above
    for at, member in enumerate(held.package_of):
        if members.get(member) != "published":
            yield Shortcoming(
                pointer=f"/package_of/{at}",
                code="member_not_published",
                detail="Tilbuddet i pakken kan ikke vælges. Udgiv det, eller tag det ud af pakken.",
                weight="recommended",
            )


def _within(value: Any, limits: tuple[Any, Any]) -> bool:  # noqa: ANN401 - a number
    return value is None or limits[0] <= value <= limits[1]


_WHOLE = frozenset({"code_expired", "member_not_published", "not_fresh"})

RECOMMENDED: tuple[tuple[str, str, str, Callable[[Any], bool]], ...] = (
    (
        "/description",
        "too_short",
        f"Beskriv på mindst {SHORTEST_DESCRIPTION} tegn, hvad der sker i tilbuddet.",
        lambda held: not held.description or len(held.description) >= SHORTEST_DESCRIPTION,
    ),
    (
        "/content_elements",
        "missing",
        "Vælg, hvad tilbuddet indeholder.",
        lambda held: bool(held.content_elements),
    ),
    (
        "/themes",
        "missing",
        "Vælg de temaer, der arbejdes med: progression måles på dem.",
        lambda held: bool(held.themes),
    ),
    (
        "/place",
        "missing",
        "Skriv, hvor tilbuddet foregår.",
        lambda held: held.address is not None,
    ),
    (
        "/place/p_number",
        "missing",
        "Skriv stedets P-nummer, så det kan kendes igen.",
        lambda held: held.address is None or held.p_number is not None,
    ),
    (
        "/accessible",
        "missing",
        "Skriv, om stedet er tilgængeligt for mennesker med handicap.",
        lambda held: held.accessible is not None,
    ),
    (
        "/accessibility_note",
        "missing",
        "Skriv, hvad der gør stedet utilgængeligt, og hvad der kan gøres i stedet.",
        lambda held: held.accessible is not False or bool(held.accessibility_note),
    ),
    (
        "/agreement_id",
        "missing",
        "Skriv den aftale, som tilbuddet gives under.",
        lambda held: held.agreement_id is not None,
    ),
    (
        "/capacity",
        "missing",
        "Skriv, hvor mange der er plads til ad gangen.",
        lambda held: held.capacity is not None,
    ),
    (
        "/hours_per_week",
        "unusual",
        "Timetallet ligger uden for 10-37 timer om ugen. Kontrollér det.",
        lambda held: _within(held.hours_per_week, USUAL_HOURS),
    ),
    (
        "/duration_weeks",
        "unusual",
        "Varigheden ligger uden for 1-13 uger. Kontrollér den.",
        lambda held: _within(held.duration_weeks, USUAL_WEEKS),
    ),
)
"""What an offer should say besides: pointer, code, remedy, and whether it is in order."""
