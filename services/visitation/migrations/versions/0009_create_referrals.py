"""Cohorts and referrals, what was done with them, and the code lists that they are written with."""

from alembic import op

from kit import tenancy
from visitation.code_lists import published

revision = "0009"
down_revision = "0008"

_COHORTS = """
    CREATE TABLE cohorts (
        municipality text,
        id text,
        offer_id text NOT NULL,
        version integer NOT NULL,
        name text,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        sign_up_closes_on date NOT NULL,
        seats integer NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        cancelled_at timestamptz,
        cancelled_by text,
        cancel_reason text,
        CONSTRAINT pk_cohorts PRIMARY KEY (municipality, id),
        CONSTRAINT fk_cohorts_municipality_offer_id_offers
            FOREIGN KEY (municipality, offer_id) REFERENCES offers (municipality, id)
    )
    """

_REFERRALS = """
    CREATE TABLE referrals (
        municipality text,
        id text,
        version integer NOT NULL,
        citizen_id text NOT NULL,
        offer_id text NOT NULL,
        offer_version integer,
        cohort_id text,
        caseworker text NOT NULL,
        offer_kind text,
        provider_id text,
        agreement_id text,
        target_group text,
        match_group text,
        birth_year integer,
        business_oriented boolean,
        price_dkk numeric(12, 2),
        hours_per_week numeric(4, 1),
        duration_weeks integer,
        planned_starts_on date,
        planned_ends_on date,
        targets jsonb NOT NULL,
        reason_code text,
        reason_text text NOT NULL,
        passed_over text[] NOT NULL,
        evidence jsonb,
        call_off_version integer NOT NULL,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL,
        aligned_at timestamptz,
        aligned_by text,
        align_how text,
        alignment jsonb,
        asked_at timestamptz,
        asked_by text,
        approved_at timestamptz,
        approved_by text,
        ordered_at timestamptz,
        ordered_by text,
        accepted_at timestamptz,
        declined_at timestamptz,
        decline_reason text,
        started_on date,
        ended_on date,
        completed_at timestamptz,
        aborted_at timestamptz,
        aborted_by text,
        abort_reason text,
        assessed_at timestamptz,
        assessed_by text,
        assessment jsonb,
        next_step text,
        CONSTRAINT pk_referrals PRIMARY KEY (municipality, id),
        CONSTRAINT fk_referrals_municipality_citizen_id_citizens
            FOREIGN KEY (municipality, citizen_id) REFERENCES citizens (municipality, id),
        CONSTRAINT fk_referrals_municipality_offer_id_offers
            FOREIGN KEY (municipality, offer_id) REFERENCES offers (municipality, id),
        CONSTRAINT fk_referrals_municipality_offer_id_offer_version_offer_versions
            FOREIGN KEY (municipality, offer_id, offer_version)
            REFERENCES offer_versions (municipality, offer_id, version),
        CONSTRAINT fk_referrals_municipality_cohort_id_cohorts
            FOREIGN KEY (municipality, cohort_id) REFERENCES cohorts (municipality, id)
    )
    """

_HOLDING = (
    "ordered_at IS NOT NULL AND declined_at IS NULL AND completed_at IS NULL AND aborted_at IS NULL"
)

_ACTS = """
    CREATE TABLE referral_acts (
        municipality text,
        referral_id text,
        version integer,
        act text NOT NULL,
        status text NOT NULL,
        happened_at timestamptz NOT NULL,
        registered_at timestamptz NOT NULL,
        registered_by text NOT NULL,
        CONSTRAINT pk_referral_acts PRIMARY KEY (municipality, referral_id, version),
        CONSTRAINT fk_referral_acts_municipality_referral_id_referrals
            FOREIGN KEY (municipality, referral_id) REFERENCES referrals (municipality, id)
    )
    """

_BATCHES = """
    CREATE TABLE referral_batches (
        municipality text,
        id text,
        content_hash bytea NOT NULL,
        report jsonb NOT NULL,
        taken_at timestamptz NOT NULL,
        taken_by text NOT NULL,
        CONSTRAINT pk_referral_batches PRIMARY KEY (municipality, id)
    )
    """

_CHOICES = """
    CREATE TABLE referral_choices (
        municipality text CONSTRAINT pk_referral_choices PRIMARY KEY,
        version integer NOT NULL,
        max_targets integer NOT NULL,
        subsidy_weeks_without_approval integer NOT NULL,
        public_subsidy_max_weeks integer NOT NULL,
        private_subsidy_max_weeks integer NOT NULL,
        updated_at timestamptz NOT NULL,
        updated_by text NOT NULL
    )
    """

_INDEXES = (
    (
        "ix_cohorts_municipality_offer_id_starts_on_id"
        " ON cohorts (municipality, offer_id, starts_on, id)"
    ),
    "ix_referrals_municipality_updated_at_id ON referrals (municipality, updated_at, id)",
    "ix_referrals_municipality_citizen_id ON referrals (municipality, citizen_id)",
    f"ix_referrals_holding ON referrals (municipality, offer_id) WHERE {_HOLDING}",
    f"ix_referrals_seated ON referrals (municipality, cohort_id) WHERE {_HOLDING}",
)

_TABLES = ("cohorts", "referrals", "referral_acts", "referral_batches", "referral_choices")


def upgrade() -> None:
    for statement in (_COHORTS, _REFERRALS, _ACTS, _BATCHES, _CHOICES):
        op.execute(statement)
    for index in _INDEXES:
        op.execute(f"CREATE INDEX {index}")
    for table in _TABLES:
        for statement in tenancy.protect(table):
            op.execute(statement)
    published.load(op.get_bind())


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
