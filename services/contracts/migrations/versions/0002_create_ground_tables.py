"""The kit's tables for revocations, sealed audit logs, jobs, and feeds that providers follow."""

from alembic import op

from kit import kit_tables

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    kit_tables.create_ground_tables(op)


def downgrade() -> None:
    kit_tables.drop_ground_tables(op)
