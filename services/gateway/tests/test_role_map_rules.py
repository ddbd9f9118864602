"""What the identity provider's claims make somebody, and how the file that says so is refused."""

from pathlib import Path
from typing import Any

import pytest

from gateway.staff.role_map import Choice, RoleMap, RoleMapUnusable

HEAD = '[municipalities.0999]\nname = "Eksempel Kommune"\nknown_as = ["cvr:99"]\n'
KOMBIT = """
[[roles]]
role = "provider_staff"
claim = "privileges"
value = "leverandør"
value_at = "privilege"
municipality_at = "scope"
provider_at = ["constraints", "http://x/leverandoer/1"]
"""
KEYCLOAK = """
[[roles]]
role = "caseworker"
claim = ["realm_access", "roles"]
value = "sagsbehandler"
municipality_at = "kommune"
"""


def read(tmp_path: Path, content: str) -> RoleMap:
    path = tmp_path / "map.toml"
    path.write_text(content, encoding="utf-8")
    return RoleMap.read(path)


def privilege(**changed: object) -> dict[str, Any]:
    return {
        "privilege": "leverandør",
        "scope": "cvr:99",
        "constraints": {"http://x/leverandoer/1": ["p-1", "p-2"]},
    } | changed


def test_a_role_holds_where_its_own_constraints_say(tmp_path: Path) -> None:
    role_map = read(tmp_path, HEAD + KOMBIT)
    person = role_map.person({"privileges": [privilege(), privilege(scope="cvr:1")]})
    assert person.choices == (
        Choice("0999", "provider_staff", "p-1"),
        Choice("0999", "provider_staff", "p-2"),
    )
    assert [each.id for each in person.choices] == [
        "0999:provider_staff:p-1",
        "0999:provider_staff:p-2",
    ]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"privileges": None},
        {"privileges": "leverandør"},
        {"privileges": ["leverandør"]},
        {"privileges": [[]]},
        {"privileges": privilege(scope=None)},
        {"privileges": privilege(scope="0101")},
        {"privileges": privilege(scope=["0999"])},
        {"privileges": privilege(privilege="Leverandør")},
        {"privileges": privilege(constraints={})},
        {"privileges": privilege(constraints=None)},
        {"privileges": privilege(constraints={"http://x/leverandoer/1": [7, "", "a b", "x" * 65]})},
        {"privileges": privilege(constraints={"http://x/leverandoer/1": "010160-1234"})},
        {"privilege": "leverandør", "scope": "cvr:99"},
    ],
    ids=str,
)
def test_what_is_not_quite_said_makes_nobody_anything(
    tmp_path: Path, claims: dict[str, Any]
) -> None:
    assert read(tmp_path, HEAD + KOMBIT).person(claims).choices == ()


def test_roles_of_a_nested_claim_take_the_municipality_from_the_token(tmp_path: Path) -> None:
    role_map = read(tmp_path, HEAD + KEYCLOAK)
    roles = {"realm_access": {"roles": ["offline_access", "sagsbehandler", "sagsbehandler"]}}
    assert role_map.person(roles | {"kommune": "0999"}).choices == (Choice("0999", "caseworker"),)
    assert role_map.person(roles | {"kommune": "0101"}).choices == ()
    assert role_map.person(roles).choices == ()


@pytest.mark.parametrize(
    ("claims", "name", "username"),
    [
        ({"name": "Navn", "preferred_username": "na"}, "Navn", "na"),
        ({"preferred_username": "na"}, "na", "na"),
        ({"name": " Navn\n\tNavnesen\x00 "}, "Navn Navnesen", ""),
        ({"name": 7, "preferred_username": ["x"]}, "Uden navn", ""),
        ({"name": "010160-1234", "preferred_username": "0101601234"}, "Uden navn", ""),
        ({"name": "x" * 500}, "x" * 200, ""),
    ],
    ids=repr,
)
def test_names_are_kept_short_and_without_a_persons_number(
    tmp_path: Path, claims: dict[str, Any], name: str, username: str
) -> None:
    person = read(tmp_path, HEAD + KEYCLOAK).person(claims)
    assert (person.name, person.username) == (name, username)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("municipalities", "ikke TOML"),
        ("roles = []", "municipalities"),
        (
            HEAD + '[[roles]]\nrole = "service"\nclaim = "g"\nvalue = "x"\nmunicipality = "0999"',
            "role",
        ),
        (HEAD + '[[roles]]\nrole = "dpo"\nclaim = "g"\nvalue = "x"', "municipality"),
        (HEAD + '[[roles]]\nrole = "dpo"\nclaim = "g"\nvalue = "x"\nmunicipality = "0101"', "0101"),
        (
            HEAD + '[[roles]]\nrole = "dpo"\nclaim = "g"\nvalue = "x"\nmunicipality = "0999"\n'
            'provider = "p-1"',
            "provider",
        ),
        (
            HEAD
            + '[[roles]]\nrole = "provider_staff"\nclaim = "g"\nvalue = "x"\nmunicipality = "0999"',
            "provider",
        ),
        (
            HEAD + '[[roles]]\nrole = "dpo"\nclaim = "g"\nvalue = "x"\nmunicipality = "0999"\n'
            "admin = true",
            "admin",
        ),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, content: str, said: str
) -> None:
    with pytest.raises(RoleMapUnusable, match=said):
        read(tmp_path, content)


def test_a_map_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(RoleMapUnusable, match="nowhere"):
        RoleMap.read(tmp_path / "nowhere.toml")
