"""Describes what was planted, for those who check the figures; no service ever reads it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from standalone.demonstration import rates
from standalone.demonstration.catalogue import TARGET_GROUPS, Offer, Provider
from standalone.demonstration.courses import NEVER, Course
from standalone.demonstration.planted import CHERRY_PICKER, Planted
from standalone.demonstration.population import STRONG_ODDS


def describe(
    seed: int,
    as_of: str,
    providers: tuple[Provider, ...],
    offers: tuple[Offer, ...],
    planted: Planted,
    courses: list[Course],
) -> dict[str, Any]:
    """The planted effects by offer and target group, the cherry-picker, and the case-mix."""
    by_provider: defaultdict[str, list[Course]] = defaultdict(list)
    by_offer: defaultdict[int, list[Course]] = defaultdict(list)
    for course in courses:
        if course.start != NEVER:
            by_provider[offers[course.offer].provider.id].append(course)
            by_offer[course.offer].append(course)
    return {
        "seed": seed,
        "as_of": as_of,
        "about": (
            "exit_multiplier multiplies a citizen's weekly chance of leaving support from the"
            f" start of the course until {rates.EFFECT_WEEKS} weeks after its end, and the chance"
            " of leaving in the week after completing it; 1.0 is no effect. The cherry-picker's"
            " multipliers are all 1.0: its shares come from whom it takes."
        ),
        "cherry_picker": CHERRY_PICKER,
        "offers": [
            {
                "offer_id": offer.id,
                "provider_id": offer.provider.id,
                "effect": planted.kinds[i],
                "popularity_rank": planted.ranks[i] + 1,
                "exit_multiplier": {
                    group: float(planted.multipliers[i, TARGET_GROUPS.index(group)])
                    for group in offer.target_groups
                },
                "case_mix": _case_mix(by_offer[i]),
            }
            for i, offer in enumerate(offers)
        ],
        "providers": [
            {
                "provider_id": provider.id,
                "picks_easy_cases": provider.id == CHERRY_PICKER,
                "case_mix": _case_mix(by_provider[provider.id]),
            }
            for provider in providers
        ],
    }


def _case_mix(courses: list[Course]) -> dict[str, Any]:
    """How heavy the task is: never-started courses are left out."""
    return {
        "courses": len(courses),
        "mean_weeks_on_support_before": _mean(course.weeks_before for course in courses),
        "share_with_strong_odds": _mean(course.odds == STRONG_ODDS for course in courses),
        "share_with_weak_odds": _mean(course.odds == 0 for course in courses),
        "share_easy": _mean(course.easy for course in courses),
    }


def _mean(values: Iterable[int]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None
