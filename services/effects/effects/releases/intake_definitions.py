"""What tells how heavy an offer's task is, as data: who is there, how old, how long on support.

They measure no effect, and stand beside the ten definitions: every release has them, for an offer
and a target group, to staff alone.
"""

from typing import Final

from effects.definitions import Definition

IN_OFFER: Final = Definition(
    name="in_offer",
    label="I gang nu",
    text="Hvor mange af de påbegyndte forløb, der er i gang den dag, som registret er kendt til.",
    formula="Forløb med startdato senest den dag og slutdato tidligst samme dag, eller uden "
    "slutdato. Ved siden af står, hvor mange forløb der er påbegyndt.",
    kind="took_part",
    anchor="start",
)
FINISHED: Final = Definition(
    name="finished",
    label="Afsluttede forløb",
    text="Hvor mange af de påbegyndte forløb i perioden, der er slut.",
    formula="Forløb med slutdato før den dag, som registret er kendt til. Ved siden af står, hvor "
    "mange forløb der er påbegyndt.",
    kind="took_part",
    anchor="start",
)
UNDER_30: Final = Definition(
    name="under_30_share",
    label="Under 30 år",
    text="Andelen af påbegyndte forløb, hvor borgeren var under 30 år ved start.",
    formula="Forløb, hvor året for start minus fødselsåret er under 30, divideret med alle "
    "påbegyndte forløb, også dem, hvor fødselsåret er ukendt.",
    kind="took_part",
    anchor="start",
)
FROM_30: Final = Definition(
    name="from_30_share",
    label="30 år og derover",
    text="Andelen af påbegyndte forløb, hvor borgeren var 30 år eller derover ved start.",
    formula="Forløb, hvor året for start minus fødselsåret er mindst 30, divideret med alle "
    "påbegyndte forløb, også dem, hvor fødselsåret er ukendt.",
    kind="took_part",
    anchor="start",
)
WEEKS_BEFORE: Final = Definition(
    name="weeks_before",
    label="Uger på ydelse før start",
    text="Uger på ydelse før start: medianen og kvartilerne af de påbegyndte forløb, hvor de er "
    "kendt.",
    formula="Uger med ydelse før forløbets start, tilbage til de seneste mindst fire uger i træk "
    "uden ydelse, så langt som registret går. Kvartilerne er regnet lineært mellem naboer.",
    kind="took_part",
    anchor="start",
)

COUNTED: Final = (IN_OFFER, FINISHED, UNDER_30, FROM_30)
"""Those that say yes or no of a course."""

QUARTILES: Final = {
    "weeks_before_q1": 0.25,
    "weeks_before_median": 0.5,
    "weeks_before_q3": 0.75,
}
"""Indicators of weeks on support before, with the quantile that each one is."""

DEFINITION_OF: Final[dict[str, Definition]] = {
    **{definition.name: definition for definition in COUNTED},
    **dict.fromkeys(QUARTILES, WEEKS_BEFORE),
}
"""What each indicator counts by, in the order in which they are listed."""
