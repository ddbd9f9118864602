"""The services' audit logs as the gateway follows them; insert-only, as they are there."""

from alembic import op

from kit import tenancy

revision = "0005"
down_revision = "0004"

_PROTECTED = ("audit_entries", "audit_subjects", "audit_heads", "audit_breaks")


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE audit_entries (
            municipality text,
            service text,
            id bigint,
            at timestamptz NOT NULL,
            actor text NOT NULL,
            actor_kind text NOT NULL,
            on_behalf_of text,
            organisation text,
            act text NOT NULL,
            purpose text,
            subjects text[] NOT NULL,
            criterion text,
            trace_id text NOT NULL,
            CONSTRAINT pk_audit_entries PRIMARY KEY (municipality, service, id)
        )
        """
    )
    op.execute("CREATE INDEX ix_audit_entries_municipality_at ON audit_entries (municipality, at)")
    op.execute(
        """
        CREATE TABLE audit_subjects (
            municipality text,
            subject text,
            at timestamptz,
            service text,
            id bigint,
            CONSTRAINT pk_audit_subjects PRIMARY KEY (municipality, subject, at, service, id)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE audit_sources (
            service text CONSTRAINT pk_audit_sources PRIMARY KEY,
            position bigint NOT NULL,
            complete_until timestamptz,
            key jsonb
        )
        """
    )
    op.execute(
        """
        CREATE TABLE audit_heads (
            municipality text,
            service text,
            number bigint NOT NULL,
            digest bytea NOT NULL,
            CONSTRAINT pk_audit_heads PRIMARY KEY (municipality, service)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE audit_breaks (
            municipality text,
            service text,
            position bigint,
            reason text,
            number bigint NOT NULL,
            found_at timestamptz NOT NULL,
            CONSTRAINT pk_audit_breaks PRIMARY KEY (municipality, service, position, reason)
        )
        """
    )
    for table in _PROTECTED:
        for statement in tenancy.protect(table):
            op.execute(statement)
    op.execute(
        """
        DO $$
        DECLARE name text;
        BEGIN
            FOREACH name IN ARRAY ARRAY['audit_entries', 'audit_subjects', 'audit_breaks'] LOOP
                EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I',
                               name, regexp_replace(current_user, '_owner$', ''));
            END LOOP;
        END $$
        """
    )


def downgrade() -> None:
    for table in (*_PROTECTED, "audit_sources"):
        op.execute(f"DROP TABLE {table}")
