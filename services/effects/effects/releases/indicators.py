"""What a release holds for each offer and target group: the ten definitions and the guide's four.

The guide knows three of the definitions under names of its own, and adds a price: one definition
read in two places is one computation with two names.
"""

from dataclasses import dataclass

from effects.definitions import BY_NAME, DEFINITIONS, Definition
from effects.releases import intake_definitions


@dataclass(frozen=True, slots=True)
class Share:
    """A figure that is a definition's share, under a name."""

    indicator: str
    definition: str


EFFECT_PRICE = "effect_price"
OUTCOMES_PRICED = ("exit_to_job", "exit_to_education")
"""The definitions whose numerators are the outcomes that ``effect_price`` divides by."""

_GUIDE_SHARES = (
    Share("effect_3m", "self_support_3m_sustained"),
    Share("effect_7m", "self_support_3_of_7m"),
)
SHARES: tuple[Share, ...] = (
    *(Share(definition.name, definition.name) for definition in DEFINITIONS),
    *_GUIDE_SHARES,
)
DEFINITION_OF: dict[str, str] = {
    **{share.indicator: share.definition for share in SHARES},
    EFFECT_PRICE: OUTCOMES_PRICED[0],
}
"""What each indicator counts by; of the price, a definition of the courses that it is of."""

PROFILES: tuple[str, ...] = ("effect_3m", "effect_7m", *OUTCOMES_PRICED)
"""What is told of citizens like this one, in ``ProfilesReleased``."""

GUIDE: tuple[str, ...] = ("effect_3m", "effect_7m", "business_oriented_share", EFFECT_PRICE)
"""What the guide shows."""

INTAKE: tuple[str, ...] = tuple(intake_definitions.DEFINITION_OF)
"""How heavy an offer's task is."""

TOLD: tuple[str, ...] = (*GUIDE, "self_support_1m", "self_support_3m", *INTAKE)
"""What the guide and the quality overview show, and so what is told in ``FiguresReleased``."""

NAMES: tuple[str, ...] = (*(share.indicator for share in SHARES), EFFECT_PRICE, *INTAKE)
"""Every indicator of a release, in order."""


def definition_of(indicator: str) -> Definition:
    """What an indicator counts by."""
    known = intake_definitions.DEFINITION_OF.get(indicator)
    return known or BY_NAME[DEFINITION_OF[indicator]]
