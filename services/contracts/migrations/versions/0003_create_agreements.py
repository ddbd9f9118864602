"""Providers, agreements, requirements and call-offs, and what is followed for their sake."""

from alembic import op

from kit import erasure, tenancy

revision = "0003"
down_revision = "0002"

_PROVIDERS = """
    CREATE TABLE providers (
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        name_key text COLLATE "C" NOT NULL,
        search_words text COLLATE "C" NOT NULL,
        kind text NOT NULL,
        cvr text,
        sites jsonb NOT NULL,
        contacts jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT pk_providers PRIMARY KEY (municipality, id),
        CONSTRAINT uq_providers_municipality_cvr UNIQUE (municipality, cvr)
    )
    """

_AGREEMENTS = """
    CREATE TABLE agreements (
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        provider_id text NOT NULL,
        kind text NOT NULL,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        options jsonb NOT NULL,
        prices jsonb NOT NULL,
        contacts jsonb NOT NULL,
        requirements jsonb NOT NULL,
        selection text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        activated_at timestamptz,
        activated_by text,
        extended_at timestamptz,
        extended_by text,
        ended_at timestamptz,
        ended_by text,
        CONSTRAINT pk_agreements PRIMARY KEY (municipality, id),
        CONSTRAINT fk_agreements_municipality_provider_id_providers
            FOREIGN KEY (municipality, provider_id) REFERENCES providers (municipality, id)
    )
    """

_AGREEMENT_VERSIONS = """
    CREATE TABLE agreement_versions (
        municipality text,
        agreement_id text,
        version integer,
        act text NOT NULL,
        status text NOT NULL,
        content jsonb NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL,
        CONSTRAINT pk_agreement_versions PRIMARY KEY (municipality, agreement_id, version),
        CONSTRAINT fk_agreement_versions_municipality_agreement_id_agreements
            FOREIGN KEY (municipality, agreement_id) REFERENCES agreements (municipality, id)
    )
    """

# No key to providers and agreements: an order comes by the feed, whatever is registered here.
_CALL_OFFS = """
    CREATE TABLE call_offs (
        municipality text,
        id text,
        version integer NOT NULL,
        referral_version integer NOT NULL,
        citizen_id text,
        offer_id text NOT NULL,
        offer_version integer,
        offer_kind text,
        provider_id text NOT NULL,
        agreement_id text,
        cohort_id text,
        target_group text,
        match_group text,
        business_oriented boolean NOT NULL,
        price_dkk numeric(10, 2),
        hours_per_week numeric(4, 1),
        duration_weeks integer,
        targets jsonb NOT NULL,
        planned_starts_on date,
        planned_ends_on date,
        received_at timestamptz NOT NULL,
        registered_at timestamptz NOT NULL,
        answer_by date NOT NULL,
        aligned_at timestamptz,
        accepted_at timestamptz,
        accepted_by text,
        agreed_starts_on date,
        declined_at timestamptz,
        declined_by text,
        decline_reason text,
        decline_note text NOT NULL,
        started_on date,
        started_at timestamptz,
        started_by text,
        ended_on date,
        ended_at timestamptz,
        ended_by text,
        end_reason text,
        cancelled_at timestamptz,
        cancelled_by text,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        CONSTRAINT pk_call_offs PRIMARY KEY (municipality, id)
    )
    """

_CALL_OFF_ACTS = """
    CREATE TABLE call_off_acts (
        municipality text,
        call_off_id text,
        version integer,
        act text NOT NULL,
        status text NOT NULL,
        said jsonb NOT NULL,
        happened_at timestamptz NOT NULL,
        registered_at timestamptz NOT NULL,
        registered_by text NOT NULL,
        CONSTRAINT pk_call_off_acts PRIMARY KEY (municipality, call_off_id, version),
        CONSTRAINT fk_call_off_acts_municipality_call_off_id_call_offs
            FOREIGN KEY (municipality, call_off_id) REFERENCES call_offs (municipality, id)
    )
    """

_OFFERS = """
    CREATE TABLE known_offers (
        municipality text,
        offer_id text,
        version integer NOT NULL,
        status text NOT NULL,
        name text NOT NULL,
        provider_id text,
        agreement_id text,
        updated_at timestamptz NOT NULL,
        CONSTRAINT pk_known_offers PRIMARY KEY (municipality, offer_id)
    )
    """

_CITIZENS = """
    CREATE TABLE gone_citizens (
        municipality text,
        citizen_id text,
        kept_id text,
        gone_at timestamptz NOT NULL,
        CONSTRAINT pk_gone_citizens PRIMARY KEY (municipality, citizen_id)
    )
    """

_BATCHES = """
    CREATE TABLE import_batches (
        municipality text,
        kind text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_import_batches PRIMARY KEY (municipality, kind, id)
    )
    """

_TABLES = {
    "providers": _PROVIDERS,
    "agreements": _AGREEMENTS,
    "agreement_versions": _AGREEMENT_VERSIONS,
    "call_offs": _CALL_OFFS,
    "call_off_acts": _CALL_OFF_ACTS,
    "known_offers": _OFFERS,
    "gone_citizens": _CITIZENS,
    "import_batches": _BATCHES,
}

_INDEXES = (
    "ix_providers_municipality_name_key_id ON providers (municipality, name_key, id)",
    "ix_agreements_municipality_ends_on_id ON agreements (municipality, ends_on, id)",
    "ix_agreements_municipality_provider_id ON agreements (municipality, provider_id)",
    "ix_call_offs_municipality_received_at_id ON call_offs (municipality, received_at, id)",
    "ix_call_offs_municipality_offer_id ON call_offs (municipality, offer_id)",
    "ix_call_offs_municipality_citizen_id ON call_offs (municipality, citizen_id)",
    """
    ix_call_offs_municipality_provider_id_received_at_id
    ON call_offs (municipality, provider_id, received_at, id)
    """,
    """
    ix_call_offs_unanswered ON call_offs (municipality, answer_by)
    WHERE accepted_at IS NULL AND declined_at IS NULL
    AND cancelled_at IS NULL AND started_on IS NULL AND ended_on IS NULL
    """,
)


def upgrade() -> None:
    for table, statement in _TABLES.items():
        op.execute(statement)
        for protection in tenancy.protect(table):
            op.execute(protection)
    for index in _INDEXES:
        op.execute(f"CREATE INDEX {index}")
    erasure.allow_compaction(op)


def downgrade() -> None:
    erasure.forbid_compaction(op)
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
