"""Citizens like this one, told in words: a statistic, and how far it had to be widened."""

from collections.abc import Sequence

from visitation.code_lists.lookup import CodeLists
from visitation.guide import comparable, reasons, schemas
from visitation.guide.answers import Question
from visitation.guide.cards import OfferRange
from visitation.guide.comparable import BANDS_DA, Dimension, Found, Key, Profiles
from visitation.guide.profiles import coded
from visitation.guide.side_by_side import FoundAlike, Likeness

NO_SCORE = (
    "Tallene er statistik over borgere, der var i målgruppen før, og ikke en forudsigelse om den"
    " enkelte."
)
NOTHING_RELEASED = (
    "Der er endnu ikke frigivet tal for sammenlignelige borgere i målgruppen. De kommer, når"
    " registrene er indlæst, og effekttjenesten har frigivet tal."
)
NOTHING_SHOWN = "Der er for få sammenlignelige borgere i målgruppen til at vise noget."

_DIMENSIONS_DA: dict[Dimension, str] = {
    "match_group": "matchgruppe",
    "age": "alder",
    "weeks_on_support": "tid på ydelse",
}


def find(
    question: Question,
    query: schemas.ProfileQuery,
    offers: OfferRange | None,
    codes: CodeLists,
    standing_notices: Sequence[str],
) -> FoundAlike:
    """The outcomes of the citizens most like a profile, and what had to be given up for them."""
    notices = [*standing_notices, *question.translated, NO_SCORE]
    group, profiles = _released(question, offers)
    if profiles is None:
        return _nothing(NOTHING_RELEASED, notices, None)
    found = comparable.find(profiles, question.match_groups, query.age, query.weeks_on_support)
    if found is None:
        return _nothing(NOTHING_SHOWN, notices, profiles)
    alike = _alike(group, found.key, codes)
    return FoundAlike(
        level=found.level,
        alike=alike,
        widened=list(found.widened),
        not_asked=list(found.not_asked),
        sentence=_sentence(found, alike),
        as_of=profiles.as_of,
        released_at=profiles.released_at,
        figures=list(found.figures),
        notices=notices,
    )


def _released(question: Question, offers: OfferRange | None) -> tuple[str, Profiles | None]:
    """The release of the target group, or of an earlier code that is read as it."""
    for group in question.target_groups if offers is not None else ():
        profiles = offers.profiles.get(group) if offers is not None else None
        if profiles is not None:
            return group, profiles
    return question.target_group, None


def _nothing(sentence: str, notices: list[str], profiles: Profiles | None) -> FoundAlike:
    return FoundAlike(
        level=None,
        alike=None,
        widened=[],
        not_asked=[],
        sentence=sentence,
        as_of=None if profiles is None else profiles.as_of,
        released_at=None if profiles is None else profiles.released_at,
        figures=[],
        notices=notices,
    )


def _alike(group: str, key: Key, codes: CodeLists) -> Likeness:
    return Likeness(
        target_group=coded(codes, "target_groups", group),
        match_group=coded(codes, "match_groups", key.match_group) if key.match_group else None,
        age_band=_band(key.age_band),
        weeks_band=_band(key.weeks_band),
    )


def _band(band: str | None) -> schemas.Coded | None:
    return None if band is None else schemas.Coded(code=band, label=BANDS_DA.get(band, band))


def _sentence(found: Found, alike: Likeness) -> str:
    parts = [alike.target_group, alike.match_group, alike.age_band, alike.weeks_band]
    whom = ", ".join(each.label for each in parts if each is not None)
    if not found.widened:
        return f"Vist for: {whom}."
    given_up = reasons.listed([_DIMENSIONS_DA[each] for each in found.widened])
    return f"Der er for få borgere, der også ligner i {given_up}; vist for: {whom}."
