"""Packages, predecessors, confirmation, course price and search words of offers."""

import sqlalchemy as sa
from alembic import op

from kit.folding import folded_words

revision = "0006"
down_revision = "0005"

_ADDED = """
    ALTER TABLE offers
        ADD COLUMN package_of text[] NOT NULL DEFAULT '{}',
        ADD COLUMN predecessors text[] NOT NULL DEFAULT '{}',
        ADD COLUMN course_price_dkk numeric GENERATED ALWAYS AS (
            CASE price_per WHEN 'week' THEN price_dkk * duration_weeks
            WHEN 'hour' THEN price_dkk * hours_per_week * duration_weeks
            WHEN 'course' THEN price_dkk END
        ) STORED,
        ADD COLUMN search_words text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN checked_at timestamptz,
        ADD COLUMN confirmed_at timestamptz,
        ADD COLUMN confirmed_by text
    """
_FOUND_BY = sa.text(
    "SELECT municipality, id, name, provider_name, description, address, postal_code, city"
    " FROM offers"
)
_FIND_BY = sa.text(
    "UPDATE offers SET search_words = :words WHERE municipality = :municipality AND id = :id"
)


def upgrade() -> None:
    op.execute(_ADDED)
    # Whose links are few is read by this; under row-level security no index on arrays is used.
    op.execute(
        "CREATE INDEX ix_offers_linking ON offers (municipality, id)"
        " WHERE (package_of <> '{}' OR predecessors <> '{}')"
    )
    # The owner stands behind the policy too; for the filling it steps in front of it.
    op.execute("ALTER TABLE offers NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE offers SET checked_at = updated_at")
    connection = op.get_bind()
    for row in connection.execute(_FOUND_BY).all():
        found_by = {"municipality": row.municipality, "id": row.id, "words": folded_words(*row[2:])}
        connection.execute(_FIND_BY, found_by)
    op.execute("ALTER TABLE offers FORCE ROW LEVEL SECURITY")
    # The code before this one writes none of the new columns: their defaults stay, and a
    # moment of its own stands in for the check.
    op.execute("ALTER TABLE offers ALTER COLUMN checked_at SET DEFAULT now()")
    op.execute("ALTER TABLE offers ALTER COLUMN checked_at SET NOT NULL")


def downgrade() -> None:
    op.execute(
        """
        ALTER TABLE offers
            DROP COLUMN confirmed_by,
            DROP COLUMN confirmed_at,
            DROP COLUMN checked_at,
            DROP COLUMN search_words,
            DROP COLUMN course_price_dkk,
            DROP COLUMN predecessors,
            DROP COLUMN package_of
        """
    )
