"""What a list or an export of offers may be narrowed to, read from the query."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Query

from kit.database import Session
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.folding import words
from visitation.local_time import local_date
from visitation.offers.freshness import Freshness
from visitation.offers.list_queries import MAX_WORDS, Searched, Wanted
from visitation.offers.rules import Status
from visitation.offers.texts import Amount, CodeText, Hours, Id

_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
_POSTAL_CODE_LENGTH = 4


_Weeks = Annotated[int | None, Query(ge=1, le=520)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which offers are wanted; each filter narrows further."""

    q: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=_PRINTABLE,
            description="Beginnings of words in name, provider, description and place, or in the"
            " Danish names of kind and content elements; all must be there",
        ),
    ] = None
    status: Status | None = None
    kind: CodeText | None = None
    target_group: Annotated[
        CodeText | None,
        Query(description="A code that has ended is read as what stands in for it"),
    ] = None
    match_group: Annotated[
        CodeText | None,
        Query(description="Offers that name none take all; ended codes as above"),
    ] = None
    theme: CodeText | None = None
    content_element: CodeText | None = None
    provider_id: Id | None = None
    agreement_id: Id | None = None
    hours_min: Hours | None = None
    hours_max: Hours | None = None
    duration_min: _Weeks = None
    duration_max: _Weeks = None
    price_max: Annotated[
        Amount | None, Query(description="For a whole course, in DKK", examples=["20000"])
    ] = None
    place: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=_PRINTABLE,
            description="A postal code of four digits, or the beginning of a town's name",
        ),
    ] = None
    accessible: bool | None = None
    language: Annotated[str | None, Query(pattern="^[a-z]{2,3}$")] = None
    intake: Literal["continuous", "cohorts"] | None = None
    freshness: Freshness | None = None
    incomplete: Annotated[
        bool | None, Query(description="Whether it lacks what an offer must say to be chosen")
    ] = None


FiltersDep = Annotated[Filters, Depends()]
_SAID_OTHERWISE = ("q", "target_group", "match_group", "place")


async def resolve(session: Session, filters: Filters, *, at: datetime) -> tuple[Wanted, list[str]]:
    """What the filters mean to the database, and what ended codes were read as, in Danish."""
    codes, translated = CodeLists({}), list[str]()
    if filters.q or filters.target_group or filters.match_group:
        codes = await code_queries.get_code_lists(session)
    day = local_date(at)
    groups = {}
    for name, asked in (
        ("target_groups", filters.target_group),
        ("match_groups", filters.match_group),
    ):
        if asked is not None:
            read_as = codes.translated(name, asked, day) or (asked,)
            groups[name] = codes.also_written(name, read_as, day)
            if read_as != (asked,):
                translated.append(codes.said_instead(name, asked, read_as))
    place = (filters.place or "").strip()
    is_postal_code = len(place) == _POSTAL_CODE_LENGTH and place.isascii() and place.isdigit()
    wanted = Wanted(
        **{name: said for name, said in asdict(filters).items() if name not in _SAID_OTHERWISE},
        target_groups=groups.get("target_groups"),
        match_groups=groups.get("match_groups"),
        postal_code=place if is_postal_code else None,
        city=place.lower() if place and not is_postal_code else None,
        words=tuple(_searched(word, codes) for word in words(filters.q or "")[:MAX_WORDS]),
    )
    return wanted, translated


def _searched(word: str, codes: CodeLists) -> Searched:
    return Searched(
        word,
        tuple(codes.beginning_with("content_elements", word)),
        tuple(codes.beginning_with("kinds", word)),
    )
