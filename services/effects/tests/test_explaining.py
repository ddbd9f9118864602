"""One course told week by week: what it says agrees with every other reading, and is readable.

The course drawn by hand ends on Wednesday 31 January 2024: W05 is the first week after the end, the
three months hold W05-W09, W10-W13 and W14-W17, and six months later is W31.
"""

import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import duckdb
import pytest
from rich.console import Console

from effects import explaining, packing, reading, weeks
from effects.coverage import Coverage
from effects.definitions import BY_NAME, DEFINITIONS, Definition
from effects.explaining import ExplainedDefinition, Explanation
from effects.explaining.screen import print_explanation
from effects.kernel import loops
from effects.kernel.outcomes import compute_outcomes
from effects.packed.building import RegisterBuilder
from effects.wishes import Refused, Wishes, files_of

from . import factories, slow_reading
from .random_definitions import draw_definitions
from .random_registers import draw_register, month_text, week_text, write_files
from .slow_reading import Register

CODES = factories.CODES + "999,dead,Død,2000-01-01,\n122,subsidised_work,Løntilskud,2000-01-01,\n"


def _coverage(register: Register) -> Coverage:
    first, last = (weeks.parse_week(week_text(week)) for week in register.coverage)
    months = [weeks.parse_month(month_text(month)) for month in register.hours_coverage or ()]
    return Coverage(first, last, *months)


