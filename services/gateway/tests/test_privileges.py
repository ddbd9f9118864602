"""What a KOMBIT list of privileges makes somebody: what it says for certain, and nothing more."""

import base64
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from gateway.staff.role_map import RoleMap

NEW = "http://digst.dk/oiosaml/basic_privilege_profile"
OLD = "http://itst.dk/oiosaml/basic_privilege_profile"
SCOPE = "urn:dk:gov:saml:cvrNumberIdentifier"
ROLES = "http://pejling.example/roles/usersystemrole"
PROVIDERS = "http://pejling.example/constraints/leverandoer/1"
MAP = f"""
[municipalities.0999]
name = "Eksempel Kommune"
known_as = ["{SCOPE}:12345678"]
[municipalities.0101]
name = "Anden Kommune"
known_as = ["{SCOPE}:87654321"]
[[roles]]
role = "provider_staff"
claim = "privileges_intermediate"
value = "{ROLES}/leverandoer/1"
value_at = "privilege"
municipality_at = "scope"
provider_at = ["constraints", "{PROVIDERS}"]
[[roles]]
role = "caseworker"
claim = "privileges_intermediate"
value = "{ROLES}/sagsbehandler/1"
value_at = "privilege"
municipality_at = "scope"
"""
CASEWORKER = f"<Privilege>{ROLES}/sagsbehandler/1</Privilege>"
PROVIDER = f"<Privilege>{ROLES}/leverandoer/1</Privilege>"


def group(content: str, cvr: str = "12345678", scope: str = SCOPE) -> str:
    return f'<PrivilegeGroup Scope="{scope}:{cvr}">{content}</PrivilegeGroup>'


def only(value: str, name: str = PROVIDERS) -> str:
    return f'<Constraint Name="{name}">{value}</Constraint>'


def listed(*groups: str, namespace: str = NEW, before: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{before}<bpp:PrivilegeList'
        f' xmlns:bpp="{namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{''.join(groups)}</bpp:PrivilegeList>"
    )


def coded(written: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(written.encode(encoding)).decode()


def choices(tmp_path: Path, *told: object) -> list[str]:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    claim = told[0] if len(told) == 1 else list(told)
    person = RoleMap.read(path).person({"privileges_intermediate": claim})
    return [each.id for each in person.choices]


@pytest.mark.parametrize("namespace", [NEW, OLD])
def test_each_group_holds_in_its_own_scope_and_within_its_own_constraints(
    tmp_path: Path, namespace: str
) -> None:
    written = listed(
        group(only("25.*", "urn:dk:kombit:KLE") + only("p-1, p-2") + PROVIDER),
        group(PROVIDER + only("p-3") + only("p-4"), cvr="87654321"),
        group(CASEWORKER),
        namespace=namespace,
    )
    assert choices(tmp_path, coded(written)) == [
        "0101:provider_staff:p-3",
        "0101:provider_staff:p-4",
        "0999:caseworker",
        "0999:provider_staff:p-1",
        "0999:provider_staff:p-2",
    ]


def test_a_group_may_hold_several_privileges_and_a_claim_several_lists(tmp_path: Path) -> None:
    both = coded(listed(group(only("p-1") + PROVIDER + CASEWORKER)))
    more = coded(listed(group(CASEWORKER, cvr="87654321")))
    assert choices(tmp_path, both) == ["0999:caseworker", "0999:provider_staff:p-1"]
    assert choices(tmp_path, both, more) == [
        "0101:caseworker",
        "0999:caseworker",
        "0999:provider_staff:p-1",
    ]


def test_a_list_may_be_written_with_one_namespace_for_all_and_in_lines(tmp_path: Path) -> None:
    written = f'<PrivilegeList xmlns="{NEW}">\n{group(f"{CASEWORKER} ")}\n</PrivilegeList>'
    lines = base64.encodebytes(written.encode()).decode()
    assert "\n" in lines.strip()
    assert choices(tmp_path, lines) == ["0999:caseworker"]


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [group("")],
        [group(f"<Privilege>{ROLES}/sagsbehandler/2</Privilege>")],
        [group(CASEWORKER, cvr="11111111")],
        [group(CASEWORKER, scope="urn:dk:gov:saml:seNumberIdentifier")],
        [f"<PrivilegeGroup>{CASEWORKER}</PrivilegeGroup>"],
        [group(PROVIDER)],
        [group(only("") + PROVIDER)],
        [group(only("p-1", "http://pejling.example/constraints/andet/1") + PROVIDER)],
        [group(only("p-1")), group(PROVIDER)],
        [group(only("010160-1234") + PROVIDER)],
    ],
    ids=str,
)
def test_what_is_unknown_or_anothers_makes_nobody_anything(
    tmp_path: Path, groups: list[str]
) -> None:
    with capture_logs() as logs:
        assert choices(tmp_path, coded(listed(*groups))) == []
    assert logs == []


GOOD = listed(group(CASEWORKER))
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdef", "bcdefg", strict=True)
    )
    + "]>"
)
UNREADABLE = {
    "not base64": GOOD,
    "base64 cut off": coded(GOOD)[:-5],
    "of another alphabet": coded(GOOD + "<!--?>?>?>-->").replace("+", "-").replace("/", "_"),
    "not UTF-8": coded(GOOD.replace("sagsbehandler", "sågsbehandler"), "latin-1"),
    "UTF-16": coded(GOOD.replace("UTF-8", "UTF-16"), "utf-16"),
    "not XML": coded("sagsbehandler"),
    "XML cut off": coded(GOOD[:-5]),
    "nothing": "",
    "a document type": coded(GOOD.replace("<bpp:", "<!DOCTYPE x><bpp:", 1)),
    "an entity": coded(
        listed(
            group("<Privilege>&r;</Privilege>"),
            before=f'<!DOCTYPE x [<!ENTITY r "{ROLES}/sagsbehandler/1">]>',
        )
    ),
    "a file": coded(
        listed(
            group("<Privilege>&r;</Privilege>"),
            before='<!DOCTYPE x [<!ENTITY r SYSTEM "file:///etc/hostname">]>',
        )
    ),
    "a bomb of entities": coded(
        listed(group(f"{CASEWORKER}<Privilege>&g;</Privilege>"), before=BOMB)
    ),
    "another namespace": coded(listed(group(CASEWORKER), namespace="http://other.example")),
    "no namespace": coded(f"<PrivilegeList>{group(CASEWORKER)}</PrivilegeList>"),
    "another root": coded(GOOD.replace("PrivilegeList", "Privileges")),
    "what is no group": coded(listed(group(CASEWORKER), "<Other/>")),
    "more in a group than is known": coded(listed(group(f"{CASEWORKER}<Until>2020</Until>"))),
    "more in a privilege than is known": coded(
        listed(group(CASEWORKER.replace("</", "<Until>2020</Until></")))
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_list_that_is_not_of_the_profile_makes_nobody_anything_and_is_told_of(
    tmp_path: Path, name: str
) -> None:
    with capture_logs() as logs:
        assert choices(tmp_path, UNREADABLE[name]) == []
    # Once, though two rules look into it, and without what it says.
    [log] = logs
    assert log["event"] == "privileges_unreadable"
    assert "sagsbehandler" not in str(log)


def test_a_good_list_beside_a_bad_one_still_counts(tmp_path: Path) -> None:
    assert choices(tmp_path, "?", coded(GOOD)) == ["0999:caseworker"]
