"""The demonstration's code list: which code a week of the register holds, and since when."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standalone.demonstration.weeks import Calendar

CASH_BENEFIT_REFORM = dt.date(2025, 7, 1)
"""From this day cash benefit is recorded under another code, so spells across it are two."""


@dataclass(frozen=True)
class Code:
    """One line of ``codes.csv``; both dates are included, an empty one is open."""

    code: str
    klass: str
    label: str
    valid_from: str = "2000-01-01"
    valid_to: str = ""


CODES = (
    Code("111", "support", "Dagpenge"),
    Code("130", "support", "Kontanthjælp", valid_to="2025-06-30"),
    Code("131", "support", "Kontanthjælp efter ny lov", valid_from="2025-07-01"),
    Code("140", "support", "Uddannelseshjælp"),
    Code("890", "support", "Sygedagpenge"),
    Code("750", "support", "Revalidering"),
    Code("740", "support", "Ledighedsydelse"),
    Code("810", "support", "Ressourceforløb"),
    Code("870", "support", "Jobafklaringsforløb"),
    Code("783", "support", "Førtidspension"),
    Code("121", "subsidised_work", "Privat løntilskud"),
    Code("122", "subsidised_work", "Offentligt løntilskud"),
    Code("771", "subsidised_work", "Fleksjob"),
    Code("651", "education", "Statens uddannelsesstøtte", valid_to="2022-12-31"),
    Code("651", "education", "SU", valid_from="2023-01-01"),
    Code("998", "retired", "Folkepension"),
    Code("997", "abroad", "Udvandret"),
    Code("999", "dead", "Død"),
)

NAMES = (
    "",
    "111",
    "130",
    "140",
    "890",
    "750",
    "740",
    "810",
    "870",
    "783",
    "121",
    "122",
    "771",
    "651",
    "998",
    "997",
    "999",
    "131",
)
"""The codes by the number that the simulation uses: 0 none, 1–8 the target groups in order."""

(PENSION, SUBSIDY_PRIVATE, SUBSIDY_PUBLIC, FLEXJOB, STUDY, RETIRED, ABROAD, DEAD, CASH_NEW) = range(
    9, 18
)
CASH_OLD = 2
IS_BENEFIT = np.array([number in range(1, 9) or number == CASH_NEW for number in range(len(NAMES))])
"""Whether a code is the benefit of a target group."""
IS_SUPPORT = IS_BENEFIT.copy()
IS_SUPPORT[[PENSION, SUBSIDY_PRIVATE, SUBSIDY_PUBLIC, FLEXJOB]] = True
"""Whether a week with the code is one on support."""


def apply_reform(codes: npt.NDArray[np.int8], calendar: Calendar) -> None:
    """Give cash benefit its later code in each week whose Thursday lies after the reform.

    Args:
        codes: One row a week, one column a citizen; changed in place.
        calendar: Which weeks the rows are.
    """
    for week, monday in enumerate(calendar.mondays):
        if monday + dt.timedelta(days=3) >= CASH_BENEFIT_REFORM:
            row = codes[week]
            row[row == CASH_OLD] = CASH_NEW
