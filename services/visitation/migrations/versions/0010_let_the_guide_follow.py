"""What the guide follows from the other services, what it counts itself, and agreements' copies."""

from alembic import op

from kit import tenancy

revision = "0010"
down_revision = "0009"

_TABLES = {
    "survey_releases": """
        CREATE TABLE survey_releases (
            municipality text,
            offer_id text,
            release_id text NOT NULL,
            released_at timestamptz NOT NULL,
            CONSTRAINT pk_survey_releases PRIMARY KEY (municipality, offer_id)
        )
        """,
    "survey_figures": """
        CREATE TABLE survey_figures (
            municipality text,
            offer_id text,
            target_group text,
            indicator text,
            figure jsonb NOT NULL,
            released_at timestamptz NOT NULL,
            CONSTRAINT pk_survey_figures
                PRIMARY KEY (municipality, offer_id, target_group, indicator),
            CONSTRAINT fk_survey_figures_municipality_offer_id_survey_releases
                FOREIGN KEY (municipality, offer_id)
                REFERENCES survey_releases (municipality, offer_id) ON DELETE CASCADE
        )
        """,
    "profile_releases": """
        CREATE TABLE profile_releases (
            municipality text,
            target_group text,
            release_id text NOT NULL,
            released_at timestamptz NOT NULL,
            as_of date,
            rows jsonb NOT NULL,
            CONSTRAINT pk_profile_releases PRIMARY KEY (municipality, target_group)
        )
        """,
    "offer_inspections": """
        CREATE TABLE offer_inspections (
            municipality text,
            inspection_id text,
            offer_id text NOT NULL,
            inspected_on date NOT NULL,
            smiley integer NOT NULL,
            expires_on date,
            published_at timestamptz NOT NULL,
            withdrawn_at timestamptz,
            CONSTRAINT pk_offer_inspections PRIMARY KEY (municipality, inspection_id)
        )
        """,
    "offer_complaints": """
        CREATE TABLE offer_complaints (
            municipality text,
            complaint_id text,
            offer_id text,
            about text NOT NULL,
            received_on date NOT NULL,
            outcome text,
            closed_on date,
            CONSTRAINT pk_offer_complaints PRIMARY KEY (municipality, complaint_id)
        )
        """,
    "counted_figures": """
        CREATE TABLE counted_figures (
            municipality text,
            offer_id text,
            indicator text,
            number integer,
            figure jsonb NOT NULL,
            people text[] NOT NULL,
            published_at timestamptz NOT NULL,
            CONSTRAINT pk_counted_figures
                PRIMARY KEY (municipality, offer_id, indicator, number)
        )
        """,
    "agreement_copies": """
        CREATE TABLE agreement_copies (
            municipality text,
            agreement_id text,
            version integer NOT NULL,
            provider_id text NOT NULL,
            kind text NOT NULL,
            status text NOT NULL,
            starts_on date NOT NULL,
            ends_on date,
            limits jsonb NOT NULL,
            requirements jsonb NOT NULL,
            updated_at timestamptz NOT NULL,
            CONSTRAINT pk_agreement_copies PRIMARY KEY (municipality, agreement_id)
        )
        """,
}


def upgrade() -> None:
    for table, statement in _TABLES.items():
        op.execute(statement)
        for protecting in tenancy.protect(table):
            op.execute(protecting)


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