@contextmanager
def _connected(register: Register, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the register's tables."""
    files = write_files(register, folder)
    with duckdb.connect() as con:
        for answer in (
            reading.read_codes(con, files.codes),
            reading.read_courses(con, files.courses),
            reading.read_support(con, files.support),
            reading.read_hours(con, files.hours),
        ):
            assert answer.accepted, [str(mistake) for mistake in answer.mistakes]
        yield con


def _asked(register: Register, random: Random) -> tuple[Definition, ...]:
    ten = (replace(definition, min_hours=register.min_hours) for definition in DEFINITIONS)
    return (*ten, *draw_definitions(random, 8))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_told_agrees_with_the_slow_reading(seed: int, tmp_path: Path) -> None:
    random = Random(f"explained {seed}")  # noqa: S311 - a seeded register, no secret
    register = draw_register(random)
    definitions = _asked(register, random)
    with _connected(register, tmp_path) as con:
        for course in register.courses:
            told = explaining.explain_course(
                con,
                course.course_id,
                _coverage(register),
                definitions=definitions,
                min_hours=register.min_hours,
            )
            if course.starts_on is None:
                assert (told.weeks, told.definitions, told.before) == ((), (), None)
                continue
            for definition, answer in zip(definitions, told.definitions, strict=True):
                slow = slow_reading.judge_definition(register, course, definition)
                assert answer.verdict == slow, (definition, course)
                _check_window(answer, told)
            assert told.before is not None
            assert told.before.weeks == slow_reading.weeks_before(register, course)
            for week in told.weeks:
                name = slow_reading.iso_week(week.thursday)
                known = register.coverage[0] <= name <= register.coverage[1]
                state = register.state(course.citizen_id, name) if known else None
                assert week.state == state


def _check_window(answer: ExplainedDefinition, told: Explanation) -> None:
    """What is said of the window lies among the weeks told, and fits the verdict."""
    assert answer.reason.endswith(".")
    if answer.first_week is None:
        windowless = answer.kind == "took_part"
        assert answer.verdict in (("yes", "no") if windowless else ("outside_register",))
        return
    names = [week.week for week in told.weeks]
    assert answer.last_week in names
    outside = answer.covered_by_support is False or answer.covered_by_hours is False
    assert (answer.verdict == "outside_register") == outside
    if answer.verdict in ("yes", "no") and answer.kind == "every_week":
        assert all(month.counts for month in answer.months) == (answer.verdict == "yes")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_told_agrees_with_the_compiled_reading(seed: int, tmp_path: Path) -> None:
    random = Random(f"compiled {seed}")  # noqa: S311 - as above
    register = draw_register(random)
    definitions = _asked(register, random)
    coverage = _coverage(register)
    names = {
        loops.YES: "yes",
        loops.NO: "no",
        loops.LEFT_THE_COUNT: "left_the_count",
        loops.OUTSIDE_REGISTER: "outside_register",
    }
    with _connected(register, tmp_path) as con:
        builder = RegisterBuilder(con.sql("FROM codes").to_arrow_table())
        builder.add_courses(con.sql("FROM courses").to_arrow_table())
        builder.add_no_hours()
        for batch in reading.stream(con, "support"):
            builder.add_support(batch)
        for batch in reading.stream(con, "hours"):
            builder.add_hours(batch)
        outcomes = compute_outcomes(builder.build(), coverage, definitions=definitions)
        for row in outcomes.to_table().to_pylist():
            told = explaining.explain_course(
                con, row["course_id"], coverage, definitions=definitions
            )
            answers = {answer.name: answer.verdict for answer in told.definitions}
            assert answers == {each.name: names[row[each.name]] for each in definitions}
            assert told.before is not None
            assert told.before.weeks == row["weeks_on_support_before"]


@pytest.fixture
def wishes(tmp_path: Path) -> Wishes:
    """Files with one citizen's course, drawn by hand, and one that never started."""
    texts = {
        "codes": CODES,
        "courses": factories.courses(
            [
                {"starts_on": "2024-01-01", "ends_on": "2024-01-31"},
                {"course_id": "0002", "starts_on": "", "ends_on": "", "business_oriented": ""},
                {"course_id": "3", "ends_on": "", "offer_id": "1003456789"},
            ]
        ),
        "support": factories.support(
            ("a", "2023-W30", "2023-W40", "111"),
            ("a", "2023-W43", "2024-W06", "111"),
            ("a", "2024-W14", "2024-W14", "122"),
            ("a", "2024-W31", "2024-W33", "651"),
        ),
        "hours": factories.hours(("a", "2024-02", "30"), ("a", "2024-03", "20.5")),
    }
    paths = {name: tmp_path / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return Wishes(
        courses=paths["courses"],
        support=paths["support"],
        codes=paths["codes"],
        hours=paths["hours"],
        from_week="2022-W01",
        to_week="2024-W40",
    )


def _told(wishes: Wishes, course_id: str = "course-1") -> Explanation:
    return explaining.explain_files(wishes, course_id)


def _reasons(told: Explanation) -> dict[str, tuple[str, str]]:
    return {each.name: (each.verdict, each.reason) for each in told.definitions}


def test_each_verdict_says_which_weeks_decided_it(wishes: Wishes) -> None:
    studying = "I 2024-W31 var borgeren i uddannelse (651 SU)."
    working = "i {} var borgeren uden ydelse med 30 ordinære løntimer i måneden."
    run = "De første 4 uger i træk uden ydelse begynder i 2024-W07"
    reasons = _reasons(_told(wishes))
    verdict, reason = reasons.pop("self_support_3m_sustained")
    assert verdict == "no"
    assert reason == (
        "I 2024-W05 var borgeren på ydelse (111 Dagpenge); det er den første af 3 uger, der ikke "
        "tæller."
    )
    assert reasons.pop("self_support_3_of_7m") == (
        "yes",
        "4 af 7 måneder er selvforsørgende: 3, 5, 6 og 7; 3 skal der til.",
    )
    assert reasons.pop("business_oriented_share") == (
        "no",
        "Forløbet rummer hverken virksomhedspraktik eller løntilskud.",
    )
    assert reasons == {
        "self_support_1m": ("yes", f"I{working.format('2024-W09')[1:]}"),
        "self_support_3m": ("yes", "I 2024-W18 var borgeren uden ydelse og løntimer."),
        "self_support_6m": ("yes", studying),
        "employed_6m": ("no", studying),
        "education_6m": ("yes", studying),
        "exit_to_job": ("yes", f"{run}, og {working.format('2024-W07')}"),
        "exit_to_education": ("no", f"{run}, men {working.format('2024-W07')}"),
    }


def test_what_cannot_be_counted_says_what_is_lacking(wishes: Wishes) -> None:
    early = _reasons(_told(replace(wishes, to_week="2024-W20", to_month="2024-03")))
    assert early["self_support_6m"] == (
        "outside_register",
        "Der ses på 2024-W31, og registret har ydelser fra 2022-W01 til 2024-W20.",
    )
    assert early["exit_to_job"] == (
        "outside_register",
        "Der ses på 2024-W05 til 2024-W20, og registret har løntimer fra 2022-01 til 2024-03.",
    )
    assert wishes.support is not None
    with wishes.support.open("a", encoding="utf-8") as file:
        file.write("a,2024-W34,2024-W40,999\na,2024-W12,2024-W12,998\n")
    gone = _reasons(_told(wishes))
    assert gone["self_support_6m"][0] == "yes"
    assert gone["self_support_3m_sustained"] == (
        "left_the_count",
        "I 2024-W12 var borgeren på folkepension (998 Folkepension).",
    )


def test_weeks_on_support_before_say_how_they_were_counted(wishes: Wishes) -> None:
    before = _told(wishes).before
    assert before is not None
    assert (before.weeks, before.first_week) == (21, "2023-W30")
    assert before.reason == (
        "Talt fra 2023-W30 til 2023-W52, hvoraf 2 uger uden ydelse ikke tæller: "
        "de 4 uger 2023-W26 til 2023-W29 er uden ydelse."
    )
    short = _told(replace(wishes, from_week="2023-W50")).before
    assert short is not None
    assert short.reason == "Talt fra 2023-W50 til 2023-W52: registret begynder 2023-W50."
    late = _told(replace(wishes, from_week="2024-W01")).before
    assert late is not None
    assert late.weeks is None
    assert "2023-W52" in late.reason


def test_the_weeks_run_from_eight_before_the_start_to_the_end_of_the_longest_window(
    wishes: Wishes,
) -> None:
    told = {week.week: week for week in _told(wishes).weeks}
    assert (next(iter(told)), list(told)[-1]) == ("2023-W45", "2024-W31")
    week = told["2024-W05"]
    assert (week.monday, week.thursday, week.sunday) == (
        date(2024, 1, 29), date(2024, 2, 1), date(2024, 2, 4),
    )  # fmt: skip
    assert (week.code, week.label, week.code_class, week.state) == (
        "111", "Dagpenge", "support", "support",
    )  # fmt: skip
    assert (week.month, week.hours, week.in_course) == ("2024-02", Decimal(30), True)
    assert (week.month_after_start, week.month_after_end) == (1, 1)
    assert (told["2024-W10"].month_after_start, told["2024-W10"].month_after_end) == (3, 2)
    assert told["2023-W52"].month_after_start is None
    assert [name for name, each in told.items() if each.in_course] == [
        f"2024-W{number:02d}" for number in range(1, 6)
    ]


def test_a_course_that_never_started_or_has_not_ended_says_so(wishes: Wishes) -> None:
    never = _told(wishes, "0002")
    assert never.note == "Forløbet er aldrig påbegyndt, og ingen definition tæller det."
    assert (never.weeks, never.definitions, never.before) == ((), (), None)
    running = _told(wishes, "3")
    assert running.note is not None
    assert _reasons(running)["exit_to_job"] == (
        "outside_register",
        "Forløbet har endnu ingen slutdato.",
    )


@pytest.mark.parametrize(
    ("course_id", "said"),
    [
        ("course-2", "courses.csv: »course-2« er ikke et forløb i filen. Kontrollér"),
        ("2", "Der er et forløb, der næsten hedder det: »0002«."),
        ("COURSE-1 ", "»course-1«"),
        ("0701901234", "courses.csv: Værdien (ikke vist) er ikke et forløb"),
    ],
)
def test_a_course_that_is_not_there_is_refused_with_a_hint(
    wishes: Wishes, course_id: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        _told(wishes, course_id)
    (line,) = refused.value.lines
    assert said in line
    assert "0701901234" not in line


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"hours": None}, "--hours"),
        ({"from_week": "2021-W53"}, "--from-week"),
        ({"to_week": "2021-W50"}, "slutter, før den begynder"),
        ({"min_hours": "0"}, "--min-hours"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    wishes: Wishes, wish: dict[str, str | None], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        _told(replace(wishes, **wish))  # type: ignore[arg-type]  # fields by name


def _printed(told: Explanation, width: int = 80) -> str:
    out = io.StringIO()
    print_explanation(told, Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_the_drawing_has_a_square_a_week_and_a_line_a_month(wishes: Wishes) -> None:
    lines = [line.rstrip() for line in _printed(_told(wishes)).splitlines()]
    assert lines[:2] == [
        "Forløb course-1: tilbud offer-1, dagpenge, jobparat.",
        "Fra 01.01.2024 til 31.01.2024.",
    ]
    drawn = [line for line in lines if line.startswith(("før", "start +", "slut +"))]
    assert [" ".join(line.split()) for line in drawn[:4]] == [
        "før start 2023-W45–W52 Y Y Y Y Y Y Y Y",
        "start + 1. måned 2024-W01–W05 [Y Y Y Y Y] 2024-02 30",
        "start + 2. måned 2024-W06–W09 Y A A A 2024-02 30",
        "start + 3. måned 2024-W10–W13 A A A A 2024-03 20,5",
    ]
    assert [line[:4] for line in drawn].count("slut") == 7
    assert "A arbejde (mindst 1 t/md.)" in " ".join(lines)
    assert "Koder: 111 Dagpenge, 122 Løntilskud, 651 SU." in lines
    assert any(line.split() == ["Selvforsørgende", "1", "måned", "efter", "2024-W09", "ja"]
               for line in lines)  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_screen_and_none_has_colours(wishes: Wishes, width: int) -> None:
    for course_id in ("course-1", "0002", "3"):
        text = _printed(_told(wishes, course_id), width)
        assert max(len(line) for line in text.splitlines()) <= width
        assert "\x1b" not in text


def test_nothing_like_a_personal_number_is_shown(wishes: Wishes) -> None:
    told = _told(wishes, "3")  # its offer is a P-number that could be one
    assert told.course.offer_id == "(ikke vist)"
    assert "1003456789" not in _printed(told) + json.dumps(explaining.as_json(told))


def test_the_explanation_is_json_with_the_same_parts(wishes: Wishes) -> None:
    told = _told(wishes)
    whole = json.loads(json.dumps(explaining.as_json(told)))
    assert whole["course"]["ends_on"] == "2024-01-31"
    assert whole["weeks"][0]["week"] == told.weeks[0].week
    assert [each["verdict"] for each in whole["definitions"]] == [
        each.verdict for each in told.definitions
    ]
    months = next(each for each in whole["definitions"] if each["name"] == "self_support_3_of_7m")
    assert [month["number"] for month in months["months"] if month["counts"]] == [3, 5, 6, 7]
    assert whole["min_hours"] == "1"
    assert "citizen" not in json.dumps(whole)


def test_a_month_of_four_weeks_and_more_hours_are_told_as_they_are(wishes: Wishes) -> None:
    weeks_of_four = replace(BY_NAME["self_support_3m_sustained"], month="four_weeks")
    more_hours = replace(BY_NAME["exit_to_job"], min_hours=Decimal(31))
    told = _judged(wishes, (weeks_of_four, more_hours))
    assert [month.last_week for month in told[0].months] == ["2024-W08", "2024-W12", "2024-W16"]
    assert told[1].min_hours == 31
    assert told[1].reason == (
        "De første 4 uger i træk uden ydelse begynder i 2024-W07, men i ingen af dem var borgeren "
        "uden ydelse og SU med mindst 31 ordinære løntimer i måneden."
    )


def _judged(wishes: Wishes, definitions: Sequence[Definition]) -> tuple[ExplainedDefinition, ...]:
    files = files_of(wishes)
    assert files is not None
    with duckdb.connect() as con:
        readings = packing.read_carefully(con, files, lambda _, __: None)
        assert all(answer.accepted for answer in readings)
        coverage = Coverage(weeks.parse_week("2022-W01"), weeks.parse_week("2024-W40"))
        told = explaining.explain_course(con, "course-1", coverage, definitions=definitions)
        return told.definitions
