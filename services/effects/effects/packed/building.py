"""A packed register from rows in any order, as they come: batch by batch, and then all at once."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from effects.packed import courses, hours, merging, spans
from effects.packed.columns import Column
from effects.packed.parts import in_parts
from effects.packed.register import MONTH_ZERO, WEEK_ZERO, PackedRegister
from effects.packed.sorting import order_rows
from effects.packed.texts import TextIndex

Numbers = npt.NDArray[Any]


def no_codes() -> pa.Table:
    """A code list without codes, for a register without spells."""
    # Not a constant: the first table of a process imports pandas, where that is installed.
    return pa.table({"code": [], "class": [], "valid_from": [], "valid_to": []})


class SpellsOverlap(ValueError):
    """A citizen has two spells in one week.

    Attributes:
        citizen_id: whose.
    """

    def __init__(self, citizen_id: str) -> None:
        self.citizen_id = citizen_id
        super().__init__("two spells of one citizen in one week")


class CodeNotValid(ValueError):
    """A spell has a code that the list gives no class in one of its weeks.

    Attributes:
        code: the code.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__("no class in the code list for a week of a spell")


class RegisterBuilder:
    """Takes the rows of a register, in any order, and packs them.

    The rows are taken as they are: whoever adds them has read and checked them. What the packing
    itself cannot do without (that spells do not overlap, and that every code has a class in each of
    its weeks) it checks again.
    """

    def __init__(
        self,
        codes: pa.Table,
        aliases: Mapping[str, str] | None = None,
        citizens: pa.LargeStringArray | None = None,
    ) -> None:
        """Begin with the code list, the ids of merged citizens, and citizens who have numbers.

        Args:
            codes: as `effects.reading` leaves them: code, class, valid_from, valid_to.
            aliases: other ids of a citizen, each with the id that is kept.
            citizens: ids by number, of the register that is to be advanced.
        """
        self._code_numbers, self._listed = spans.code_list(codes)
        self._citizens = TextIndex() if citizens is None else TextIndex.of_distinct(citizens)
        self._aliases = dict(aliases or {})
        self._spells = {
            "citizen": Column(np.int32),
            "from_week": Column(np.uint16),
            "to_week": Column(np.uint16),
            "code": Column(np.int32),
        }
        self._hours = hours.HoursRows()
        self._courses: list[pa.Table] = []
        self._course_citizens = Column(np.int32)
        self._has_hours = False

    def expect(self, *, spells: int = 0, hours: int = 0) -> None:
        """Make room for so many more rows, where their number is known before they come."""
        for column in self._spells.values():
            column.reserve(spells)
        self._hours.reserve(hours)

    def add_support(self, rows: pa.RecordBatch) -> None:
        """Take spells: citizen_id, from_week and to_week (`effects.weeks` numbers), code.

        Raises:
            CodeNotValid: a code is not in the list.
        """
        self._spells["citizen"].add(self._citizens.numbers(rows.column("citizen_id")))
        for name in ("from_week", "to_week"):
            self._spells[name].add(rows.column(name).to_numpy(zero_copy_only=False) - WEEK_ZERO)
        self._spells["code"].add(self._numbers_of_codes(rows.column("code")))

    def add_hours(self, rows: pa.RecordBatch) -> None:
        """Take hours: citizen_id, month (`effects.weeks` number), hours (at most nine decimals)."""
        self._has_hours = True
        self._hours.add(
            self._citizens.numbers(rows.column("citizen_id")),
            rows.column("month").to_numpy(zero_copy_only=False) - MONTH_ZERO,
            rows.column("hours"),
        )

    def add_units(self, ids: pa.Array, months: Numbers, amounts: Numbers, unit: int) -> None:
        """Take hours as whole numbers: months from `MONTH_ZERO`, amounts of `1 / unit` hour."""
        self._has_hours = True
        self._hours.add_units(self._citizens.numbers(ids), months, amounts, unit)

    def citizen_ids(self) -> pa.LargeStringArray:
        """The ids of all citizens known so far, those that are to be merged among them."""
        return self._citizens.texts()

    def add_no_hours(self) -> None:
        """There is an hours register, even should it hold no rows."""
        self._has_hours = True

    def add_courses(self, rows: pa.Table) -> None:
        """Take courses, with every column that they have; those never started are passed over."""
        started = rows
        if rows.column("starts_on").null_count:
            started = rows.filter(pc.is_valid(rows.column("starts_on")))
        ids = started.column("citizen_id").combine_chunks()
        self._course_citizens.add(self._citizens.numbers(ids))
        self._courses.append(started.drop_columns(["citizen_id"]))

    def build(self, **facts: Any) -> PackedRegister:  # noqa: ANN401 - JSON
        """Sort and pack all that was taken; the builder is empty then.

        Raises:
            SpellsOverlap: a citizen has two spells in one week.
            CodeNotValid: a code has no class in a week of a spell.
        """
        merged = merging.merge_numbers(self._citizens, self._aliases)
        citizens = self._citizens.texts()
        # The hours are by far the most rows, so they are given up first.
        packed_hours = self._hours.pack(merged, len(citizens))
        spells, differing = self._take_spells(merged)
        return PackedRegister(
            citizens=citizens,
            has_hours=self._has_hours,
            facts={"weeks_differing_in_merged": differing, **facts},
            **self._pack_spells(spells, citizens),
            **packed_hours,
            **self._pack_courses(merged, len(citizens)),
        )

    def _numbers_of_codes(self, codes: pa.Array) -> Numbers:
        coded = codes if pa.types.is_dictionary(codes.type) else codes.dictionary_encode()
        names = coded.dictionary.to_pylist()
        for name in names:
            if name not in self._code_numbers:
                raise CodeNotValid(name)
        numbers = np.array([self._code_numbers[name] for name in names], np.int32)
        taken: Numbers = numbers[coded.indices.to_numpy(zero_copy_only=False)]
        return taken

    def _take_spells(self, merged: npt.NDArray[np.int32] | None) -> tuple[dict[str, Numbers], int]:
        spells = {name: column.take() for name, column in self._spells.items()}
        return (spells, 0) if merged is None else merging.merge_spells(spells, merged)

    def _pack_spells(
        self, spells: dict[str, Numbers], citizens: pa.LargeStringArray
    ) -> dict[str, Any]:
        """The packed register's arrays of spans, and its first and last week."""
        first_weeks, last_weeks, codes = spells["from_week"], spells["to_week"], spells["code"]
        known = len(first_weeks) > 0
        extremes = {
            "from_week": int(first_weeks.min()) + WEEK_ZERO if known else None,
            "to_week": int(last_weeks.max()) + WEEK_ZERO if known else None,
        }
        offsets, places = order_rows(spells.pop("citizen"), first_weeks, len(citizens))
        if places is not None:
            first_weeks, last_weeks, codes = (
                values[places] for values in (first_weeks, last_weeks, codes)
            )
        listed, rows = self._listed, (offsets, first_weeks, last_weeks, codes)
        counts = np.zeros(len(citizens) + 1, np.int64)
        for wrong, row in in_parts(
            offsets, lambda part: spans.count_spans(*rows, listed, part, counts)
        ):
            if wrong == spans.OVERLAP:
                owner = int(np.searchsorted(offsets, row, side="right")) - 1
                raise SpellsOverlap(citizens[owner].as_py())
            if wrong == spans.NOT_VALID:
                raise CodeNotValid(list(self._code_numbers)[codes[row]])
        span_offsets = np.cumsum(counts)
        arrays: dict[str, Any] = {
            "span_from": np.empty(span_offsets[-1], np.uint16),
            "span_to": np.empty(span_offsets[-1], np.uint16),
            "span_class": np.empty(span_offsets[-1], np.uint8),
        }
        in_parts(
            offsets,
            lambda part: spans.write_spans(*rows, listed, part, span_offsets, *arrays.values()),
        )
        return {"span_offsets": span_offsets, **arrays, **extremes}

    def _pack_courses(self, merged: npt.NDArray[np.int32] | None, count: int) -> dict[str, Any]:
        """The packed register's arrays of courses, and their table."""
        citizens = self._course_citizens.take()
        if merged is not None:
            citizens = merged[citizens]
        table = courses.joined(self._courses)
        self._courses = []
        return courses.ordered(table, citizens, count)
