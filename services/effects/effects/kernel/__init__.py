"""The compiled kernel: every course judged by every definition, and any grouping of the outcomes.

Two stages. `compute_outcomes` walks a packed register once and leaves one row per started course;
`compute_results`, `compute_comparisons` and `describe_groups` group those rows by any of their
columns, without touching the weeks again. Arrow tables come in (through `effects.packed`) and go
out, and there is no database in it.
"""

from effects.kernel.bands import BANDS
from effects.kernel.chosen import ALWAYS, Period
from effects.kernel.comparisons import COMPARISON_COLUMNS, compute_comparisons
from effects.kernel.descriptions import (
    OUTCOMES_PRICED,
    OWN_COLUMNS,
    describe_groups,
    hide_small,
)
from effects.kernel.groups import ColumnNotThere, check_columns, find_columns
from effects.kernel.outcomes import (
    WEEKS_BEFORE,
    HoursMissing,
    Outcomes,
    compute_outcomes,
    outcomes_of_table,
    register_as_of,
    update_outcomes,
)
from effects.kernel.program import WindowTooLong, check_windows
from effects.kernel.results import RESULT_COLUMNS, compute_results

__all__ = [
    "ALWAYS",
    "BANDS",
    "COMPARISON_COLUMNS",
    "OUTCOMES_PRICED",
    "OWN_COLUMNS",
    "RESULT_COLUMNS",
    "WEEKS_BEFORE",
    "ColumnNotThere",
    "HoursMissing",
    "Outcomes",
    "Period",
    "WindowTooLong",
    "check_columns",
    "check_windows",
    "compute_comparisons",
    "compute_outcomes",
    "compute_results",
    "describe_groups",
    "find_columns",
    "hide_small",
    "outcomes_of_table",
    "register_as_of",
    "update_outcomes",
]
