"""Figures that the offer itself states: its price, its seats, its next start."""

from functools import cache

from kit.figure import Figure, Suppressed
from visitation.guide.indicators import BY_NAME, Indicator
from visitation.offers.models import Offer
from visitation.offers.schemas import Price, course_price

NOT_MEASURED = "Det er ikke målt endnu."
CONTINUOUS = "Løbende optag: man kan begynde, når der er plads."
_PER_DA = {"week": "pr. uge", "hour": "pr. time"}


def listed_figures(offer: Offer, price: Price) -> dict[str, Figure]:
    """The figures of an offer that no register is needed for, by indicator."""
    return {
        "price": _price(offer, price),
        "seats": _seats(offer.capacity),
        "next_start": _next_start(offer.intake),
    }


@cache
def not_measured(name: str) -> Figure:
    """The figure of an indicator that no service has measured."""
    return _empty(BY_NAME[name], NOT_MEASURED)


def written_amount(amount: object) -> str:
    """An amount as it is shown: ``1.234,50 kr.``."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) + " kr."


def _price(offer: Offer, price: Price) -> Figure:
    indicator = BY_NAME["price"]
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
    return Figure(
        indicator=indicator.name,
        value=total,
        unit=indicator.unit,
        definition=indicator.definition,
        definition_version=1,
        sentence=f"{sentence}.",
    )


def _seats(capacity: int | None) -> Figure:
    # The indicator is free seats. How many are taken is not known before referrals are, and the
    # capacity is no substitute for it; it stands on the offer.
    if capacity is None:
        return not_measured("seats")
    return _empty(
        BY_NAME["seats"],
        f"Tilbuddet har plads til {capacity} ad gangen. Hvor mange pladser der er ledige, måles"
        " ikke endnu.",
    )


def _next_start(intake: str | None) -> Figure:
    if intake == "continuous":
        indicator = BY_NAME["next_start"]
        return Figure(
            indicator=indicator.name,
            value=None,
            unit=indicator.unit,
            definition=indicator.definition,
            definition_version=1,
            sentence=CONTINUOUS,
        )
    return not_measured("next_start")


def _empty(indicator: Indicator, sentence: str) -> Figure:
    return Figure(
        indicator=indicator.name,
        value=None,
        unit=indicator.unit,
        definition=indicator.definition,
        suppressed=Suppressed(yes=True, reason="not_measured"),
        sentence=sentence,
    )
