"""The table of batches."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.record import Record
from kit.bulk.batches import BatchColumns


class ImportBatch(BatchColumns, Record):
    """A batch that was taken, and what its sender was told; each kind has names of its own."""

    __tablename__ = "import_batches"

    kind: Mapped[str] = mapped_column(Text, primary_key=True)
