"""Merged citizens: one id is kept, the others' rows are its rows, and its own weeks win."""

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from effects.aliases import AliasesRefused, read_aliases
from effects.commands import commands
from effects.packed.building import RegisterBuilder
from effects.packed.merging import AliasesCircular
from effects.packed.register import MONTH_ZERO, WEEK_ZERO, PackedRegister
from effects.reading.formats import CLASSES

from . import factories
from .large_registers import CODES, HOURS, SUPPORT, month_number, week_number
from .large_registers import COURSES as COURSE_SCHEMA
from .random_registers import draw_register, week_text, write_files
from .slow_reading import Register, walk_weeks

CPR = "0701901234"
Kept = Mapping[str, str]


def _draw(seed: int) -> tuple[Register, dict[str, str]]:
    """A register in which some ids are others', by chains too, and one is nobody's."""
    random = Random(f"merged {seed}")  # noqa: S311 - a seeded register, no secret
    register = draw_register(random)
    ids = sorted({row[0] for row in register.support} | {c.citizen_id for c in register.courses})
    random.shuffle(ids)
    aliases = {"nobody": "nobody else"}
    for place, alias in enumerate(ids[1:], start=1):
        if random.random() < 0.6:
            aliases[alias] = random.choice([ids[place - 1], ids[0], "known by no row"])
    return register, aliases


def _follow(id_: str, aliases: Kept) -> str:
    while id_ in aliases:
        id_ = aliases[id_]
    return id_


def _pack(register: Register, aliases: Kept) -> PackedRegister:
    builder = RegisterBuilder(
        pa.Table.from_pylist(
            [
                {"code": code, "class": class_, "valid_from": first, "valid_to": last}
                for code, class_, first, last in register.codes
            ],
            CODES,
        ),
        aliases,
    )
    builder.add_support(
        pa.RecordBatch.from_pylist(
            [
                {"citizen_id": id_, "from_week": week_number(a), "to_week": week_number(b),
                 "code": code}
                for id_, a, b, code in register.support
            ],
            SUPPORT,
        )
    )  # fmt: skip
    builder.add_hours(
        pa.RecordBatch.from_pylist(
            [
                {"citizen_id": id_, "month": month_number(month), "hours": amount}
                for id_, month, amount in register.hours
            ],
            HOURS,
        )
    )
    builder.add_courses(
        pa.Table.from_pylist([vars(course) for course in register.courses], COURSE_SCHEMA)
    )
    return builder.build()


def _resolved(register: Register, aliases: Kept) -> tuple[dict[tuple[str, int], str], int]:
    """Each kept id's code of each week, and how many codes gave way."""
    first_seen = list(dict.fromkeys(row[0] for row in register.support))
    codes: defaultdict[tuple[str, int], list[tuple[bool, int, str]]] = defaultdict(list)
    for id_, first, last, code in register.support:
        kept = _follow(id_, aliases)
        for week in walk_weeks(first, last):
            codes[kept, week_number(week)].append((id_ != kept, first_seen.index(id_), code))
    differing = sum(code != min(named)[2] for named in codes.values() for *_, code in named)
    return {week: min(named)[2] for week, named in codes.items()}, differing


