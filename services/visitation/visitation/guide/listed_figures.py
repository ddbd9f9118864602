"""Figures that no register is needed for: price, seats, next start, and the latest smiley."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from kit.figure import Figure, Period, Suppressed
from kit.local_time import written_date
from visitation.guide.indicators import BY_NAME, Indicator
from visitation.offers.models import Offer
from visitation.offers.schemas import Price, course_price

NOT_MEASURED = "Det er ikke målt endnu."
CONTINUOUS = "Løbende optag: man kan begynde, når der er plads."
CONTINUOUS_FULL = "Løbende optag, men alle pladser er optaget nu."
NO_COHORT = "Der er intet hold med ledige pladser, som tager imod tilmelding."
EXPIRED = "Smileyen er udløbet og tæller ikke med i rækkefølgen."
_PER_DA = {"week": "pr. uge", "hour": "pr. time"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """The latest inspection of an offer that is published and not withdrawn."""

    smiley: int
    inspected_on: date
    expires_on: date | None

    def has_expired(self, day: date) -> bool:
        """Whether its smiley says nothing any more."""
        return self.expires_on is not None and self.expires_on < day


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with a municipality's offers today, by offer.

    Attributes:
        day: Which day that is.
        free_seats: How many seats are free; None where nothing is ordered here, so that nobody
            knows how many are taken.
        next_starts: When the next cohort with room begins.
        inspected: The latest inspection.
    """

    day: date
    free_seats: Mapping[str, int] | None = None
    next_starts: Mapping[str, date] = field(default_factory=dict)
    inspected: Mapping[str, Inspected] = field(default_factory=dict)

    def seats(self, offer_id: str) -> int | None:
        """How many seats of an offer are free; None where that is not known."""
        return None if self.free_seats is None else self.free_seats.get(offer_id)

    def next_start(self, offer: Offer) -> date | None:
        """When somebody can begin: today where one can begin on any day and there is room."""
        if offer.intake == "continuous":
            return None if self.seats(offer.id) == 0 else self.day
        return self.next_starts.get(offer.id)

    def has_expired(self, offer_id: str) -> bool:
        """Whether an offer's latest smiley says nothing any more."""
        inspected = self.inspected.get(offer_id)
        return inspected is not None and inspected.has_expired(self.day)


def listed_figures(offer: Offer, price: Price, standing: Standing) -> dict[str, Figure]:
    """The figures of an offer that no register is needed for, by indicator."""
    return {
        "price": _price(offer, price),
        "smiley": smiley(standing.inspected.get(offer.id), standing.day),
        "seats": _seats(offer, standing.seats(offer.id)),
        "next_start": _next_start(offer, standing.next_start(offer)),
    }


@cache
def not_measured(name: str) -> Figure:
    """The figure of an indicator that no service has measured."""
    return _empty(BY_NAME[name], NOT_MEASURED)


def written_amount(amount: object) -> str:
    """An amount as it is shown: ``1.234,50 kr.``."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + " kr."


def _price(offer: Offer, price: Price) -> Figure:
    if offer.hours_per_week is None or offer.duration_weeks is None:
        return not_measured("price")
    total = course_price(price, offer.hours_per_week, offer.duration_weeks)
    sentence = f"Et helt forløb koster {written_amount(total)} efter tilbuddets listepris"
    if price.per in _PER_DA:
        weeks = f"{offer.duration_weeks} uger"
        hours = (
            f" à {offer.hours_per_week:g} timer".replace(".", ",") if price.per == "hour" else ""
        )
        each = f"{written_amount(price.amount)} {_PER_DA[price.per]}"
        sentence += f" ({each} i {weeks}{hours})"
    return _told("price", total, f"{sentence}.")


def smiley(inspected: Inspected | None, day: date) -> Figure:
    """The latest smiley, with the day from which it says nothing any more."""
    if inspected is None:
        return not_measured("smiley")
    sentence = (
        f"Smiley {inspected.smiley} (1 er bedst) ved tilsynet"
        f" {written_date(inspected.inspected_on)}"
    )
    caveats: tuple[str, ...] = ()
    if inspected.expires_on is not None:
        ended = inspected.has_expired(day)
        sentence += f"; {'udløb' if ended else 'gælder til'} {written_date(inspected.expires_on)}"
        caveats = (EXPIRED,) if ended else ()
    figure = _told("smiley", inspected.smiley, f"{sentence}.")
    # Not ``as_of``: an inspection is no older than another because a register is.
    day_of_it = Period(start=inspected.inspected_on, end=inspected.inspected_on)
    return figure.model_copy(update={"period": day_of_it, "caveats": caveats})


def _seats(offer: Offer, free: int | None) -> Figure:
    if free is not None:
        noun = "ledig plads" if free == 1 else "ledige pladser"
        return _told("seats", free, f"{free or 'Ingen'} {noun} lige nu.")
    # The capacity is no substitute for how many seats are free; it stands on the offer.
    if offer.capacity is None:
        return not_measured("seats")
    return _empty(
        BY_NAME["seats"],
        f"Tilbuddet har plads til {offer.capacity} ad gangen. Hvor mange pladser der er ledige,"
        " måles ikke endnu.",
    )


def _next_start(offer: Offer, starts_on: date | None) -> Figure:
    if offer.intake == "continuous":
        # The day is the guide's to sort and rank by; on screen it is no date but »løbende«.
        if starts_on is None:
            return _told("next_start", None, CONTINUOUS_FULL)
        told = _told("next_start", starts_on, CONTINUOUS)
        return told.model_copy(update={"caveats": (CONTINUOUS,)})
    if starts_on is None:
        return _empty(BY_NAME["next_start"], NO_COHORT)
    return _told("next_start", starts_on, f"Næste hold begynder {written_date(starts_on)}.")


def _told(name: str, value: int | Decimal | date | None, sentence: str) -> Figure:
    indicator = BY_NAME[name]
    # What it says was checked where it was stored; validating some thousand anew takes a second.
    return Figure.model_construct(
        indicator=indicator.name,
        value=value,
        unit=indicator.unit,
        definition=indicator.definition,
        definition_version=1,
        sentence=sentence,
    )


def _empty(indicator: Indicator, sentence: str) -> Figure:
    return Figure(
        indicator=indicator.name,
        value=None,
        unit=indicator.unit,
        definition=indicator.definition,
        suppressed=Suppressed(yes=True, reason="not_measured"),
        sentence=sentence,
    )
