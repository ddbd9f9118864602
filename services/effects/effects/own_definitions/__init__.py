"""A municipality's own definitions: read from a file, and counted by the same kernel as the ten."""

from effects.own_definitions.files import (
    DefinitionsRefused,
    choose_definitions,
    read_definitions,
    with_min_hours,
)
from effects.own_definitions.formulas import compose_formula

__all__ = [
    "DefinitionsRefused",
    "choose_definitions",
    "compose_formula",
    "read_definitions",
    "with_min_hours",
]
