"""Followed courses, waves, invitations with their links, answers, and what was released of them."""

from alembic import op

from kit import tenancy

revision = "0003"
down_revision = "0002"

_TABLES = {
    "survey_municipalities": """
        municipality text CONSTRAINT pk_survey_municipalities PRIMARY KEY
        """,
    "offers": """
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        provider_id text,
        CONSTRAINT pk_offers PRIMARY KEY (municipality, id)
        """,
    "former_citizens": """
        municipality text,
        citizen_id text,
        kept_id text,
        CONSTRAINT pk_former_citizens PRIMARY KEY (municipality, citizen_id)
        """,
    "courses": """
        municipality text,
        referral_id text,
        version integer NOT NULL,
        citizen_id text NOT NULL,
        offer_id text NOT NULL,
        provider_id text,
        target_group text NOT NULL,
        match_group text,
        started_on date,
        ended_on date,
        CONSTRAINT pk_courses PRIMARY KEY (municipality, referral_id)
        """,
    "waves": """
        municipality text,
        id text,
        version integer NOT NULL,
        name text NOT NULL,
        instrument text NOT NULL,
        instrument_version integer NOT NULL,
        confidentiality text NOT NULL,
        courses_from date NOT NULL,
        courses_to date NOT NULL,
        opens_on date NOT NULL,
        closes_on date NOT NULL,
        reminders date[] NOT NULL,
        reminders_made integer NOT NULL,
        smallest_group integer NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        closed_at timestamptz,
        closed_by text,
        CONSTRAINT pk_waves PRIMARY KEY (municipality, id)
        """,
    "invitations": """
        municipality text,
        id text,
        wave_id text NOT NULL,
        referral_id text NOT NULL,
        citizen_id text NOT NULL,
        offer_id text NOT NULL,
        provider_id text,
        target_group text NOT NULL,
        match_group text,
        ended_on date NOT NULL,
        link_made_at timestamptz,
        link_made_by text,
        link_batch text,
        reminder integer NOT NULL,
        is_answered boolean NOT NULL,
        CONSTRAINT pk_invitations PRIMARY KEY (municipality, id),
        CONSTRAINT uq_invitations_municipality_referral_id UNIQUE (municipality, referral_id),
        CONSTRAINT fk_invitations_municipality_wave_id_waves
            FOREIGN KEY (municipality, wave_id) REFERENCES waves (municipality, id)
        """,
    "links": """
        token_hash bytea CONSTRAINT pk_links PRIMARY KEY,
        municipality text NOT NULL,
        invitation_id text NOT NULL,
        CONSTRAINT uq_links_municipality_invitation_id UNIQUE (municipality, invitation_id),
        CONSTRAINT fk_links_municipality_invitation_id_invitations
            FOREIGN KEY (municipality, invitation_id) REFERENCES invitations (municipality, id)
        """,
    "drafts": """
        municipality text,
        invitation_id text,
        given jsonb NOT NULL,
        CONSTRAINT pk_drafts PRIMARY KEY (municipality, invitation_id),
        CONSTRAINT fk_drafts_municipality_invitation_id_invitations
            FOREIGN KEY (municipality, invitation_id) REFERENCES invitations (municipality, id)
        """,
    "pooled_answers": """
        municipality text,
        id text,
        wave_id text NOT NULL,
        offer_id text,
        provider_id text,
        target_group text,
        scores jsonb NOT NULL,
        comment text NOT NULL,
        CONSTRAINT pk_pooled_answers PRIMARY KEY (municipality, id),
        CONSTRAINT fk_pooled_answers_municipality_wave_id_waves
            FOREIGN KEY (municipality, wave_id) REFERENCES waves (municipality, id)
        """,
    "answers": """
        municipality text,
        id text,
        wave_id text,
        invitation_id text,
        citizen_id text,
        instrument text NOT NULL,
        instrument_version integer NOT NULL,
        channel text NOT NULL,
        offer_id text,
        provider_id text,
        target_group text,
        scores jsonb NOT NULL,
        comment text NOT NULL,
        answered_on date,
        received_at timestamptz,
        received_by text,
        CONSTRAINT pk_answers PRIMARY KEY (municipality, id),
        CONSTRAINT uq_answers_municipality_invitation_id UNIQUE (municipality, invitation_id),
        CONSTRAINT fk_answers_municipality_wave_id_waves
            FOREIGN KEY (municipality, wave_id) REFERENCES waves (municipality, id),
        CONSTRAINT fk_answers_municipality_invitation_id_invitations
            FOREIGN KEY (municipality, invitation_id) REFERENCES invitations (municipality, id)
        """,
    "answer_batches": """
        municipality text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_answer_batches PRIMARY KEY (municipality, id)
        """,
    "releases": """
        municipality text,
        id text,
        number integer NOT NULL,
        released_at timestamptz NOT NULL,
        released_by text,
        as_of date NOT NULL,
        period_start date NOT NULL,
        smallest_group integer NOT NULL,
        is_setting boolean NOT NULL,
        shown integer NOT NULL,
        hidden integer NOT NULL,
        CONSTRAINT pk_releases PRIMARY KEY (municipality, id)
        """,
    "figures": """
        municipality text,
        release_id text,
        offer_id text,
        target_group text,
        indicator text,
        provider_id text,
        figure jsonb NOT NULL,
        people integer NOT NULL,
        parts integer[] NOT NULL,
        is_shown boolean NOT NULL,
        since integer NOT NULL,
        counted jsonb NOT NULL,
        CONSTRAINT pk_figures
            PRIMARY KEY (municipality, release_id, offer_id, target_group, indicator),
        CONSTRAINT fk_figures_municipality_release_id_releases
            FOREIGN KEY (municipality, release_id) REFERENCES releases (municipality, id)
        """,
}
_INDEXES = {
    "courses": ("citizen_id", "ended_on"),
    "waves": ("created_at, id",),
    "invitations": ("citizen_id", "wave_id, id"),
    "pooled_answers": ("wave_id",),
    "answers": ("citizen_id", "wave_id"),
}
_UNPROTECTED = ("survey_municipalities", "links")


def upgrade() -> None:
    for table, columns in _TABLES.items():
        op.execute(f"CREATE TABLE {table} ({columns})")
        for indexed in _INDEXES.get(table, ()):
            name = "_".join(["ix", table, "municipality", *indexed.split(", ")])
            op.execute(f"CREATE INDEX {name} ON {table} (municipality, {indexed})")
        if table not in _UNPROTECTED:
            for statement in tenancy.protect(table):
                op.execute(statement)
    op.execute(
        "CREATE UNIQUE INDEX ix_releases_municipality_number ON releases (municipality, number)"
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
