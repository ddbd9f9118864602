"""What the effects service has released about each offer, as the guide keeps it."""

from alembic import op

from kit import tenancy

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE offer_releases (
            municipality text,
            offer_id text,
            release_id text NOT NULL,
            released_at timestamptz NOT NULL,
            CONSTRAINT pk_offer_releases PRIMARY KEY (municipality, offer_id)
        )
        """
    )
    op.execute(
        """
        CREATE TABLE offer_figures (
            municipality text,
            offer_id text,
            target_group text,
            indicator text,
            figure jsonb NOT NULL,
            released_at timestamptz NOT NULL,
            CONSTRAINT pk_offer_figures
                PRIMARY KEY (municipality, offer_id, target_group, indicator),
            CONSTRAINT fk_offer_figures_municipality_offer_id_offer_releases
                FOREIGN KEY (municipality, offer_id)
                REFERENCES offer_releases (municipality, offer_id) ON DELETE CASCADE
        )
        """
    )
    for table in ("offer_releases", "offer_figures"):
        for statement in tenancy.protect(table):
            op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE offer_figures")
    op.execute("DROP TABLE offer_releases")
