from pathlib import Path

import pytest

from kit import migrations
from standalone.databases import SERVICES, database_name, service_database
from standalone.secret_files import SecretFiles


def test_names_are_those_that_the_kit_makes() -> None:
    assert [database_name(name) for name in SERVICES] == [
        migrations.database_name(name) for name in SERVICES
    ]


@pytest.mark.parametrize(
    ("admin_url", "where"),
    [
        ("postgresql://admin:kode@127.0.0.1:5432/postgres", "@127.0.0.1:5432/pejling_gateway"),
        ("postgres://admin@db.example/postgres", "@db.example/pejling_gateway"),
        (
            "postgresql://admin:k%40de@[::1]:5433/x?sslmode=require",
            "@[::1]:5433/pejling_gateway?sslmode=require",
        ),
    ],
)
def test_a_services_address_is_the_same_server_with_its_own_role(
    admin_url: str,
    where: str,
    tmp_path: Path,
) -> None:
    database = service_database(admin_url, "gateway", SecretFiles(tmp_path))
    assert database.url == f"postgresql://pejling_gateway:{database.password}{where}"
    assert (
        database.owner_url == f"postgresql://pejling_gateway_owner:{database.owner_password}{where}"
    )
    assert database.password != database.owner_password
