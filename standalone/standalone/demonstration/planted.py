"""What is true in the demonstration municipality: planted here, and never told to a service."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standalone.demonstration.catalogue import MATCH_GROUPS, TARGET_GROUPS, Offer

CHERRY_PICKER = "leverandoer-07"
"""The provider that takes citizens with short histories and good odds, and changes nothing."""

STRONG, SOME, NONE, HARM = 2.6, 1.5, 1.0, 0.4
_STRONG_OFFERS, _SOME_OFFERS = 7, 12
_WIDELY_KNOWN = ("dagpenge", "kontanthjaelp", "sygedagpenge", "uddannelseshjaelp")
"""For each of these target groups one of the offers that help much is one that many meet."""
_WIDELY_KNOWN_RANKS = 16
_PICKED_RANKS = (1, 5, 9, 14)
_HARM_RANKS = range(4, 16)
_FIT = (1.0, 0.5, 0.25, 0.1, 0.03)
_NICHE = 0.02
_EASY_PULL, _HARD_PULL = 6.0, 0.12


@dataclass(frozen=True)
class Planted:
    """The planted facts, by the offers' place in the catalogue."""

    multipliers: npt.NDArray[np.float64]
    """Offers × target groups: what a course does to the weekly chance of leaving support."""
    pull: npt.NDArray[np.float64]
    """Easy (0, 1) × target groups × match groups × offers: relative chance of being chosen."""
    kinds: tuple[str, ...]
    """``strong``, ``some``, ``none`` or ``harm`` for each offer."""
    ranks: tuple[int, ...]
    """Place of each offer by popularity, 0 the most popular."""


def _shuffled(rng: np.random.Generator, items: list[int]) -> list[int]:
    # Sorting by uniform draws: unlike permutation(), the same in every version of numpy.
    draws = rng.random(len(items))
    return [items[index] for index in np.argsort(draws, kind="stable")]


def _popularity(rng: np.random.Generator, offers: tuple[Offer, ...]) -> list[int]:
    """Ranks in random order, but with the cherry-picker's offers where many choose them."""
    picked = [i for i, offer in enumerate(offers) if offer.provider.id == CHERRY_PICKER]
    ranks = dict(zip(picked, _PICKED_RANKS, strict=True))
    left = [rank for rank in range(len(offers)) if rank not in _PICKED_RANKS]
    others = [i for i in range(len(offers)) if i not in ranks]
    ranks.update(zip(_shuffled(rng, others), left, strict=True))
    return [ranks[i] for i in range(len(offers))]


def _effect_kinds(
    rng: np.random.Generator, offers: tuple[Offer, ...], ranks: list[int]
) -> list[str]:
    """One harming offer that many meet, some that help, and nothing from the rest.

    Mentor courses run beside other courses and new offers have no outcomes: their effect would
    not be found, so none is planted.
    """
    kinds = ["none"] * len(offers)
    free = [
        i
        for i, offer in enumerate(offers)
        if offer.provider.id != CHERRY_PICKER and offer.kind != "mentor" and not offer.new_weeks
    ]
    wide = [i for i in free if ranks[i] in _HARM_RANKS]
    harm = _shuffled(rng, wide)[0]
    kinds[harm] = "harm"
    order = _shuffled(rng, [i for i in free if i != harm])
    strong: list[int] = []
    for group in _WIDELY_KNOWN:
        known = (
            i
            for i in order
            if ranks[i] < _WIDELY_KNOWN_RANKS and offers[i].target_groups[0] == group
        )
        strong.extend(itertools.islice((i for i in known if i not in strong), 1))
    others = [i for i in order if i not in strong]
    more = _STRONG_OFFERS - len(strong)
    for i in (*strong, *others[:more]):
        kinds[i] = "strong"
    for i in others[more : more + _SOME_OFFERS]:
        kinds[i] = "some"
    return kinds


def plant(rng: np.random.Generator, offers: tuple[Offer, ...]) -> Planted:
    """Decide effects and popularity.

    Args:
        rng: Only its uniform draws are used, so that the same seed gives the same facts anywhere.
        offers: The catalogue.
    """
    ranks = _popularity(rng, offers)
    kinds = _effect_kinds(rng, offers, ranks)
    size = {"strong": STRONG, "some": SOME, "none": NONE, "harm": HARM}
    multipliers = np.ones((len(offers), len(TARGET_GROUPS)))
    pull = np.zeros((2, len(TARGET_GROUPS), len(MATCH_GROUPS), len(offers)))
    works_elsewhere = rng.random((len(offers), len(TARGET_GROUPS)))
    for i, offer in enumerate(offers):
        for place, group in enumerate(offer.target_groups):
            g = TARGET_GROUPS.index(group)
            # What helps the main group helps most others too, but not all of them.
            if kinds[i] == "harm" or place == 0 or works_elsewhere[i, g] < 0.7:  # noqa: PLR2004 - a planted share
                multipliers[i, g] = size[kinds[i]]
            weight = _FIT[place] / (ranks[i] + 3)
            if offer.share == "niche":
                weight *= _NICHE
            for match in offer.match_groups:
                m = MATCH_GROUPS.index(match)
                picks = offer.provider.id == CHERRY_PICKER
                pull[0, g, m, i] = weight * (_HARD_PULL if picks else 1.0)
                pull[1, g, m, i] = weight * (_EASY_PULL if picks else 1.0)
    return Planted(multipliers, pull, tuple(kinds), tuple(ranks))
