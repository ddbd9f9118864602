"""The weekly chances that move a citizen: chosen so that the figures look like a municipality's.

Arrays over target groups follow the order of ``catalogue.TARGET_GROUPS``.
"""

import numpy as np

from standalone.demonstration.catalogue import GROUP_NUMBER

LEAVE = np.array([0.033, 0.019, 0.022, 0.032, 0.024, 0.034, 0.022, 0.026])
"""Weekly chance of leaving support, before odds, duration, age, season and courses."""
JUMP = np.array([0.13, 0.14, 0.15, 0.13, 0.16, 0.32, 0.19, 0.18])
"""Added in the week after a completed course: the job or the school it led to."""
START = np.array([0.044, 0.042, 0.042, 0.036, 0.05, 0.04, 0.036, 0.042])
"""Weekly chance of beginning a course."""
ODDS = np.array([0.6, 1.0, 1.5])
DURATION_WEEKS = np.array([13, 26, 52, 104])
DURATION = np.array([1.25, 1.1, 0.95, 0.75, 0.6])
SEASON = np.array([1.0, 1.08, 1.02, 0.9])
"""By quarter of the year."""
LOCKED_IN = 0.55
"""In a course one applies for fewer jobs."""
EFFECT_WEEKS = 26
"""How long after a course its multiplier works."""
ABORT = 0.012
NO_SHOW = 0.05
SHORTENED = 0.15
COMPANION = 0.03
FLEXJOB_IN_COURSE = 0.4

STUDY_SHARE = np.array([0.05, 0.08, 0.34, 0.03, 0.25, 0.0, 0.02, 0.02])
"""Of those under 35 who leave support, how many to education; a third of that from 35 on."""
FLEXJOB_SHARE = np.array([0.0, 0.01, 0.0, 0.02, 0.05, 0.45, 0.25, 0.12])
FULL_TIME, PART_TIME = 0.58, 0.18
"""Of those who leave to neither: work full time, part time; the rest have work that no register
knows, or live by other means."""
RETURN = np.array([0.02, 0.014, 0.009])
"""Weekly chance of coming back to support, by odds, in the first half year away."""
SETTLED = 0.6
"""After half a year away the chance falls to this share of it."""

MOVES = tuple(
    (GROUP_NUMBER[before], GROUP_NUMBER[after], chance, weeks)
    for before, after, chance, weeks in (
        ("sygedagpenge", "jobafklaring", 0.012, 22),
        ("sygedagpenge", "dagpenge", 0.004, 8),
        ("sygedagpenge", "revalidering", 0.002, 26),
        ("dagpenge", "kontanthjaelp", 0.03, 104),
        ("dagpenge", "sygedagpenge", 0.0015, 2),
        ("jobafklaring", "ressourceforloeb", 0.003, 52),
        ("kontanthjaelp", "ressourceforloeb", 0.0012, 104),
        ("kontanthjaelp", "revalidering", 0.0004, 26),
        ("ressourceforloeb", "ledighedsydelse", 0.003, 52),
    )
)
"""Weekly chance of moving from one benefit to another after so many weeks on support."""
PENSION_CHANCE = np.array([0.0, 0.0003, 0.0001, 0.0004, 0.0, 0.0008, 0.002, 0.001])
"""Weekly chance of førtidspension after a year on support."""

DEATH = np.array([0.00002, 0.00005, 0.00022])
"""By age: under 40, 40–59, 60 and over."""
EMIGRATION = 0.00016
HOMECOMING = 0.006
RETIREMENT_AGE = 67
