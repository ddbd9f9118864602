"""Which version of an inspection and of a complaint is kept, so that an older one changes nothing.

What was kept before has version 0: whatever is told next takes its place.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_TABLES = ("offer_inspections", "offer_complaints")


def upgrade() -> None:
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN version integer NOT NULL DEFAULT 0")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"ALTER TABLE {table} DROP COLUMN version")
