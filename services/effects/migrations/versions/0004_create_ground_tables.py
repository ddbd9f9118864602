"""The kit's tables for revocations, sealed audit logs, jobs, and feeds that providers follow."""

from alembic import op

from kit import migrations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    migrations.create_ground_tables(op)


def downgrade() -> None:
    migrations.drop_ground_tables(op)
