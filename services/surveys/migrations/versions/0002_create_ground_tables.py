"""The kit's tables for revocations, sealed audit logs, jobs, and feeds that providers follow."""

from alembic import op

from kit import migrations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    migrations.create_ground_tables(op)


def downgrade() -> None:
    migrations.drop_ground_tables(op)
