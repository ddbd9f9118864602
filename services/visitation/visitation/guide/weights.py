"""What counts, as it is written in an address: ``effect_3m:2,price:1``."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from kit import problems
from kit.problems import FieldError
from visitation.guide import indicators

HIGHEST = 10
POINTER = "/query/weights"
_NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]{1,3})?")
_KNOWN = ", ".join(indicators.BY_NAME)


class WeightsInvalid(problems.Malformed):
    """The weights cannot be read, or name something that the guide does not rank by."""

    code = "weights_invalid"
    title = "Vægtene kan ikke bruges"


@lru_cache(maxsize=1_024)
def parse(written: str) -> Mapping[str, float]:
    """The indicators that count, in the guide's order; nothing written is its default.

    Raises:
        WeightsInvalid: When a part is no ``name:weight``, a name is unknown or there twice, or
            a weight is no number from 0 to ``HIGHEST``.
    """
    mistakes: list[FieldError] = []
    weights: dict[str, float] = {}
    for at, part in enumerate(filter(None, written.split(",")), 1):
        name, _, number = part.partition(":")
        if name not in indicators.BY_NAME:
            mistakes.append(_mistake("indicator_unknown", f"Del {at}: brug en af {_KNOWN}."))
        elif name in weights:
            mistakes.append(_mistake("indicator_repeated", f"Del {at}: {name} står der to gange."))
        elif not _NUMBER.fullmatch(number) or float(number) > HIGHEST:
            mistakes.append(
                _mistake("weight_invalid", f"Del {at}: vægten er et tal fra 0 til {HIGHEST}, fx 2.")
            )
        else:
            weights[name] = float(number)
    if mistakes:
        raise WeightsInvalid("Skriv vægte som effect_3m:2,price:1.", errors=mistakes)
    return MappingProxyType(indicators.chosen(weights))


def _mistake(code: str, detail: str) -> FieldError:
    return FieldError(POINTER, code, detail)
