"""Releases by view and audience, what they were judged on, and figures that were withdrawn."""

from alembic import op

from kit import tenancy

revision = "0005"
down_revision = "0004"

_TABLES = ("view_figures", "released_profiles", "release_grounds")


def upgrade() -> None:
    for statement in (
        """
        CREATE TABLE view_figures (
            municipality text,
            release_id text,
            audience text,
            offer_id text,
            target_group text,
            indicator text,
            provider_id text,
            figure jsonb NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_by text,
            withdrawn_reason text,
            withdrawn_note text,
            CONSTRAINT pk_view_figures PRIMARY KEY
                (municipality, release_id, audience, offer_id, target_group, indicator),
            CONSTRAINT fk_view_figures_municipality_release_id_releases
                FOREIGN KEY (municipality, release_id) REFERENCES releases (municipality, id)
        )
        """,
        """
        CREATE TABLE released_profiles (
            municipality text,
            release_id text,
            audience text,
            target_group text,
            rows jsonb NOT NULL,
            CONSTRAINT pk_released_profiles
                PRIMARY KEY (municipality, release_id, audience, target_group),
            CONSTRAINT fk_released_profiles_municipality_release_id_releases
                FOREIGN KEY (municipality, release_id) REFERENCES releases (municipality, id)
        )
        """,
        """
        CREATE TABLE release_grounds (
            municipality text,
            release_id text,
            number integer NOT NULL,
            is_setting boolean NOT NULL,
            ground bytea NOT NULL,
            courses bytea,
            CONSTRAINT pk_release_grounds PRIMARY KEY (municipality, release_id),
            CONSTRAINT fk_release_grounds_municipality_release_id_releases
                FOREIGN KEY (municipality, release_id) REFERENCES releases (municipality, id)
        )
        """,
        *(statement for table in _TABLES for statement in tenancy.protect(table)),
        # Every municipality has its figures again, by the new rule, as soon as a worker runs.
        "UPDATE register_stamps SET released_stamp = 0 WHERE released_stamp > 0",
    ):
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
