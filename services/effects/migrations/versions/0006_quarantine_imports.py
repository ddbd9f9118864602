"""Imports that wait for a person's decision, and courses, merges and erasures from the feed."""

from alembic import op

from kit import tenancy

revision = "0006"
down_revision = "0005"

_PROTECTED = ("participations", "citizen_aliases")


def upgrade() -> None:
    for statement in (
        # What waits has no version; whoever knows nothing of waiting looks for versions, and finds
        # none.
        "ALTER TABLE register_imports ALTER COLUMN version DROP NOT NULL",
        """
        ALTER TABLE register_imports
            ADD COLUMN quarantined_as integer,
            ADD COLUMN findings jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN judged_against jsonb,
            ADD COLUMN overridden_at timestamptz,
            ADD COLUMN overridden_by text,
            ADD COLUMN discarded_at timestamptz,
            ADD COLUMN discarded_by text,
            ADD COLUMN decision_reason text
        """,
        """
        CREATE TABLE participations (
            municipality text,
            referral_id text,
            version integer NOT NULL,
            status text NOT NULL,
            citizen_id text NOT NULL,
            offer_id text NOT NULL,
            provider_id text,
            target_group text,
            match_group text,
            starts_on date,
            ends_on date,
            birth_year integer,
            price_dkk numeric,
            business_oriented boolean,
            updated_at timestamptz NOT NULL,
            changed_in bigint NOT NULL,
            CONSTRAINT pk_participations PRIMARY KEY (municipality, referral_id)
        )
        """,
        """
        CREATE INDEX ix_participations_municipality_citizen_id
            ON participations (municipality, citizen_id)
        """,
        """
        CREATE TABLE citizen_aliases (
            municipality text,
            alias_id text,
            kept_id text NOT NULL,
            merged_at timestamptz NOT NULL,
            CONSTRAINT pk_citizen_aliases PRIMARY KEY (municipality, alias_id)
        )
        """,
        """
        CREATE TABLE participation_stamps (
            municipality text CONSTRAINT pk_participation_stamps PRIMARY KEY,
            changes bigint NOT NULL,
            rewrites bigint NOT NULL,
            released_changes bigint NOT NULL
        )
        """,
    ):
        op.execute(statement)
    for table in _PROTECTED:
        for statement in tenancy.protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in ("participation_stamps", *reversed(_PROTECTED)):
        op.execute(f"DROP TABLE {table}")
    op.execute("DELETE FROM register_imports WHERE version IS NULL")
    op.execute(
        """
        ALTER TABLE register_imports
            ALTER COLUMN version SET NOT NULL,
            DROP COLUMN quarantined_as,
            DROP COLUMN findings,
            DROP COLUMN judged_against,
            DROP COLUMN overridden_at,
            DROP COLUMN overridden_by,
            DROP COLUMN discarded_at,
            DROP COLUMN discarded_by,
            DROP COLUMN decision_reason
        """
    )
