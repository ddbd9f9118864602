"""Offers, every version of them, the batches they came in, and the guide's revision counter."""

from alembic import op

from kit import tenancy

revision = "0003"
down_revision = "0002"

_OFFERS = """
    CREATE TABLE offers (
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        provider_id text,
        provider_name text,
        agreement_id text,
        kind text,
        content_elements text[] NOT NULL,
        description text NOT NULL,
        target_groups text[] NOT NULL,
        match_groups text[] NOT NULL,
        themes text[] NOT NULL,
        hours_per_week numeric(4, 1),
        duration_weeks integer,
        price_dkk numeric(10, 2),
        price_per text,
        address text,
        postal_code text,
        city text,
        p_number text,
        accessible boolean,
        accessibility_note text NOT NULL,
        intake text,
        capacity integer,
        prerequisites text NOT NULL,
        languages text[] NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        published_at timestamptz,
        published_by text,
        paused_at timestamptz,
        paused_by text,
        resumed_at timestamptz,
        resumed_by text,
        closed_at timestamptz,
        closed_by text,
        CONSTRAINT pk_offers PRIMARY KEY (municipality, id)
    )
    """

_VERSIONS = """
    CREATE TABLE offer_versions (
        municipality text,
        offer_id text,
        version integer,
        act text NOT NULL,
        status text NOT NULL,
        content jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL,
        CONSTRAINT pk_offer_versions PRIMARY KEY (municipality, offer_id, version),
        CONSTRAINT fk_offer_versions_municipality_offer_id_offers
            FOREIGN KEY (municipality, offer_id) REFERENCES offers (municipality, id)
    )
    """

_BATCHES = """
    CREATE TABLE offer_batches (
        municipality text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_offer_batches PRIMARY KEY (municipality, id)
    )
    """

_REVISIONS = """
    CREATE TABLE guide_revisions (
        municipality text CONSTRAINT pk_guide_revisions PRIMARY KEY,
        revision bigint NOT NULL
    )
    """


def upgrade() -> None:
    op.execute(_OFFERS)
    op.execute(
        "CREATE INDEX ix_offers_municipality_name_key_id ON offers (municipality, name_key, id)"
    )
    op.execute(_VERSIONS)
    op.execute(_BATCHES)
    op.execute(_REVISIONS)
    for table in ("offers", "offer_versions", "offer_batches"):
        for statement in tenancy.protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in ("guide_revisions", "offer_batches", "offer_versions", "offers"):
        op.execute(f"DROP TABLE {table}")
