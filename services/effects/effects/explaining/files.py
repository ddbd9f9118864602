"""One course of register files, found and told on one's own machine."""

from effects import file_results, packing
from effects.explaining.course import CourseNotThere, explain_course
from effects.explaining.explanation import Explanation
from effects.packing import Step
from effects.reading.mistakes import shown
from effects.wishes import (
    Refused,
    Wishes,
    check_hours,
    coverage_of,
    definitions_of,
    files_of,
    min_hours_of,
)


def explain_files(
    wishes: Wishes, course_id: str, *, step: Step = lambda _, __: None
) -> Explanation:
    """Read the files and tell one course; `wishes.by` and `wishes.min_group` say nothing here.

    Raises:
        Refused: a file has mistakes, a wish cannot be met, or no course has the id.
    """
    definitions, asked = definitions_of(wishes), coverage_of(wishes)
    files = files_of(wishes)
    if files is None:
        raise Refused(
            "--register: et pakket register kender ikke ugernes koder. Angiv filerne i stedet."
        )
    check_hours(definitions, has_hours=files.hours is not None)
    with file_results.database() as con:
        readings = packing.read_carefully(con, files, step)
        if not all(reading.accepted for reading in readings):
            raise Refused(*file_results.mistakes_of(readings))
        extremes = con.execute("SELECT min(from_week), max(to_week) FROM support").fetchone()
        first, last = extremes or (None, None)
        covered = asked.of(first, last, files.support.name)
        step("Finder forløbet", 0)
        try:
            return explain_course(
                con,
                course_id,
                covered,
                definitions=definitions,
                min_hours=min_hours_of(wishes),
                hours="hours" if files.hours else None,
            )
        except CourseNotThere as missing:
            raise Refused(_not_there(files, course_id, missing)) from None


def _not_there(files: packing.Files, course_id: str, missing: CourseNotThere) -> str:
    hint = f"Kontrollér det i kolonnen course_id i {files.courses.name}."
    if missing.near is not None:
        hint = f"Der er et forløb, der næsten hedder det: {shown(missing.near)}."
    return f"{files.courses.name}: {shown(course_id)} er ikke et forløb i filen. {hint}"
