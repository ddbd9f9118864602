"""Each chain's own sealing key, and what is kept of a service's log that was restored."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE audit_restorations (
            service text,
            number integer,
            position bigint NOT NULL,
            found_at timestamptz NOT NULL,
            CONSTRAINT pk_audit_restorations PRIMARY KEY (service, number)
        )
        """
    )
    op.execute("ALTER TABLE audit_sources ADD COLUMN restorations integer NOT NULL DEFAULT 0")
    op.execute(
        """
        ALTER TABLE audit_heads
            ADD COLUMN key jsonb,
            ADD COLUMN restorations integer NOT NULL DEFAULT 0
        """
    )
    # The owner, too, is held to one municipality at a time; this is about all of them.
    op.execute("ALTER TABLE audit_heads NO FORCE ROW LEVEL SECURITY")
    op.execute(
        """
        UPDATE audit_heads SET key = audit_sources.key
        FROM audit_sources WHERE audit_sources.service = audit_heads.service
        """
    )
    op.execute("ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY")
    op.execute(
        """
        DO $$
        BEGIN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_restorations FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE audit_heads DROP COLUMN key, DROP COLUMN restorations")
    op.execute("ALTER TABLE audit_sources DROP COLUMN restorations")
    op.execute("DROP TABLE audit_restorations")
