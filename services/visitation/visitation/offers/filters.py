"""What a list or an export of offers may be narrowed to, read from the query."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from kit.database import Session
from kit.folding import words
from kit.local_time import local_date
from kit.pages import DEFAULT_LIMIT, MAX_LIMIT
from kit.texts import Amount, CodeText, Id
from visitation.code_lists import queries as code_queries
from visitation.code_lists.lookup import CodeLists
from visitation.offers.exports import Format
from visitation.offers.freshness import Freshness
from visitation.offers.list_queries import MAX_WORDS, Searched, Sort, Wanted
from visitation.offers.rules import Status
from visitation.offers.texts import Hours
from visitation.sheets import Audience

_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
_POSTAL_CODE_LENGTH = 4
MAX_CURSOR_LENGTH = 12_000
"""A name of 200 characters can fold to eighteen times as many, and a cursor holds it."""


def _few_words(text: str) -> str:
    if len(words(text)) > MAX_WORDS:
        raise PydanticCustomError(
            "too_many_words", "too many words", {"danish": f"Søg på højst {MAX_WORDS} ord."}
        )
    return text


_Words = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_PRINTABLE)]


class Filters(BaseModel):
    """Which offers are wanted; each filter narrows further."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Annotated[_Words, AfterValidator(_few_words)] | None = Field(
        default=None,
        description="Beginnings of words in name, provider, description and place, or in the"
        " Danish names of kind and content elements; all must be there, ten at most",
    )
    status: Status | None = None
    kind: CodeText | None = None
    target_group: CodeText | None = Field(
        default=None, description="A code that has ended is read as what stands in for it"
    )
    match_group: CodeText | None = Field(
        default=None, description="Offers that name none take all; ended codes as above"
    )
    theme: CodeText | None = None
    content_element: CodeText | None = None
    provider_id: Id | None = None
    agreement_id: Id | None = None
    hours_min: Hours | None = None
    hours_max: Hours | None = None
    duration_min: int | None = Field(default=None, ge=1, le=520)
    duration_max: int | None = Field(default=None, ge=1, le=520)
    price_max: Amount | None = Field(
        default=None, description="For a whole course, in DKK", examples=["20000"]
    )
    place: _Words | None = Field(
        default=None,
        description="A postal code of four digits, or the beginning of a town's name",
    )
    accessible: bool | None = None
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")] | None = None
    intake: Literal["continuous", "cohorts"] | None = None
    freshness: Freshness | None = None
    incomplete: bool | None = Field(
        default=None, description="Whether it lacks what an offer must say to be chosen"
    )


class OffersQuery(Filters):
    """Which offers are wanted, in which order, and how many of them at a time."""

    sort: Sort = "name"
    count: Literal["exact"] | None = None
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Annotated[str, StringConstraints(max_length=MAX_CURSOR_LENGTH)] | None = None


class ExportQuery(Filters):
    """Which offers are wanted, and as what kind of file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    file_format: Format = Field(default="ndjson", alias="format")
    audience: Audience = Field(
        default="machine",
        alias="for",
        description="people: Danish titles and words, ; and decimal comma",
    )


_FILTERS = frozenset(Filters.model_fields)
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
        **{name: getattr(filters, name) for name in _FILTERS.difference(_SAID_OTHERWISE)},
        target_groups=groups.get("target_groups"),
        match_groups=groups.get("match_groups"),
        postal_code=place if is_postal_code else None,
        city=place.lower() if place and not is_postal_code else None,
        words=tuple(_searched(word, codes) for word in words(filters.q or "")),
    )
    return wanted, translated


def _searched(word: str, codes: CodeLists) -> Searched:
    return Searched(
        word,
        tuple(codes.beginning_with("content_elements", word)),
        tuple(codes.beginning_with("kinds", word)),
    )
