"""Releases and the figures of each."""

from alembic import op

from kit import tenancy

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for statement in (
        """
        CREATE TABLE releases (
            municipality text,
            id text,
            number integer NOT NULL,
            released_at timestamptz NOT NULL,
            as_of date NOT NULL,
            codes_version integer NOT NULL,
            support_version integer NOT NULL,
            hours_version integer,
            courses_version integer NOT NULL,
            stamp bigint NOT NULL,
            smallest_group integer NOT NULL,
            shown integer NOT NULL,
            hidden integer NOT NULL,
            caveats text[] NOT NULL,
            CONSTRAINT pk_releases PRIMARY KEY (municipality, id)
        )
        """,
        "CREATE UNIQUE INDEX ix_releases_municipality_number ON releases (municipality, number)",
        """
        CREATE TABLE figures (
            municipality text,
            release_id text,
            offer_id text,
            target_group text,
            indicator text,
            provider_id text,
            figure jsonb NOT NULL,
            CONSTRAINT pk_figures
                PRIMARY KEY (municipality, release_id, offer_id, target_group, indicator),
            CONSTRAINT fk_figures_municipality_release_id_releases
                FOREIGN KEY (municipality, release_id) REFERENCES releases (municipality, id)
        )
        """,
        *tenancy.protect("releases"),
        *tenancy.protect("figures"),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE figures")
    op.execute("DROP TABLE releases")
