"""Every kind of mistake in a file is found and placed, and none repeats a CPR number."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from effects import reading
from effects.reading import Mistake, Reading, mistakes

Place = tuple[int | None, int | None, str | None, str]  # row, line, column, code
Read = Callable[..., Reading]

CODES = """\
code,class,label_da,valid_from,valid_to
111,support,Dagpenge,1990-01-01,9999-12-31
651,education,SU,2000-01-06,2010-01-07
651,education,SU,2010-01-15,2030-12-31
"""
COURSES = (
    "course_id,citizen_id,offer_id,provider_id,target_group,match_group,municipality,"
    "starts_on,ends_on,birth_year,price_dkk,business_oriented"
)
CPR = "0701901234"
REPLACEMENT = "670190-1234"  # a test number: 60 added to the day


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        codes = tmp_path / "known_codes.csv"
        codes.write_text(CODES, encoding="utf-8")
        assert reading.read_codes(connection, codes).accepted
        yield connection


@pytest.fixture
def read(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Read:
    """Reads a text or bytes as a file of one kind."""

    def read_(kind: str, content: str | bytes, *, suffix: str = "csv", **options: bool) -> Reading:
        file = tmp_path / f"{kind}.{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        reader = getattr(reading, f"read_{kind}")
        answer: Reading = reader(con, file, **options)
        tables = [row[0] for row in con.execute("SHOW TABLES").fetchall()]
        left = {"codes"} | ({kind} if answer.accepted else set())
        assert set(tables) == left - (
            {"codes"} if kind == "codes" and not answer.accepted else set()
        )
        return answer

    return read_


def _places(answer: Reading) -> list[Place]:
    assert answer.mistake_count == len(answer.mistakes)
    return [(m.row, m.line, m.column, m.code) for m in answer.mistakes]


def _course(**values: str) -> str:
    """A good course, as a row, but for these values."""
    good = {
        "course_id": "1", "citizen_id": "a", "offer_id": "o", "provider_id": "p",
        "target_group": "t", "match_group": "", "municipality": "0999", "starts_on": "2024-01-01",
        "ends_on": "2024-01-31", "birth_year": "1980", "price_dkk": "100.00",
        "business_oriented": "true",
    }  # fmt: skip
    return ",".join((good | values).values())


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("starts_on", "2023-02-29", "bad_date"),
        ("starts_on", "1900-02-29", "bad_date"),
        ("starts_on", "01-02-2024", "bad_date"),
        ("starts_on", "2024-1-2", "bad_date"),
        ("starts_on", "2024-01-01T00:00:00", "bad_date"),
        ("ends_on", "9999-12-31", "bad_date"),
        ("ends_on", "2023-12-31", "end_before_start"),
        ("birth_year", "80", "bad_year"),
        ("birth_year", "1980.5", "bad_year"),
        ("price_dkk", '"1.234,50"', "bad_number"),
        ("price_dkk", "NaN", "bad_number"),
        ("price_dkk", "inf", "bad_number"),
        ("price_dkk", "1e99", "bad_number"),
        ("price_dkk", "-0.01", "negative_number"),
        ("business_oriented", "maybe", "bad_boolean"),
        ("business_oriented", "", "missing_value"),
        ("course_id", "", "missing_value"),
        ("citizen_id", "   ", "missing_value"),
        ("offer_id", '""', "missing_value"),
        ("provider_id", "", "missing_value"),
        ("target_group", "", "missing_value"),
        ("citizen_id", "a\x00b", "bad_text"),
        ("citizen_id", CPR, "cpr_value"),
        ("citizen_id", REPLACEMENT, "cpr_value"),
        ("citizen_id", "070190 1234", "cpr_value"),
        ("course_id", CPR, "cpr_value"),
        ("offer_id", "070190-1234", "cpr_value"),
        ("match_group", CPR, "cpr_value"),
    ],
)
def test_a_bad_value_in_a_course_is_placed(read: Read, column: str, value: str, code: str) -> None:
    good = _course(course_id="0")
    answer = read("courses", f"{COURSES}\n{good}\n{_course(**{column: value})}\n")
    assert not answer.accepted
    assert _places(answer) == [(2, 3, column, code)]
    assert (answer.rows, answer.refused) == (0, 2)


def test_ten_digits_that_begin_with_no_date_are_an_id(read: Read) -> None:
    rows = [_course(course_id=id_) for id_ in ("0000000001", "3299991234", "0713901234")]
    assert read("courses", "\n".join([COURSES, *rows])).accepted


def test_a_course_id_that_stands_twice_is_placed_at_the_later_row(read: Read) -> None:
    rows = [_course(course_id=id_) for id_ in ("x", "y", "x", "x")]
    answer = read("courses", "\n".join([COURSES, *rows]))
    assert _places(answer) == [
        (3, 4, "course_id", "duplicate_course"),
        (4, 5, "course_id", "duplicate_course"),
    ]
    assert "række 1" in answer.mistakes[0].reason


def _support(*rows: str) -> str:
    return "\n".join(["citizen_id,from_week,to_week,code", *rows])


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("a,2021-W53,2021-W53,111", "from_week", "bad_week"),
        ("a,2021-W00,2021-W05,111", "from_week", "bad_week"),
        ("a,2021-W01,202105,111", "to_week", "bad_week"),
        ("a,,2021-W05,111", "from_week", "missing_value"),
        ("a,2021-W06,2021-W05,111", "from_week", "from_after_to"),
        (",2021-W01,2021-W05,111", "citizen_id", "missing_value"),
        ("a,2021-W01,2021-W05,", "code", "missing_value"),
        ("a,2021-W01,2021-W05,112", "code", "unknown_code"),
        # 651 is valid from a Thursday (2000-W01), on a Thursday until (2010-W01), from a Friday.
        ("a,1999-W52,2000-W10,651", "code", "code_not_valid"),
        ("a,2009-W50,2010-W02,651", "code", "code_not_valid"),
        ("a,2010-W02,2010-W02,651", "code", "code_not_valid"),
        ("a,2031-W01,2031-W01,651", "code", "code_not_valid"),
    ],
)
def test_a_bad_spell_is_placed(read: Read, row: str, column: str, code: str) -> None:
    places = _places(read("support", _support("b,2021-W01,2021-W52,111", row)))
    assert {(place[0], place[1], place[3]) for place in places} == {(2, 3, code)}
    assert column in {place[2] for place in places}


@pytest.mark.parametrize(
    "row",
    ["a,2000-W01,2010-W01,651", "a,2010-W03,2030-W52,651", "a,2020-W53,2020-W53,111"],
)
def test_a_code_is_valid_where_it_is_valid_on_each_weeks_thursday(read: Read, row: str) -> None:
    assert read("support", _support(row)).accepted


def test_a_week_53_that_is_not_there_says_how_many_the_year_has(read: Read) -> None:
    answer = read("support", _support("a,2021-W50,2021-W53,111"))
    assert answer.mistakes[0].reason == "»2021-W53« er ikke en ISO-uge: 2021 har 52 uger."


def test_overlapping_spells_name_both_rows(read: Read) -> None:
    answer = read(
        "support",
        _support(
            "a,2020-W10,2020-W30,111",
            "b,2020-W10,2020-W30,111",
            "a,2020-W01,2020-W10,111",  # W10 is in both
            "b,2020-W12,2020-W13,651",  # wholly inside the second row
        ),
    )
    assert _places(answer) == [
        (1, 2, "from_week", "overlapping_spells"),
        (4, 5, "from_week", "overlapping_spells"),
    ]
    assert "række 3" in answer.mistakes[0].reason
    assert "række 2" in answer.mistakes[1].reason


def test_each_unknown_code_is_named_once_with_its_number_of_rows(read: Read) -> None:
    rows = [f"{number},2020-W10,2020-W30,{'x' if number % 2 else 'y'}" for number in range(500)]
    answer = read("support", _support(*rows))
    assert [(m.row, m.code) for m in answer.mistakes] == [(1, "unknown_code"), (2, "unknown_code")]
    assert "»y« findes ikke i kodelisten (i alt 250 rækker)" in answer.mistakes[0].reason
    assert answer.mistake_count == 500


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("a,2024-13,1", "month", "bad_month"),
        ("a,2024-07-01,1", "month", "bad_month"),
        ("a,2024-07,-1", "hours", "negative_number"),
        ("a,2024-07,nan", "hours", "bad_number"),
        ("a,2024-07,1e12", "hours", "bad_number"),
        ('a,2024-07,"7,5"', "hours", "bad_number"),
        ("a,2024-07,", "hours", "missing_value"),
        (f"{CPR},2024-07,1", "citizen_id", "cpr_value"),
    ],
)
def test_a_bad_row_of_hours_is_placed(read: Read, row: str, column: str, code: str) -> None:
    assert _places(read("hours", f"citizen_id,month,hours\n{row}\n")) == [(1, 2, column, code)]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (["1,supports,x,1990-01-01,"], (1, 2, "class", "unknown_class")),
        ([",support,x,1990-01-01,"], (1, 2, "code", "missing_value")),
        (["1,support,x,,"], (1, 2, "valid_from", "missing_value")),
        (["1,support,x,1990-02-30,"], (1, 2, "valid_from", "bad_date")),
        (["1,support,x,1990-01-02,1990-01-01"], (1, 2, "valid_to", "valid_to_before_valid_from")),
        (
            ["1,support,x,1990-01-01,1999-12-31", "1,education,x,1999-12-31,"],
            (2, 3, "valid_from", "overlapping_validity"),
        ),
    ],
)
def test_a_bad_row_of_the_code_list_is_placed(read: Read, rows: list[str], place: Place) -> None:
    answer = read("codes", "\n".join(["code,class,label_da,valid_from,valid_to", *rows]))
    assert _places(answer) == [place]


def test_missing_columns_are_named_and_the_files_own_names_are_not(read: Read) -> None:
    answer = read("support", f"{CPR[:6]}-1234,to_week\n")
    assert [(m.line, m.column, m.code) for m in answer.mistakes] == [
        (1, None, "cpr_header"),
        (1, "citizen_id", "missing_column"),
        (1, "from_week", "missing_column"),
        (1, "code", "missing_column"),
    ]
    assert all("070190" not in str(mistake) for mistake in answer.mistakes)
    semicolons = read("hours", "citizen_id;month;hours\n")
    assert "semikolon" in semicolons.mistakes[0].remedy


@pytest.mark.parametrize(
    "name",
    ["cpr", "CPR-nr", "cprnr", "cpr_nummer", "personnummer", "borger_cpr", "pnr", "Personnr.",
     "cpr_sha256"],
)  # fmt: skip
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_column_named_like_personal_numbers_is_refused(
    read: Read, tmp_path: Path, name: str, suffix: str
) -> None:
    if suffix == "csv":
        content = f"citizen_id,month,hours,{name}\n".encode()
    else:
        file = tmp_path / "named.parquet"
        pq.write_table(pa.table({c: ["a"] for c in ("citizen_id", "month", "hours", name)}), file)
        content = file.read_bytes()
    answer = read("hours", content, suffix=suffix)
    assert [m.code for m in answer.mistakes] == ["cpr_column"]


@pytest.mark.parametrize("text", [CPR, REPLACEMENT, f"ring til {REPLACEMENT} i morgen"])
def test_a_personal_number_in_any_further_column_is_refused_and_not_repeated(
    read: Read, text: str
) -> None:
    answer = read("hours", f"citizen_id,month,hours,note\na,2024-07,1,{text}\n")
    assert _places(answer) == [(1, 2, "note", "cpr_value")]
    assert "1234" not in str(answer.mistakes[0])


@pytest.mark.parametrize(
    "value", [CPR, "070190-1234", "6701901234", " 0701901234", "07.01.90-1234"]
)
@pytest.mark.parametrize("kind", ["courses", "support", "hours", "codes"])
def test_no_mistake_ever_repeats_a_personal_number(read: Read, kind: str, value: str) -> None:
    headers = {
        "courses": COURSES,
        "support": "citizen_id,from_week,to_week,code",
        "hours": "citizen_id,month,hours",
        "codes": "code,class,label_da,valid_from,valid_to",
    }
    columns = headers[kind].split(",")
    rows = [",".join([value] * len(columns)), value]
    for row in rows:
        answer = read(kind, f"{headers[kind]}\n{row}\n")
        assert answer.mistakes
        for mistake in answer.mistakes:
            digits = "".join(letter for letter in str(mistake) if letter.isdecimal())
            assert "1234" not in digits


def test_doubled_and_reserved_columns_are_refused(read: Read) -> None:
    doubled = read("hours", "citizen_id,month,hours,A,a\n")
    assert _places(doubled) == [(None, 1, None, "duplicate_column")]
    reserved = read("courses", f"{COURSES},exit_to_job\n")
    assert _places(reserved) == [(None, 1, None, "reserved_column")]


def test_a_file_cut_in_half_is_refused_whole_with_the_row_where_it_breaks(read: Read) -> None:
    rows = "".join(f"citizen-{number},2024-07,160\n" for number in range(1000))
    content = "citizen_id,month,hours\n" + rows
    cut = content[: content.index("citizen-500") + 8]
    answer = read("hours", cut)
    assert not answer.accepted
    assert _places(answer) == [(501, 502, None, "too_few_values")]
    assert "afkortet" in answer.mistakes[0].reason


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"citizen_id,month,hours\na,2024-07,1,2\n", (1, 2, None, "too_many_values")),
        (b'citizen_id,month,hours\na,2024-07,1\nb,2024-07,"1', (2, 3, None, "broken_quotes")),
        (b'citizen_id,month,hours\n"a"b,2024-07,1\n', (1, 2, None, "broken_quotes")),
        (b"citizen_id,month,hours\n\xe6,2024-07,1\n", (1, 2, None, "not_utf8")),
        (b"citizen_id,month,hours,\xe6\n", (None, 1, None, "not_utf8")),
        (b'citizen_id,month,"hours\n', (None, 1, None, "broken_quotes")),
        (b"", (None, None, None, "empty_file")),
        (b"\n\n", (None, None, None, "empty_file")),
        (b"citizen_id,month,hours\ra,2024-07,1\r", (None, 1, None, "broken_file")),
        (b"PAR1\x00\x00\x15\x04", (None, 1, None, "broken_file")),
        (
            b"citizen_id,month,hours\na,2024-07," + b"1" * 3_000_000 + b"\n",
            (1, 2, None, "line_too_long"),
        ),
    ],
)
def test_a_broken_csv_file_says_where_and_how(read: Read, content: bytes, place: Place) -> None:
    assert _places(read("hours", content)) == [place]


def test_lines_that_end_in_two_ways_are_refused(read: Read) -> None:
    answer = read("hours", b"citizen_id,month,hours\r\na,2024-07,1\nb,2024-07,1\r\n")
    assert not answer.accepted
    assert [m.code for m in answer.mistakes] == ["mixed_line_ends"]


def _parquet(tmp_path: Path) -> bytes:
    file = tmp_path / "good.parquet"
    count = 5000
    table = {
        "citizen_id": [str(number) for number in range(count)],
        "month": ["2024-07"] * count,
        "hours": [1.5] * count,
    }
    pq.write_table(pa.table(table), file)
    return file.read_bytes()


def test_a_broken_parquet_file_is_refused_whole(read: Read, tmp_path: Path) -> None:
    whole = _parquet(tmp_path)
    assert read("hours", whole, suffix="parquet").rows == 5000
    middle = len(whole) // 3
    for broken in (
        whole[: len(whole) // 2],
        whole[:middle] + b"\xff" * 200 + whole[middle + 200 :],
        b"no such format",
        b"PAR1",
    ):
        answer = read("hours", broken, suffix="parquet")
        assert not answer.accepted
        assert {m.code for m in answer.mistakes} <= {"broken_file", "bad_month", "bad_number"}


def test_a_parquet_file_has_rows_and_no_lines(read: Read, tmp_path: Path) -> None:
    file = tmp_path / "bad.parquet"
    table = {"citizen_id": ["a", "b"], "month": ["2024-07", None], "hours": [float("nan"), 1.0]}
    pq.write_table(pa.table(table), file)
    answer = read("hours", file.read_bytes(), suffix="parquet")
    assert _places(answer) == [
        (1, None, "hours", "bad_number"),
        (2, None, "month", "missing_value"),
    ]


def test_a_line_is_right_after_empty_lines_and_values_of_several_lines(read: Read) -> None:
    content = (
        "citizen_id,month,hours,note\r\n"  # line 1
        "a,2024-07,1,\r\n"
        "\r\n"
        'b,2024-07,1,"one\r\ntwo"\r\n'  # lines 4 and 5
        "c,2024-13,1,\r\n"
    )
    assert _places(read("hours", content)) == [(3, 6, "month", "bad_month")]


def test_the_first_hundred_mistakes_are_listed_and_all_are_counted(read: Read) -> None:
    rows = "".join(f"{number},2024-13,-1\n" for number in range(70_000))
    answer = read("hours", f"citizen_id,month,hours\n{rows}")
    assert answer.mistake_count == 140_000
    assert len(answer.mistakes) == mistakes.MOST_LISTED == 100
    assert [m.row for m in answer.mistakes] == [row for row in range(1, 51) for _ in range(2)]


def test_good_rows_can_be_left_and_bad_ones_reported(
    read: Read, con: duckdb.DuckDBPyConnection
) -> None:
    content = _support(
        "a,2020-W01,2020-W10,111",
        "a,2020-W10,2020-W12,111",  # overlaps row 1
        "a,2020-W11",  # broken off
        "b,2021-W53,2021-W53,111",
        "c,2020-W01,2020-W10,nope",
        "a,2020-W11,2020-W20,651",  # overlaps row 2 alone, which is not taken
        "d,2020-W01,2020-W02,111",
        "d,2020-W02,2020-W02,111",  # overlaps row 7
    )
    assert not read("support", content).accepted
    answer = read("support", content, skip_rows=True)
    assert _places(answer) == [
        (2, 3, "from_week", "overlapping_spells"),
        (3, 4, None, "too_few_values"),
        (4, 5, "from_week", "bad_week"),
        (4, 5, "to_week", "bad_week"),
        (5, 6, "code", "unknown_code"),
        (8, 9, "from_week", "overlapping_spells"),
    ]
    kept = con.execute("SELECT citizen_id, to_week - from_week + 1 FROM support").fetchall()
    assert kept == [("a", 10), ("a", 10), ("d", 2)]
    assert answer.rows + (answer.refused or 0) == 8


def test_a_file_without_its_columns_is_refused_however_rows_are_taken(read: Read) -> None:
    assert not read("hours", "citizen_id,month\na,2024-07\n", skip_rows=True).accepted


def test_a_file_that_is_not_there_or_of_no_known_kind_is_refused(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    missing = reading.read_hours(con, tmp_path / "none.csv", name="timer.csv")
    assert [(m.file, m.code) for m in missing.mistakes] == [("timer.csv", "file_not_found")]
    file = tmp_path / "hours.xlsx"
    file.write_bytes(b"PK")
    assert [m.code for m in reading.read_hours(con, file).mistakes] == ["unknown_format"]
    assert not reading.read_hours(con, tmp_path).accepted


def test_a_refused_file_leaves_no_older_table_to_be_taken_for_it(
    read: Read, con: duckdb.DuckDBPyConnection
) -> None:
    assert read("hours", "citizen_id,month,hours\na,2024-07,1\n").accepted
    assert not read("hours", "citizen_id,month,hours\na,2024-13,1\n").accepted
    with pytest.raises(duckdb.CatalogException):
        con.execute("FROM hours")


def test_every_mistake_has_a_reason_and_a_remedy_in_words() -> None:
    facts = dict.fromkeys(
        ("column", "columns", "hint", "value", "weeks", "other", "times", "from_week", "to_week"),
        "x",
    )
    for code in mistakes.CODES:
        reason, remedy = mistakes.describe(code, facts)
        assert reason.endswith(".")
        assert remedy.rstrip("x").endswith(".")


def test_a_mistake_reads_as_one_line() -> None:
    mistake = Mistake("timer.csv", 2, 3, "month", "bad_month", "Fejl.", "Ret den.")
    assert str(mistake) == "timer.csv, række 2 (linje 3), month: Fejl. Ret den."
