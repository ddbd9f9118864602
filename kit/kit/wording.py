"""Danish words for what the validator refuses, and pointers to where it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from kit import cpr

_TEXTS = {
    "missing": "Feltet mangler.",
    "extra_forbidden": "Feltet kendes ikke. Fjern det, eller ret navnet.",
    "string_type": "Skal være en tekst.",
    "string_too_short": "Skal være mindst {min_length} tegn.",
    "string_too_long": "Må højst være {max_length} tegn.",
    "string_pattern_mismatch": "Skal passe til mønstret {pattern}.",
    "int_type": "Skal være et helt tal.",
    "int_parsing": "Skal være et helt tal.",
    "int_from_float": "Skal være et helt tal.",
    "float_type": "Skal være et tal.",
    "float_parsing": "Skal være et tal.",
    "finite_number": "Skal være et almindeligt tal.",
    "decimal_type": "Skal være et decimaltal, fx 1234.50.",
    "decimal_parsing": "Skal være et decimaltal, fx 1234.50.",
    "decimal_max_places": "Må højst have {decimal_places} decimaler.",
    "decimal_max_digits": "Har for mange cifre.",
    "decimal_whole_digits": "Har for mange cifre.",
    "bool_type": "Skal være true eller false.",
    "bool_parsing": "Skal være true eller false.",
    "greater_than": "Skal være større end {gt}.",
    "greater_than_equal": "Skal være mindst {ge}.",
    "less_than": "Skal være mindre end {lt}.",
    "less_than_equal": "Må højst være {le}.",
    "literal_error": "Skal være en af: {expected}.",
    "enum": "Skal være en af: {expected}.",
    "list_type": "Skal være en liste.",
    "too_short": "Skal have mindst {min_length}.",
    "too_long": "Må højst have {max_length}.",
    "dict_type": "Skal være et objekt.",
    "model_type": "Skal være et objekt.",
    "model_attributes_type": "Skal være et objekt.",
    "date_type": "Skal være en dato som 2026-11-22.",
    "date_parsing": "Skal være en dato som 2026-11-22.",
    "date_from_datetime_parsing": "Skal være en dato som 2026-11-22.",
    "datetime_type": "Skal være et tidspunkt som 2026-11-22T09:30:00Z.",
    "datetime_parsing": "Skal være et tidspunkt som 2026-11-22T09:30:00Z.",
    "datetime_from_date_parsing": "Skal være et tidspunkt som 2026-11-22T09:30:00Z.",
    "timezone_aware": "Tidspunktet mangler tidszone, fx Z.",
    "uuid_parsing": "Skal være et UUID.",
    "value_error": "{error}",
}
_FALLBACK = "Har ikke den rigtige form."


def in_danish(kind: str, context: Mapping[str, Any]) -> str:
    """What to tell a person about a mistake of this kind; never what was sent in.

    A rule of a service's own brings its words along: ``PydanticCustomError(kind, "…",
    {"danish": "Noget, der ligner et CPR-nummer, står ved tegn 3-12."})``.
    """
    if "danish" in context:
        return str(context["danish"])
    text = _TEXTS.get(kind, _FALLBACK)
    try:
        return text.format(**context)
    except KeyError:
        return _FALLBACK


def pointer(location: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) to a mistake: into the body, or ``/query/age`` and the like.

    A field's name is input too, so a CPR number in it is taken out.
    """
    place, *rest = location or ("body",)
    parts = rest if place == "body" else [place, *rest]
    return "".join(
        "/" + cpr.redact(str(part)).replace("~", "~0").replace("/", "~1") for part in parts
    )
