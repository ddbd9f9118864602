"""The kit's own tables in every service's database, as its migrations create them."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kit import tenancy

_FIRST = ("audit_log", "idempotency_keys", "cursors", "outbox")
_SECOND = ("jobs", "revocations", "audit_seals", "audit_municipalities")
_QUEUE_TABLES = ("pgqueuer", "pgqueuer_log", "pgqueuer_schedules", "pgqueuer_statistics")
# As PgQueuer 1.6 makes them (`pgq install --dry-run`); a later version brings its own migration.
_QUEUE = Path(__file__).with_name("queue_tables.sql")


class Operations(Protocol):
    """What a migration is given: alembic's ``op``, which is a module."""

    def execute(self, sqltext: str) -> None:
        """Run one statement."""


def create_kit_tables(op: Operations) -> None:
    """The kit's tables in their first version; a service's first migration calls it."""
    _each(
        op,
        """
        CREATE TABLE outbox (
            position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_outbox PRIMARY KEY,
            municipality text NOT NULL,
            type text NOT NULL,
            subject text NOT NULL,
            happened_at timestamptz NOT NULL,
            registered_at timestamptz NOT NULL DEFAULT now(),
            data jsonb NOT NULL
        )
        """,
        "CREATE INDEX ix_outbox_municipality_position ON outbox (municipality, position)",
        """
        CREATE TABLE cursors (
            feed text CONSTRAINT pk_cursors PRIMARY KEY,
            position bigint NOT NULL,
            moved_at timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        CREATE TABLE idempotency_keys (
            client text,
            route text,
            key text,
            municipality text NOT NULL,
            request_hash bytea NOT NULL,
            status smallint NOT NULL,
            result_id text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_idempotency_keys PRIMARY KEY (client, route, key)
        )
        """,
        "CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)",
        """
        CREATE TABLE audit_log (
            id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_log PRIMARY KEY,
            municipality text NOT NULL,
            at timestamptz NOT NULL,
            actor text NOT NULL,
            actor_kind text NOT NULL,
            on_behalf_of text,
            organisation text,
            act text NOT NULL,
            purpose text,
            subjects text[] NOT NULL,
            criterion text,
            trace_id text NOT NULL
        )
        """,
        "CREATE INDEX ix_audit_log_municipality_at ON audit_log (municipality, at)",
        *tenancy.protect("audit_log"),
        # Insert only: whoever runs the service can neither change nor remove what was written.
        """
        DO $$ BEGIN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON outbox FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
    )


def drop_kit_tables(op: Operations) -> None:
    """Undo ``create_kit_tables``."""
    _each(op, *(f"DROP TABLE {name}" for name in _FIRST))


def create_ground_tables(op: Operations) -> None:
    """The kit's tables in their second version: revocations, seals, jobs, filtered feeds.

    All of it is additions, so that code of the first version goes on working beside it.
    """
    _each(
        op,
        "CREATE TABLE audit_municipalities (municipality text NOT NULL)",
        """
        CREATE TABLE audit_seals (
            position bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_audit_seals PRIMARY KEY,
            municipality text NOT NULL,
            number bigint NOT NULL,
            entries int8multirange NOT NULL,
            count integer NOT NULL,
            previous bytea NOT NULL,
            digest bytea NOT NULL,
            signature text NOT NULL,
            sealed_at timestamptz NOT NULL
        )
        """,
        "CREATE UNIQUE INDEX uq_audit_seals_municipality_number"
        " ON audit_seals (municipality, number)",
        """
        CREATE TABLE revocations (
            subject text CONSTRAINT pk_revocations PRIMARY KEY,
            tokens_before timestamptz NOT NULL
        )
        """,
        """
        CREATE TABLE jobs (
            id text CONSTRAINT pk_jobs PRIMARY KEY,
            municipality text NOT NULL,
            kind text NOT NULL,
            asked_by text NOT NULL,
            asked_at timestamptz NOT NULL,
            payload jsonb NOT NULL,
            content bytea,
            attempts integer NOT NULL,
            started_at timestamptz,
            done bigint NOT NULL,
            total bigint,
            finished_at timestamptz,
            result jsonb,
            problem jsonb,
            trace_id text NOT NULL
        )
        """,
        "CREATE INDEX ix_jobs_municipality_asked_at ON jobs (municipality, asked_at)",
        # The driver takes one statement at a time; the server takes the file as a whole.
        f"DO $all$ BEGIN EXECUTE $queue${_QUEUE.read_text(encoding='utf-8')}$queue$; END $all$",
        """
        DO $$ BEGIN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_seals FROM %I',
                           regexp_replace(current_user, '_owner$', ''));
        END $$
        """,
        # The logs that were there before are sealed as well; each owner sees its own rows alone.
        "ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY",
        "INSERT INTO audit_municipalities SELECT DISTINCT municipality FROM audit_log",
        "ALTER TABLE audit_log FORCE ROW LEVEL SECURITY",
        # Last, because a request writes its events last: who locks in one order never deadlocks.
        "ALTER TABLE outbox ALTER COLUMN municipality DROP NOT NULL, ADD COLUMN provider_id text",
    )


def drop_ground_tables(op: Operations) -> None:
    """Undo ``create_ground_tables``."""
    _each(
        op,
        *(f"DROP TABLE {name}" for name in (*_QUEUE_TABLES, *_SECOND)),
        "DROP FUNCTION fn_pgqueuer_changed",
        "DROP TYPE pgqueuer_status",
        "ALTER TABLE outbox DROP COLUMN provider_id",
        "DELETE FROM outbox WHERE municipality IS NULL",
        "ALTER TABLE outbox ALTER COLUMN municipality SET NOT NULL",
    )


def _each(op: Operations, *statements: str) -> None:
    execute: Callable[[str], None] = op.execute
    for statement in statements:
        execute(statement)
