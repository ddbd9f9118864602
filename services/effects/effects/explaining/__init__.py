"""One course told as a person would draw it on squared paper: weeks, states, verdicts, reasons.

`explain_files` reads register files, `explain_course` the tables that `effects.reading` leaves;
`screen.print_explanation` shows the answer in a terminal, and `as_json` gives it to programs.
"""

from effects.explaining.course import CourseNotThere, explain_course
from effects.explaining.explanation import (
    VERDICTS,
    CourseFacts,
    ExplainedDefinition,
    ExplainedMonth,
    ExplainedWeek,
    Explanation,
    SupportBefore,
    as_json,
)
from effects.explaining.files import explain_files

__all__ = [
    "VERDICTS",
    "CourseFacts",
    "CourseNotThere",
    "ExplainedDefinition",
    "ExplainedMonth",
    "ExplainedWeek",
    "Explanation",
    "SupportBefore",
    "as_json",
    "explain_course",
    "explain_files",
]
