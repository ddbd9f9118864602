"""The columns of the four register files: the contract with whoever makes them."""

from dataclasses import dataclass
from typing import Literal

from effects.definitions import BY_NAME

Kind = Literal[
    "id", "place_id", "text", "municipality", "date", "day", "week", "month", "hours", "money",
    "year", "boolean", "class",
]  # fmt: skip

CLASSES = ("support", "subsidised_work", "education", "retired", "dead", "abroad")
"""The classes of a code; each decides the state of a week with the code."""

OPEN_END = "9999-12-31"
"""The last day of a code's validity where none is given."""


RESERVED = frozenset(
    (*BY_NAME, "weeks_on_support_before", "age_band", "weeks_before_band", "start_quarter",
     "end_quarter", "quarter")
)  # fmt: skip
"""Names that no column of the courses may have: those of what is worked out for each."""


@dataclass(frozen=True)
class Column:
    """One column that a file must have.

    Attributes:
        name: its name in the header.
        kind: how its values are read. `place_id` may be a P-number (10 digits), `date` lies in
            1900-2199, `day` anywhere in the calendar.
        required: SQL condition, over the typed columns, under which a value must be there.
    """

    name: str
    kind: Kind
    required: str = "TRUE"


COURSES = (
    Column("course_id", "id"),
    Column("citizen_id", "id"),
    Column("offer_id", "place_id"),
    Column("provider_id", "place_id"),
    Column("target_group", "text"),
    Column("match_group", "text", "FALSE"),
    Column("municipality", "municipality", "FALSE"),
    Column("starts_on", "date", "FALSE"),
    Column("ends_on", "date", "FALSE"),
    Column("birth_year", "year", "FALSE"),
    Column("price_dkk", "money", "FALSE"),
    Column("business_oriented", "boolean", "starts_on IS NOT NULL"),
)
SUPPORT = (
    Column("citizen_id", "id"),
    Column("from_week", "week"),
    Column("to_week", "week"),
    Column("code", "text"),
)
HOURS = (Column("citizen_id", "id"), Column("month", "month"), Column("hours", "hours"))
CODES = (
    Column("code", "text"),
    Column("class", "class"),
    Column("label_da", "text", "FALSE"),
    Column("valid_from", "day"),
    Column("valid_to", "day", "FALSE"),
)
