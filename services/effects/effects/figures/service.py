"""What may be asked of the figures, and what is said when something else is."""

from effects.definitions import BY_NAME
from effects.figures.queries import Wanted
from effects.releases import indicators
from kit import problems


class DefinitionUnknown(problems.Malformed):
    """No definition has this name."""

    code = "definition_unknown"
    title = "Definitionen findes ikke"


class IndicatorUnknown(problems.Malformed):
    """No indicator has this name."""

    code = "indicator_unknown"
    title = "Indikatoren findes ikke"


class AskedTwice(problems.Malformed):
    """A definition and another indicator cannot both be meant."""

    code = "definition_and_indicator"
    title = "Vælg definition eller indikator"


def choose(
    *,
    offer_id: str | None,
    target_group: str | None,
    definition: str | None,
    indicator: str | None,
) -> Wanted:
    """The figures that a query means.

    Raises:
        DefinitionUnknown: No definition has this name.
        IndicatorUnknown: No indicator has this name.
        AskedTwice: Both are given, and they differ.
    """
    if definition is not None and definition not in BY_NAME:
        raise DefinitionUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/query/definition", "unknown", "Kendes ikke.")],
            extra={"valid": list(BY_NAME)},
        )
    if indicator is not None and indicator not in indicators.NAMES:
        raise IndicatorUnknown(
            "Brug et af navnene i valid.",
            errors=[problems.FieldError("/query/indicator", "unknown", "Kendes ikke.")],
            extra={"valid": list(indicators.NAMES)},
        )
    if definition and indicator and definition != indicator:
        raise AskedTwice(
            "Udelad den ene.",
            errors=[problems.FieldError("/query/indicator", "conflict", "Udelad den ene.")],
        )
    return Wanted(offer_id=offer_id, target_group=target_group, indicator=definition or indicator)
