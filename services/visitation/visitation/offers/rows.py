"""The rows of a batch of offers: a workbook may bring them, too."""

from collections.abc import Iterator

from kit.bulk import rows
from kit.bulk.rows import Row
from kit.bulk.uploads import Upload
from visitation import workbooks
from visitation.offers import cells
from visitation.offers.uploads import MAX_ROWS


def read(upload: Upload) -> Iterator[Row]:
    """The rows of a batch in their order, as ``kit.bulk.rows`` reads them: call it in a thread.

    Raises:
        kit.problems.Problem: When a workbook cannot be read; see ``workbooks.read_xlsx``.
    """
    if upload.format != "xlsx":
        return rows.read(upload, columns=cells.TABLE, max_rows=MAX_ROWS)
    lines = workbooks.read_xlsx(upload.body, max_rows=MAX_ROWS + rows.ROOM)
    return rows.read_table(lines, columns=cells.TABLE, max_rows=MAX_ROWS, is_sheet=True)
