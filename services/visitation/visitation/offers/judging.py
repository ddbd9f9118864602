"""Rows of an import of offers judged one by one: by a compiled reader where it is sure."""

from dataclasses import dataclass
from typing import Any

from kit.bulk import outcomes
from kit.bulk.rows import Row
from kit.problems import FieldError
from visitation.offers import fast_rows
from visitation.offers.rules import Status
from visitation.offers.schemas import ImportedOffer


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is right in itself.

    Attributes:
        index: Its place among the rows, from 0.
        number: What a person counts it as.
        id: The offer's id.
        status: The offer's final status.
        predecessors: What the offer came instead of; None where the row does not say.
        columns: The offer's content as the table holds it.
    """

    index: int
    number: int
    id: str
    status: Status
    predecessors: list[str] | None
    columns: dict[str, Any]


def judged(row: Row) -> Ready | list[FieldError]:
    """A row as the compiled reader takes it, or, where that is not sure, as pydantic judges it."""
    if row.written is not None:
        fast = fast_rows.decode(row.written)
        if fast is not None:
            return Ready(row.index, row.number, *fast)
    offer = outcomes.judged(row, ImportedOffer)
    if isinstance(offer, list):
        return offer
    return Ready(row.index, row.number, offer.id, offer.status, offer.predecessors, offer.columns())
