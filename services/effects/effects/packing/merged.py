"""The spells of citizens who are to be merged, looked at before they are."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from effects.packed.building import RegisterBuilder


class MergedSpells:
    """The spells of ids that are to be merged, once more by themselves.

    Merged, their spells may overlap, and the code of a week may give way to another: what is wrong
    in the file can only be seen before.
    """

    def __init__(self, codes: pa.Table, aliases: Mapping[str, str]) -> None:
        """Begin with the code list and the ids, each with the one it is kept under."""
        self._apart = RegisterBuilder(codes)
        self._ids = pa.array({*aliases, *aliases.values()}, pa.string())

    def add(self, rows: pa.RecordBatch) -> None:
        """Take spells, as `RegisterBuilder.add_support` does; those of others are passed over."""
        if len(self._ids) == 0:
            return
        ids = rows.column("citizen_id")
        texts = ids.cast(pa.string()) if pa.types.is_dictionary(ids.type) else ids
        self._apart.add_support(rows.filter(pc.is_in(texts, value_set=self._ids)))

    def check(self) -> None:
        """See that nothing is wrong in them.

        Raises:
            SpellsOverlap: an id has two spells in one week.
            CodeNotValid: a code has no class in a week of a spell.
        """
        if len(self._ids):
            self._apart.build()
