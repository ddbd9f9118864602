"""Tables for spreadsheets: nothing in them is a formula, and they come back as they went out."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.bulk.cells import defuse, undefuse
from kit.bulk.rows import read_csv
from kit.problems import Problem
from visitation import sheets, workbook_parts, workbooks

MAX_ROWS = 1_000
TEXTS = st.text(st.sampled_from("'=+-@\t\rax;,\"\n"), max_size=6) | st.text(max_size=10)


def workbook(*rows: Sequence[sheets.Cell]) -> bytes:
    file = io.BytesIO()
    sheet = sheets.XlsxSheet(file, "Ark", ["a", "b"])
    for row in rows:
        sheet.add(row)
    sheet.close()
    return file.getvalue()


def repacked(body: bytes, **changed: bytes) -> bytes:
    """The workbook with parts put in place of others or beside them."""
    file = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): it for name, it in changed.items()}
    with (
        zipfile.ZipFile(io.BytesIO(body)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in named:
                target.writestr(name, source.read(name))
        for name, content in named.items():
            target.writestr(name, content)
    return file.getvalue()


@given(TEXTS)
def test_a_defused_text_is_no_formula_and_comes_back_exactly(text: str) -> None:
    assert defuse(text)[:1] not in set("=+-@\t\r")
    assert undefuse(defuse(text)) == text


@given(TEXTS, TEXTS)
def test_no_two_texts_are_defused_to_the_same(one: str, other: str) -> None:
    assert (defuse(one) == defuse(other)) == (one == other)


@pytest.mark.parametrize("audience", ["machine", "people"])
def test_what_is_written_for_either_audience_is_read_again(audience: sheets.Audience) -> None:
    row = ["=1+1", "'=1", 'a;b,c"d\ne', ""]
    text = sheets.csv_line(["p", "q", "r", "s"], audience) + sheets.csv_line(row, audience)
    delimiter, rows = read_csv(text)
    assert delimiter == {"machine": ",", "people": ";"}[audience]
    assert [[undefuse(cell) for cell in each] for each in rows][1] == row


def test_numbers_and_dates_are_written_as_each_audience_reads_them() -> None:
    cells: list[sheets.Cell] = [
        Decimal("1234.50"),
        True,
        date(2026, 11, 22),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
        None,
        7,
    ]
    assert sheets.csv_line(cells, "machine") == (
        "1234.50,true,2026-11-22,2026-07-01T22:30:00+00:00,,7\r\n"
    )
    assert sheets.csv_line(cells, "people") == "1234,50;ja;22.11.2026;02.07.2026 00:30;;7\r\n"


def test_a_workbook_comes_back_as_texts_with_its_empty_rows() -> None:
    body = workbook(
        ["=SUM(A1)", Decimal("12.5")],
        [None, None],
        ["Ærø\nto _x0041_", 8],
        [True, date(2026, 11, 22)],
    )
    rows = workbooks.read_xlsx(body, max_rows=MAX_ROWS)
    assert [[undefuse(cell) for cell in row] for row in rows] == [
        ["a", "b"],
        ["=SUM(A1)", "12.5"],
        [],
        ["Ærø\nto _x0041_", "8"],
        ["true", "2026-11-22"],
    ]
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'state="frozen"' in sheet


FAR = b'<worksheet><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
ENCRYPTED = b"\xd0\xcf\x11\xe0" + b"\x00" * 600


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "sheet_unreadable"),
        (b"PK\x03\x04 no archive", "sheet_unreadable"),
        (workbook(["x"])[:-40], "sheet_unreadable"),
        (ENCRYPTED, "sheet_protected"),
        (repacked(workbook(["x"]), xl__vbaProject_dot_bin=b"x"), "sheet_has_macros"),
        (repacked(workbook(["x"]), xl__worksheets__sheet1_dot_xml=FAR), "sheet_too_large"),
        (repacked(workbook(["x"]), xl__worksheets__sheet1_dot_xml=b"<x"), "sheet_unreadable"),
        (repacked(workbook(["x"]), xl__workbook_dot_xml=b"<workbook/>"), "sheet_unreadable"),
        (repacked(workbook(["x"]), big=b"\x20" * (workbooks.MAX_UNZIPPED + 1)), "sheet_too_large"),
        (workbook(*(["x"] for _ in range(MAX_ROWS))), "sheet_too_large"),
    ],
)
def test_what_must_not_be_read_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Problem) as refused:
        workbooks.read_xlsx(body, max_rows=MAX_ROWS)
    assert refused.value.code == code


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    body = bytearray(repacked(workbook(["x"]), xl__worksheets__sheet1_dot_xml=b"\x20" * 100_000))
    # The size before packing stands in the directory, 24 bytes behind its entry's beginning.
    entry = body.rindex(b"PK\x01\x02")
    assert int.from_bytes(body[entry + 24 : entry + 28], "little") == 100_000
    body[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(workbook_parts.SheetUnreadable):
        workbooks.read_xlsx(bytes(body), max_rows=MAX_ROWS)


def test_an_encrypted_part_is_told_from_a_broken_one() -> None:
    body = bytearray(workbook(["x"]))
    entry = body.rindex(b"PK\x01\x02")
    body[entry + 8] |= 1
    with pytest.raises(workbook_parts.SheetProtected):
        workbooks.read_xlsx(bytes(body), max_rows=MAX_ROWS)


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(data: str, texts: str = "") -> bytes:
    """A workbook whose sheet holds this, and whose shared texts are these."""
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{data}</sheetData></worksheet>'
    shared = f'<sst xmlns="{NAMESPACE}">{texts}</sst>'
    relation = '<Relationship Id="own" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    body = workbook()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        related = archive.read("xl/_rels/workbook.xml.rels").decode()
    return repacked(
        body,
        xl___rels__workbook_dot_xml_dot_rels=related.replace(
            "</Relationships>", f"{relation}</Relationships>"
        ).encode(),
        xl__worksheets__sheet1_dot_xml=sheet.encode(),
        xl__sharedStrings_dot_xml=shared.encode(),
    )


def test_a_text_that_many_cells_share_counts_in_each() -> None:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    small = sheet_of(row, "<si><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></si>")
    assert workbooks.read_xlsx(small, max_rows=MAX_ROWS) == [["ab"] * 100]
    large = sheet_of(row, f"<si><t>{'a' * 4_000_000}</t></si>")
    with pytest.raises(workbook_parts.SheetTooLarge):
        workbooks.read_xlsx(large, max_rows=MAX_ROWS)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<row><c><v>1</v></c></row>" * (MAX_ROWS + 1), "sheet_too_large"),
        ("<row>" + "<c/>" * (workbooks.MAX_COLUMNS + 1) + "</row>", "sheet_too_large"),
        ('<row r="900000"/>', "sheet_too_large"),
        ('<row r="1"><c r="AAAAA1"><v>1</v></c></row>', "sheet_unreadable"),
        ('<row r="1"><c r="A0000000000900000000"><v>1</v></c></row>', "sheet_unreadable"),
        ('<row r="1"><c r="A0"><v>1</v></c></row>', "sheet_unreadable"),
        ('<row r="2"/><row r="1"/>', "sheet_unreadable"),
        ('<row><c t="s"><v>7</v></c></row>', "sheet_unreadable"),
        ("<row><c><v>x</v></c></row>", "sheet_unreadable"),
        ("<c><v>1</v></c>", "sheet_unreadable"),
        ("<x>" * 100 + "</x>" * 100, "sheet_unreadable"),
        (f'<row r="{"1" * (2 << 20)}"/>', "sheet_unreadable"),
    ],
)
def test_a_small_file_stays_small(data: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        workbooks.read_xlsx(sheet_of(data), max_rows=MAX_ROWS)
    assert refused.value.code == code


def test_no_entity_is_taken() -> None:
    sheet = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(workbook_parts.SheetUnreadable):
        workbooks.read_xlsx(
            repacked(workbook(), xl__worksheets__sheet1_dot_xml=sheet), max_rows=MAX_ROWS
        )


def test_cells_apart_are_read_in_their_places() -> None:
    data = '<row r="2"><c r="B2" t="str"><v>x</v></c><c r="D2" t="b"><v>0</v></c></row>'
    rows = workbooks.read_xlsx(sheet_of(data), max_rows=MAX_ROWS)
    assert rows == [[], ["", "x", "", "false"]]
