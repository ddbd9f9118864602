"""The compiled reader of attendance against pydantic, which has the last word."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.attendance import decoding
from contracts.attendance.decoding import Ready
from contracts.attendance.models import REASONS
from contracts.attendance.schemas import AttendanceRow
from kit.bulk import outcomes, rows
from kit.bulk.uploads import Upload

CALL_OFFS = [
    "bestilling-1",
    "b",
    "...",
    "010190-1111",
    "å",
    "a b",
    "x" * 64,
    "x" * 65,
    "",
    '"day"',
    "}",
]
DAYS = ["2026-09-07", "2026-02-29", "2026-9-7", "2026-09-07T00:00:00", 20260907, None, "i dag"]
HOURS = [
    0,
    6,
    7.4,
    24,
    24.01,
    25,
    -1,
    6.333,
    -0.0,
    1e-9,
    1e300,
    "6",
    "7.40",
    "7,4",
    "24",
    "x",
    None,
]
ABSENCES = [*REASONS, None, "sulky", "", 1]

likely = st.fixed_dictionaries(
    {
        "call_off_id": st.sampled_from(CALL_OFFS[:2]),
        "day": st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat),
        "planned_hours": st.sampled_from([0, 6, 7.4, "7.40"]),
        "attended_hours": st.sampled_from([0, 6, 7.4, "7.40"]),
    },
    optional={"absence_reason": st.sampled_from([*REASONS, None])},
)
odd = st.fixed_dictionaries(
    {},
    optional={
        "call_off_id": st.sampled_from(CALL_OFFS),
        "day": st.sampled_from(DAYS),
        "planned_hours": st.sampled_from(HOURS),
        "attended_hours": st.sampled_from(HOURS),
        "absence_reason": st.sampled_from(ABSENCES),
        "note": st.just("x"),
    },
)
said = st.lists(likely | odd, max_size=6)


def judged(upload: Upload) -> list[Ready | list[tuple[str, str]]]:
    """What pydantic alone makes of each row."""
    found: list[Ready | list[tuple[str, str]]] = []
    for row in rows.read(upload, columns=decoding.COLUMNS, max_rows=1_000):
        judgement: Any = outcomes.judged(row, AttendanceRow)
        if isinstance(judgement, list):
            found.append([(each.pointer, each.code) for each in judgement])
        else:
            hours = float(judgement.planned_hours), float(judgement.attended_hours)
            found.append(
                (row.index, judgement.call_off_id, judgement.day, *hours, judgement.absence_reason)
            )
    return found


def read(upload: Upload) -> list[Ready | list[tuple[str, str]]]:
    """What becomes of each row, in order."""
    found: dict[int, Ready | list[tuple[str, str]]] = {}
    for part in decoding.read(upload):
        found |= {ready[0]: ready for ready in part.ready}
        for row, mistakes in part.refused:
            found[row.index] = [(each.pointer, each.code) for each in mistakes]
    assert sorted(found) == list(range(len(found)))
    return [found[place] for place in sorted(found)]


def both(body: bytes, written: str) -> None:
    upload = Upload(written, body, b"")
    assert read(upload) == judged(upload)


@settings(deadline=None, max_examples=200)
@given(said=said, indent=st.sampled_from([None, 1]), cut=st.integers(0, 400))
def test_an_array_is_read_as_pydantic_reads_it(
    said: list[dict[str, Any]], indent: int | None, cut: int
) -> None:
    body = json.dumps(said, indent=indent, ensure_ascii=bool(cut % 2)).encode()
    both(body, "json")
    both(body[: max(1, len(body) - cut)], "json")


@settings(deadline=None, max_examples=200)
@given(said=said, end=st.sampled_from(["\n", "\r\n", "\n\n", " ", ""]), cut=st.integers(0, 400))
def test_lines_are_read_as_pydantic_reads_them(
    said: list[dict[str, Any]], end: str, cut: int
) -> None:
    body = "".join(json.dumps(row, ensure_ascii=bool(cut % 2)) + end for row in said).encode()
    both(body, "ndjson")
    both(body[: max(0, len(body) - cut)], "ndjson")


TIME = '"day": "2026-09-07", "planned_hours": 6, "attended_hours": 6'


@pytest.mark.parametrize(
    "line",
    [
        f'{{"call_off_id": "b", {TIME}}}',
        f'{{"call_off_id": "a", "call_off_id": "b", {TIME}}}',
        f'{{"call_off_id": "b", {TIME}, "absence_reason": "ill", "absence_reason": null}}',
        f'{{"call_off_id": "b", "d\\u0061y": "2026-09-08", {TIME}}}',
        f'{{"call_off_id": "\\ud800", {TIME}}}',
        f'{{"call_off_id": "b", {TIME.replace("6,", "NaN,")}}}',
        f'{{"call_off_id": "b", {TIME.replace("6,", "1e999,")}}}',
        f'{{"call_off_id": "b",\n{TIME}}}',
        "[]",
        "null",
    ],
)
@pytest.mark.parametrize(
    "around",
    ["{}", "[{}]", "[{},]", "[[{}]]", "\ufeff[{}]", "{}\n{}", "{}{}", "{},{}", "{},", "[{}]]"],
)
def test_oddities_are_read_alike(line: str, around: str) -> None:
    body = around.replace("{}", line).encode("utf-8", "surrogatepass")
    both(body, "ndjson")
    if around[:1] in "[\ufeff":
        both(body, "json")


def test_two_rows_on_one_line_are_one_mistake_and_those_after_keep_their_numbers() -> None:
    row = f'{{"call_off_id": "b", {TIME}}}'
    for between in (",", " , ", " ", ""):
        body = f"{row}\n{row}{between}{row}\n{row}\n".encode()
        one, mistake, last = read(Upload("ndjson", body, b""))
        assert isinstance(one, tuple)
        assert mistake == [("", "row_unreadable")]
        assert isinstance(last, tuple)
        assert last[0] == 2


@pytest.mark.parametrize("written", ["ndjson", "json"])
def test_parts_end_where_rows_end(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "_PART_BYTES", 40)
    said: list[dict[str, Any]] = [
        {"call_off_id": f"b{n}", "day": "2026-09-07", "planned_hours": n % 20, "attended_hours": 20}
        for n in range(30)
    ]
    text = json.dumps(said) if written == "json" else "\n".join(map(json.dumps, said))
    upload = Upload(written, text.encode(), b"")
    parts = list(decoding.read(upload))
    assert len(parts) > 10
    assert not any(part.refused for part in parts)
    both(upload.body, written)
    said[17]["attended_hours"] = 25
    text = json.dumps(said) if written == "json" else "\n".join(map(json.dumps, said))
    both(text.encode(), written)


def test_a_table_is_read_as_pydantic_reads_it() -> None:
    table = (
        b"call_off_id;day;planned_hours;attended_hours;absence_reason\n"
        b"b;2026-09-07;7,40;7,40;\nb;07.09.2026;24;24;\nb;2026-09-08;7;6;\nb;x;7;6;ill\n;;;;\n"
        b"b;2026-09-08;7,333;8;\n010190-1111;2026-09-08;7;8;\n"
    )
    both(table, "csv")
