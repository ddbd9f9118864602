"""What is packed in the quick way is what the careful reading makes of it, and no mistake slips by.

Each test alters good files in one thing, or a few, and packs them in both ways.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import duckdb
import pytest

from effects.packing import Files

from .packing_readings import pack_at_the_door, pack_both
from .packing_rows import ROWS, write_csv
from .random_registers import draw_register, write_files

TEXTS = (
    "", "   ", "\x00x", "x" * 201, "ø" * 101, "070190-1234", "0701901234", "701901234",
    "６７０１９０1234", "1003456789", "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "d41d8cd98f00b204e9800998ecf8427e", "æøå", 'a"b', "a,b", "a\nb", "a\rb", " a", "\u00a0", "😀",
)  # fmt: skip
NUMBERS = (
    "-1", "-0", "-0.001", "744", "744.01", "745", "0.123456789", "0.1234567891", "1e2", "1.", ".5",
    "0.30000000000000004", " 1 ", "1_0", "nan", "inf", '"1,5"', "", "1e-400", "1e30", "10.005",
)  # fmt: skip
DAYS = (
    "2020-02-30", "2020-2-3", "01-02-2020", "2020-01-01T00:00:00", "2020-W01-1", "20200101", "",
    "1899-12-31", "2199-12-31", "2200-01-01", " 2020-01-02", "2019-12-31", "9999-12-31",
)  # fmt: skip
VALUES = [
    *(
        ("courses", column, text)
        for column in ("course_id", "offer_id", "match_group", "note")
        for text in (TEXTS if column == "offer_id" else TEXTS[:14])
    ),
    *(("support", column, text) for column in ("citizen_id", "code") for text in TEXTS),
    *((kind, "citizen_id", text) for kind in ("courses", "hours") for text in TEXTS[:8]),
    *((kind, "note", text) for kind in ("support", "hours") for text in TEXTS[:8]),
    *(("courses", "municipality", text) for text in ("999", "99", "１２３", "1234")),
    *(
        ("support", column, week)
        for column in ("from_week", "to_week")
        for week in ("2021-W53", "2020-W53", "2020-W5", "2020w05", "2020-W00", "1899-W01", "", "x")
    ),
    *(("hours", "month", month) for month in ("2024-13", "2024-00", "2024-1", "2024-01-01", "")),
    *(("hours", "hours", number) for number in NUMBERS),
    *(("courses", "price_dkk", number) for number in NUMBERS),
    *(("courses", column, day) for column in ("starts_on", "ends_on") for day in DAYS),
    *(
        ("courses", "birth_year", year)
        for year in (
            "80",
            "1980.0",
            "1980.5",
            "01980",
            "1799",
            "1800",
            "2021",
            "",
            "0x7BC",
            "１９８０",
        )
    ),
    *(
        ("courses", "business_oriented", truth)
        for truth in ("ja", "Nej", "1", "0", "1.0", "TRUE", "t", "yes", "", "true ")
    ),
]
"""Values of a CSV file, some good, most not."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        yield con


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("seed", range(5))
def test_random_registers_are_packed_alike(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, suffix: str, seed: int
) -> None:
    register = draw_register(Random(f"packed {seed}"))  # noqa: S311 - seeded, no secret
    written = write_files(register, tmp_path, suffix=suffix)
    files = Files(
        courses=written.courses, support=written.support, hours=written.hours, codes=written.codes
    )
    if seed % 2:
        assert pack_at_the_door(con, files)
    else:
        assert pack_both(con, files) or not register.support


@pytest.mark.parametrize("part", range(6))
def test_no_value_is_taken_that_the_careful_reading_refuses_or_reads_otherwise(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, part: int
) -> None:
    quickly = [
        pack_both(con, write_csv(tmp_path, kind, column, value))
        for kind, column, value in VALUES[part::6]
    ]
    assert any(quickly)
    assert not all(quickly)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("support", "\n", "\r\n"),  # of the first line alone
        ("support", "code\n", "code\n\n"),
        ("support", "111\n", "111\r\n"),
        ("support", "111\n", "111\r"),
        ("support", "111\n", "111\n\n"),
        ("support", "651\n", "651"),
        ("support", "651\n", "651\n\n"),
        ("support", "651\n", "651\n,,,\n"),
        ("support", "651\n", '"651'),
        ("support", "651\n", '"651"'),
        ("support", "651\n", '"651" \n'),
        ("support", "651\n", ' "651"\n'),
        ("support", "651\n", '6"51\n'),
        ("support", "651\n", "651,\n"),
        ("support", "651\n", "651,x\n"),
        ("support", ",651\n", "\n"),
        ("support", "b,", '"b"b,'),
        ("support", "b,", '"b""b",'),
        ("support", "b,", "\udce6,"),
        ("support", "2020-W10,111", "2020-W10,\udce6"),
        ("support", "code", "code,"),
        ("support", "code", "Code"),
        ("support", "code", '"code"'),
        ("support", "citizen_id", "\ufeffcitizen_id"),
        ("support", "citizen_id", '\ufeff"citizen_id"'),
        ("support", ",", ";"),
        ("support", "code", "code,cpr"),
        ("support", "code\n", "code,code\n"),
        ("support", "2020-W53", "2020-W53,651\na,2020-W10,2020-W12"),  # overlaps the first
        ("support", "b,2020-W01", "a,2020-W05"),
        ("support", "2020-W53", "2031-W05"),  # the code is valid until 2030
        ("support", "from_week,to_week", "to_week,from_week"),
        ("hours", "b,", "a,"),
        ("hours", "hours\n", "hours,exit_to_job\n"),
        ("hours", "hours", "hours,"),
        ("courses", "2,b", "1,b"),
        ("courses", "business_oriented", "business_oriented,exit_to_job"),
        ("courses", "business_oriented", "business_oriented,Age_Band"),
        ("courses", "provider_id", "provider"),
        ("courses", "2020-03-31,1980", "2020-03-31,2021"),
    ],
)
def test_no_line_is_taken_that_the_careful_reading_refuses_or_reads_otherwise(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str, old: str, new: str
) -> None:
    files = write_csv(tmp_path, "", "", None)
    file = tmp_path / f"{kind}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    count = 1 if len(old) > 1 or old == "\n" else -1
    file.write_bytes(text.replace(old, new, count).encode("utf-8", "surrogateescape"))
    pack_at_the_door(con, files)


@pytest.mark.parametrize("kind", list(ROWS))
def test_a_file_of_a_header_alone_is_packed_alike(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, kind: str
) -> None:
    files = write_csv(tmp_path, "", "", None)
    (tmp_path / f"{kind}.csv").write_text(",".join(ROWS[kind][0]) + "\n", encoding="utf-8")
    assert pack_at_the_door(con, files)
