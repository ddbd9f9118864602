"""The kit's tables: outbox, cursors, idempotency keys and the audit log."""

from alembic import op

from kit import migrations

revision = "0001"
down_revision = None


def upgrade() -> None:
    migrations.create_kit_tables(op)


def downgrade() -> None:
    migrations.drop_kit_tables(op)
