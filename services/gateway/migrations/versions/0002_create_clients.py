"""The clients; outside row-level security, because they are found before the tenant is known."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE clients (
            id text CONSTRAINT pk_clients PRIMARY KEY,
            name text NOT NULL,
            role text NOT NULL,
            municipality text,
            secret_hash bytea NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            CONSTRAINT ck_clients_municipality CHECK (municipality ~ '^[0-9]{4}$'),
            CONSTRAINT ck_clients_only_services_see_all
                CHECK ((municipality IS NULL) = (role = 'service')),
            CONSTRAINT ck_clients_secret_hash CHECK (octet_length(secret_hash) = 32)
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP TABLE clients")
