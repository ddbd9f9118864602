"""Erasure: what a feed told of a subject is emptied, and its position stays.

The running role can change nothing else that was published: it may write two columns of the
outbox, and a trigger lets through only that an entry becomes empty. A compacted entry is of a type
that no follower has a handler for, and that nobody outside has the right to read.
"""

from collections.abc import Sequence

from sqlalchemy import ARRAY, Text, any_, bindparam, update

from kit import tables
from kit.database import Session
from kit.kit_tables import Operations

COMPACTED = "Compacted"
"""The type of an entry whose subject was erased."""

_OUTBOX = tables.outbox
_COMPACT = (
    update(_OUTBOX)
    .where(
        _OUTBOX.c.municipality == bindparam("whose", type_=Text),
        _OUTBOX.c.subject == any_(bindparam("subjects", type_=ARRAY(Text))),
        _OUTBOX.c.type == any_(bindparam("types", type_=ARRAY(Text))),
    )
    .values(type=COMPACTED, data={})
)


async def compact(session: Session, subjects: Sequence[str], types: Sequence[str]) -> int:
    """Empty what was published of some subjects; how many entries that were.

    What this transaction publishes itself, the erasure above all, stays: it is written last.

    Args:
        session: The transaction that erases.
        subjects: Their ids.
        types: The types of the entries; an id of another kind of subject may be the same.
    """
    given = {
        "whose": session.info["municipality"],
        "subjects": list(subjects),
        "types": list(types),
    }
    result = await session.execute(_COMPACT, given)
    return int(getattr(result, "rowcount", 0))


def allow_compaction(op: Operations) -> None:
    """Let the running role empty entries of its outbox; a migration calls it last."""
    for statement in (
        f"""
        CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.type <> '{COMPACTED}' OR NEW.data <> '{{}}' THEN
                RAISE EXCEPTION 'what was published can be emptied, and not rewritten'
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON outbox
            FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()
        """,
        """
        DO $$ BEGIN
            EXECUTE format('GRANT UPDATE (type, data) ON outbox TO %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
    ):
        op.execute(statement)


def forbid_compaction(op: Operations) -> None:
    """Undo ``allow_compaction``."""
    for statement in (
        """
        DO $$ BEGIN
            EXECUTE format('REVOKE UPDATE (type, data) ON outbox FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
        "DROP TRIGGER refuse_rewriting ON outbox",
        "DROP FUNCTION refuse_rewriting",
    ):
        op.execute(statement)
