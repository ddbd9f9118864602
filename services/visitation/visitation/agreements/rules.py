"""Whether an offer keeps within its agreement, and which requirement it breaks if not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from kit.local_time import written_date
from kit.problems import FieldError
from visitation.agreements.models import AgreementCopy

OUTSIDE = "outside_agreement"
_SPANS = (
    ("hours_per_week", "timer", "timetallet"),
    ("duration_weeks", "uger", "varigheden"),
)


class Held(Protocol):
    """What an agreement is held against: an offer as a table or an import has it."""

    provider_id: Any
    hours_per_week: Any
    duration_weeks: Any
    content_elements: Any


def unusable(agreement: AgreementCopy | None, offer: Held, day: date) -> FieldError | None:
    """Why an offer cannot be given under an agreement at all on a day; None where it can."""
    if agreement is None:
        return _wrong(
            "agreement_unknown",
            "Aftalen findes ikke her. Skriv id'et på en aktiv aftale; er den lige oprettet, så prøv"
            " igen om et øjeblik.",
        )
    if agreement.provider_id != offer.provider_id:
        return _wrong(
            "agreement_of_another_provider",
            "Aftalen er med en anden leverandør. Vælg en aftale med tilbuddets egen.",
        )
    if agreement.status != "active":
        return _wrong(
            "agreement_not_active",
            "Aftalen er ikke aktiv. Aktivér den, eller vælg en anden.",
        )
    if day < agreement.starts_on:
        return _wrong(
            "agreement_not_active",
            f"Aftalen gælder først fra {written_date(agreement.starts_on)}. Vent, eller vælg en"
            " anden.",
        )
    if agreement.ends_on is not None and day > agreement.ends_on:
        return _wrong(
            "agreement_not_active",
            f"Aftalen udløb {written_date(agreement.ends_on)}. Forlæng den, eller vælg en anden.",
        )
    return None


def broken(agreement: AgreementCopy, offer: Held) -> Iterator[FieldError]:
    """The requirements that an offer breaks, each pointed at where it can be corrected."""
    for field, unit, noun in _SPANS:
        span = agreement.limits.get(field) or {}
        value = getattr(offer, field)
        if value is not None and not _within(Decimal(value), span):
            named = _named(agreement.requirements, field, lambda it, v=value: not _within(v, it))
            detail = f"{named}Hold {noun} på {_allowed(span, unit)}."
            yield FieldError(f"/{field}", OUTSIDE, detail)
    for code in agreement.limits.get("content_elements") or ():
        if code not in offer.content_elements:
            named = _named(
                agreement.requirements, "content_elements", lambda it, c=code: c in _texts(it)
            )
            detail = f"{named}Tilføj »{code}« til indholdet."
            yield FieldError("/content_elements", OUTSIDE, detail)


def _wrong(code: str, detail: str) -> FieldError:
    return FieldError("/agreement_id", code, detail)


def _within(value: Any, span: Mapping[str, Any]) -> bool:  # noqa: ANN401 - any number
    low, high = span.get("min"), span.get("max")
    value = Decimal(value)
    return (low is None or Decimal(str(low)) <= value) and (
        high is None or value <= Decimal(str(high))
    )


def _allowed(span: Mapping[str, Any], unit: str) -> str:
    low, high = (_number(span.get(end)) for end in ("min", "max"))
    if low and high:
        return f"{low}-{high} {unit}"
    return f"mindst {low} {unit}" if low else f"højst {high} {unit}"


def _number(value: object) -> str:
    return "" if value is None else f"{Decimal(str(value)).normalize():f}".replace(".", ",")


def _named(
    requirements: Sequence[Mapping[str, Any]],
    kind: str,
    is_broken: Any,  # noqa: ANN401 - a predicate of a requirement's limits
) -> str:
    """The requirement that is broken, by its id and its words; empty where none says so."""
    of_kind = [each for each in requirements if each.get("kind") == kind]
    fitting = [each for each in of_kind if is_broken(each.get("limits") or {})] or of_kind
    if not fitting:
        return ""
    wording = str(fitting[0].get("wording") or "").strip().rstrip(".")
    return f"Krav {fitting[0]['id']}: {wording}. " if wording else f"Krav {fitting[0]['id']}. "


def _texts(limits: Mapping[str, Any]) -> set[str]:
    return {
        each
        for value in limits.values()
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, str)
    }
