"""What every course of the demonstration costs and holds, the same in registers and casework."""

from standalone.demonstration.catalogue import Offer

_PLACEMENT_IN_GUIDANCE = 40
"""Per cent of the courses with placement among their content that came to hold one."""


def course_price(offer: Offer, weeks: int) -> int:
    """The price of a course of so many weeks, in øre."""
    units = {"week": weeks, "hour": weeks * offer.hours, "course": 1}
    return offer.price_oere * units[offer.per]


def held_placement(offer: Offer, number: int) -> bool:
    """Whether the course with a number, counted from 1, held a placement or wage subsidy.

    By its kind, else by a fixed spread.
    """
    if offer.business_oriented:
        return number % 25 != 0
    return "placement" in offer.content_elements and number * 37 % 100 < _PLACEMENT_IN_GUIDANCE
