"""Clients that people manage: their order, versions, second secret, public keys, and who did what.

All of it is additions that the former code leaves alone, save that a client may lack a secret: the
former code refuses such a client, which it cannot know.
"""

from alembic import op
from sqlalchemy import text

from kit.collation import danish_sort_key

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE clients
            ALTER COLUMN secret_hash DROP NOT NULL,
            ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '',
            ADD COLUMN version integer NOT NULL DEFAULT 1,
            ADD COLUMN provider_id text,
            ADD COLUMN former_secret_hash bytea,
            ADD COLUMN former_secret_until timestamptz,
            ADD COLUMN public_keys jsonb NOT NULL DEFAULT '[]',
            ADD COLUMN created_by text NOT NULL DEFAULT 'command',
            ADD COLUMN changed_at timestamptz,
            ADD COLUMN changed_by text,
            ADD COLUMN rotated_at timestamptz,
            ADD COLUMN rotated_by text,
            ADD COLUMN revoked_by text,
            ADD COLUMN tokens_before timestamptz,
            ADD COLUMN last_used_at timestamptz,
            ADD CONSTRAINT ck_clients_former_secret CHECK (
                (former_secret_hash IS NULL) = (former_secret_until IS NULL)
                AND octet_length(former_secret_hash) = 32),
            ADD CONSTRAINT ck_clients_only_providers_are_named
                CHECK (provider_id IS NULL OR role = 'provider_system')
        """
    )
    connection = op.get_bind()
    for client in connection.execute(text("SELECT id, name FROM clients")).all():
        connection.execute(
            text("UPDATE clients SET name_key = :key WHERE id = :id"),
            {"key": danish_sort_key(client.name), "id": client.id},
        )
    op.execute("CREATE INDEX ix_clients_municipality_name_key ON clients (municipality, name_key)")
    op.execute(
        """
        CREATE TABLE used_assertions (
            client_id text,
            jti_hash bytea,
            expires_at timestamptz NOT NULL,
            CONSTRAINT pk_used_assertions PRIMARY KEY (client_id, jti_hash)
        )
        """
    )
    op.execute("CREATE INDEX ix_used_assertions_expires_at ON used_assertions (expires_at)")


def downgrade() -> None:
    op.execute("DROP TABLE used_assertions")
    op.execute("DROP INDEX ix_clients_municipality_name_key")
    op.execute("DELETE FROM clients WHERE secret_hash IS NULL")
    op.execute(
        """
        ALTER TABLE clients
            ALTER COLUMN secret_hash SET NOT NULL,
            DROP CONSTRAINT ck_clients_former_secret,
            DROP CONSTRAINT ck_clients_only_providers_are_named,
            DROP COLUMN name_key,
            DROP COLUMN version,
            DROP COLUMN provider_id,
            DROP COLUMN former_secret_hash,
            DROP COLUMN former_secret_until,
            DROP COLUMN public_keys,
            DROP COLUMN created_by,
            DROP COLUMN changed_at,
            DROP COLUMN changed_by,
            DROP COLUMN rotated_at,
            DROP COLUMN rotated_by,
            DROP COLUMN revoked_by,
            DROP COLUMN tokens_before,
            DROP COLUMN last_used_at
        """
    )
