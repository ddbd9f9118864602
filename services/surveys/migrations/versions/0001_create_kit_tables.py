"""The kit's tables: outbox, cursors, idempotency keys and the audit log."""

from alembic import op

from kit import kit_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    kit_tables.create_kit_tables(op)


def downgrade() -> None:
    kit_tables.drop_kit_tables(op)
