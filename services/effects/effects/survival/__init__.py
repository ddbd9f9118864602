"""How long citizens stay on support: Kaplan–Meier curves by group, and whether they differ.

`measure_survival` is all of it, from a packed register to tables. `find_spells` is the clock,
`estimate_curves` and `compare_groups` the statistics, which take any durations and groups.
"""

from effects.survival.clock import ENDINGS, Spells, find_spells
from effects.survival.estimates import Curves, SpellsDoNotFit, estimate_curves, find_medians
from effects.survival.grouping import Groups, course_column, course_of, group_by, start_of
from effects.survival.log_rank import LogRank, compare_groups
from effects.survival.presenting import Survival, measure_survival, survival_of

__all__ = [
    "ENDINGS",
    "Curves",
    "Groups",
    "LogRank",
    "Spells",
    "SpellsDoNotFit",
    "Survival",
    "compare_groups",
    "course_column",
    "course_of",
    "estimate_curves",
    "find_medians",
    "find_spells",
    "group_by",
    "measure_survival",
    "start_of",
    "survival_of",
]
