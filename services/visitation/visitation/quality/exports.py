"""The quality overview as a table, for a spreadsheet or a program."""

import asyncio
import io
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from kit.figure import Figure
from visitation import sheets
from visitation.quality.measures import MEASURES, Measure
from visitation.quality.schemas import Format, QualityRow
from visitation.sheets import Audience, Cell

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": sheets.XLSX,
}
_HIDDEN = {"too_few": "for få", "not_measured": "ikke målt"}
_STATUSES = {"published": "offentliggjort", "paused": "pauset", "closed": "lukket"}
_EXACT, _TENTHS = Decimal("0.000001"), Decimal("0.1")


async def write_table(rows: Sequence[QualityRow], file_format: Format, audience: Audience) -> bytes:
    """All rows as a file of this kind."""
    head = _header(audience)
    table = [_cells(row, audience) for row in rows]
    if file_format == "xlsx":
        return await asyncio.to_thread(_workbook, head, table)
    mark = sheets.BOM if audience == "people" else ""
    lines = [sheets.csv_line(head, audience), *(sheets.csv_line(each, audience) for each in table)]
    return (mark + "".join(lines)).encode()


def _workbook(head: Sequence[str], table: Sequence[Sequence[Cell]]) -> bytes:
    file = io.BytesIO()
    sheet = sheets.XlsxSheet(file, "Kvalitetsoverblik", head)
    for cells in table:
        sheet.add(cells)
    sheet.close()
    return file.getvalue()


def _header(audience: Audience) -> list[str]:
    if audience == "machine":
        return [
            *("offer_id", "name", "status", "provider_id", "provider_name"),
            *(f"{each.name}{part}" for each in MEASURES for part in _parts(each)),
        ]
    words = {"": "", "_n": ", antal", "_low": ", fra (95 %)", "_high": ", til (95 %)"}
    words |= {"_hidden": ", hvorfor ikke", "_as_of": ", opgjort"}
    return [
        *("Tilbuds-id", "Tilbud", "Status", "Leverandør-id", "Leverandør"),
        *(
            f"{each.label}{_unit(each) if not part else ''}{words[part]}"
            for each in MEASURES
            for part in _parts(each)
        ),
    ]


def _parts(measure: Measure) -> tuple[str, ...]:
    interval = ("_low", "_high") if measure.unit == "share" else ()
    return ("", "_n", *interval, "_hidden", "_as_of")


def _unit(measure: Measure) -> str:
    return " (%)" if measure.unit == "share" else ""


def _cells(row: QualityRow, audience: Audience) -> list[Cell]:
    for_people = audience == "people"
    cells: list[Cell] = [
        row.offer_id,
        row.name,
        _STATUSES.get(row.status, row.status) if for_people else row.status,
        row.provider_id,
        row.provider_name,
    ]
    for measure in MEASURES:
        figure = row.figures[measure.name]
        cells += [_cell(figure, part, for_people=for_people) for part in _parts(measure)]
    return cells


def _cell(figure: Figure, part: str, *, for_people: bool) -> Cell:
    match part:
        case "_n":
            return figure.n
        case "_hidden":
            reason = figure.suppressed.reason
            return _HIDDEN.get(reason or "") if for_people else reason
        case "_as_of":
            return figure.as_of
        case "_low" | "_high":
            if figure.interval is None:
                return None
            end = figure.interval.low if part == "_low" else figure.interval.high
            return _number(end, figure, for_people=for_people)
        case _:
            value = figure.value
            return _number(value, figure, for_people=for_people) if _is_number(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal)


def _number(value: object, figure: Figure, *, for_people: bool) -> Cell:
    if isinstance(value, int) and figure.unit != "share":
        return value
    exact = Decimal(str(value))
    if for_people and figure.unit == "share":
        return (exact * 100).quantize(_TENTHS, ROUND_HALF_UP)
    return exact.quantize(_TENTHS if for_people else _EXACT, ROUND_HALF_UP)