def _class_of(register: Register, code: str, week: int) -> str:
    thursday = date.fromordinal(week * 7 + 4)
    return next(
        class_ for known, class_, first, last in register.codes
        if known == code and first <= thursday <= last
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_the_kept_ids_code_wins_and_the_weeks_that_differ_are_counted(seed: int) -> None:
    register, aliases = _draw(seed)
    packed = _pack(register, aliases)
    ids = packed.citizens.to_pylist()
    expected, differing = _resolved(register, aliases)
    found = {
        (ids[citizen], week + WEEK_ZERO): CLASSES[packed.span_class[span]]
        for citizen in range(len(ids))
        for span in range(packed.span_offsets[citizen], packed.span_offsets[citizen + 1])
        for week in range(packed.span_from[span], packed.span_to[span] + 1)
    }
    assert found == {
        (id_, week): _class_of(register, code, week) for (id_, week), code in expected.items()
    }
    assert packed.facts["weeks_differing_in_merged"] == differing


@pytest.mark.parametrize("seed", range(15))
def test_hours_are_added_and_courses_are_the_kept_ids(seed: int) -> None:
    register, aliases = _draw(seed)
    packed = _pack(register, aliases)
    ids = packed.citizens.to_pylist()
    hours: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for id_, month, amount in register.hours:
        hours[_follow(id_, aliases), month_number(month)] += amount
    found = {
        (ids[citizen], int(packed.hours_month[at]) + MONTH_ZERO): Decimal(
            int(packed.hours_amount[at])
        )
        / packed.hours_unit
        for citizen in range(len(ids))
        for at in range(packed.hours_offsets[citizen], packed.hours_offsets[citizen + 1])
    }
    assert found == hours
    owners = {
        row["course_id"]: row["citizen_id"] for row in packed.courses_with_citizens().to_pylist()
    }
    assert owners == {
        course.course_id: _follow(course.citizen_id, aliases)
        for course in register.courses
        if course.starts_on is not None
    }


@pytest.mark.parametrize(
    "aliases", [{"a": "a"}, {"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "c", "c": "a"}]
)
def test_ids_that_are_each_others_are_refused(aliases: Kept) -> None:
    register, _ = _draw(0)
    with pytest.raises(AliasesCircular):
        _pack(register, aliases)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "aliases.csv"


def test_a_file_of_aliases_is_read_as_spreadsheets_write_it(file: Path) -> None:
    for text in (
        "alias_id,citizen_id\nx,a\ny,a\nx,a\n",
        "\ufeffalias_id,citizen_id\r\nx,a\r\ny,a\r\n\r\n",
        '"citizen_id","note","alias_id"\n"a",,"x"\n"a","again","y"',
    ):
        file.write_bytes(text.encode())
        assert read_aliases(file) == {"x": "a", "y": "a"}
    file.write_text("alias_id,citizen_id\n", encoding="utf-8")
    assert read_aliases(file) == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "kolonnerne skal hedde alias_id og citizen_id"),
        (b"alias_id;citizen_id\nx;a\n", "kolonnerne skal hedde"),
        (b"alias_id\nx\n", "kolonnerne skal hedde"),
        (b"alias_id,citizen_id\n\xe6,a\n", "UTF-8"),
        (b'alias_id,citizen_id\n"x,a\n', "kan ikke læses"),
        (b"alias_id,citizen_id\nx,a\ny\n", "række 2: et id mangler"),
        (b"alias_id,citizen_id\n ,a\n", "række 1: et id mangler"),
        (b"alias_id,citizen_id\nx,a\nx,b\n", "række 2: id'et beholdes allerede"),
        (f"alias_id,citizen_id\nx,{CPR}\n".encode(), "række 1: et id ligner et CPR-nummer"),
        (f"alias_id,citizen_id\n{CPR[:6]}-{CPR[6:]},a\n".encode(), "ligner et CPR-nummer"),
    ],
)
def test_a_file_of_aliases_with_mistakes_is_refused(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(AliasesRefused) as refused:
        read_aliases(file)
    told = str(refused.value)
    assert said in told
    assert CPR[6:] not in told


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(AliasesRefused):
        read_aliases(file)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codes.csv").write_text(factories.CODES, encoding="utf-8")
    (tmp_path / "support.csv").write_text(
        factories.support(
            ("a", "2024-W01", "2024-W10", "111"),
            ("b", "2024-W08", "2024-W20", "130"),
            ("c", "2024-W01", "2025-W10", "111"),
        ),
        encoding="utf-8",
    )
    courses = factories.courses(
        {"course_id": f"{number}", "citizen_id": id_} for number, id_ in enumerate("abc")
    )
    (tmp_path / "courses.csv").write_text(courses, encoding="utf-8")
    return tmp_path


def _run(command: str, folder: Path, *arguments: object) -> Result:
    files = [f"--{name}={folder / name}.csv" for name in ("courses", "support", "codes")]
    return CliRunner().invoke(commands, [command, *files, *map(str, arguments)])


def test_measuring_counts_merged_citizens_once(folder: Path, file: Path) -> None:
    file.write_text("alias_id,citizen_id\nb,a\nunknown,a\n", encoding="utf-8")
    out = folder / "out.parquet"
    wish = ("--by", "offer_id", "--definitions", "self_support_3m", "--min-group", 0, "--out", out)
    result = _run("measure", folder, *wish)
    assert result.exit_code == 0, result.stderr
    assert [pq.read_table(out).column(name)[0].as_py() for name in ("n", "citizens")] == [3, 3]
    merged = _run("measure", folder, *wish, "--aliases", file)
    assert merged.exit_code == 0, merged.stderr
    row = pq.read_table(out).to_pylist()[0]
    assert (row["n"], row["citizens"]) == (3, 2)
    assert "Sammenlagte borgere havde forskellige koder i 3 uger" in merged.stdout
    assert "Borgere: 2." in merged.stdout


@pytest.mark.parametrize("command", ["measure", "describe", "survival", "pack"])
def test_every_command_refuses_wrong_aliases_in_danish(
    folder: Path, file: Path, command: str
) -> None:
    out = folder / ("packed" if command == "pack" else "out.csv")
    for content in ("alias_id,citizen_id\na,b\nb,a\n", f"alias_id,citizen_id\n{CPR},a\n", "x\n"):
        file.write_text(content, encoding="utf-8")
        definitions = ["--definitions", "self_support_3m"] if command == "measure" else []
        result = _run(command, folder, "--aliases", file, "--out", out, *definitions)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
        assert "aliases" in result.stderr
        assert CPR not in result.output
        assert not out.exists()


def test_the_whole_way_agrees_with_files_whose_ids_were_replaced_by_hand(tmp_path: Path) -> None:
    """Where no two ids of a citizen have a week in common, merging is renaming."""
    register, _ = _draw(3)
    ids = sorted({row[0] for row in register.support})
    aliases = {f"other-{id_}": id_ for id_ in ids}
    halved = copy(register)
    halved.support = [
        (f"other-{id_}" if number % 2 else id_, first, last, code)
        for number, (id_, first, last, code) in enumerate(register.support)
    ]
    halved.hours = [
        (f"other-{id_}" if number % 3 else id_, month, amount)
        for number, (id_, month, amount) in enumerate(register.hours)
    ]
    file = tmp_path / "aliases.csv"
    rows = "".join(f"{alias},{kept}\n" for alias, kept in aliases.items())
    file.write_text(f"alias_id,citizen_id\n{rows}", encoding="utf-8")
    tables = []
    for name, each, more in (("whole", register, []), ("halved", halved, ["--aliases", file])):
        folder = tmp_path / name
        folder.mkdir()
        write_files(each, folder)
        out = folder / "out.parquet"
        covered = [
            "--from-week",
            week_text(register.coverage[0]),
            "--to-week",
            week_text(register.coverage[1]),
        ]
        given = ["--hours", folder / "hours.csv", "--min-group", 0, "--out", out, *covered, *more]
        result = _run("measure", folder, *given)
        assert result.exit_code == 0, result.stderr
        tables.append(pq.read_table(out))
    assert tables[0].equals(tables[1])
