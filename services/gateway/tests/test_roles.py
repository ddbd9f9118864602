"""Rights and roles."""

import re

from gateway import roles
from kit.rights import FOLLOW_ALL


def test_roles_use_known_rights_only() -> None:
    used = frozenset[str]().union(*roles.ROLES.values())
    assert used <= roles.RIGHTS.keys()


def test_every_right_is_somebodys() -> None:
    used = frozenset[str]().union(*roles.ROLES.values())
    assert roles.RIGHTS.keys() <= used


def test_every_right_says_in_danish_what_it_lets_somebody_do() -> None:
    for right, meaning in roles.RIGHTS.items():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", right)
        assert meaning


def test_the_roles_are_those_of_the_field() -> None:
    assert roles.ROLES.keys() == {
        "caseworker",
        "team_leader",
        "manager",
        "contract_manager",
        "inspector",
        "analyst",
        "interviewer",
        "provider_staff",
        "administrator",
        "dpo",
        "jobcenter_system",
        "provider_system",
        "guide_reader",
        "service",
    }


def test_following_every_municipality_is_for_services_alone() -> None:
    holders = {role for role, rights in roles.ROLES.items() if FOLLOW_ALL in rights}
    assert holders == {"service"}
    assert roles.ROLES["service"] == {"audit.follow", "feed.read", FOLLOW_ALL}


def test_the_demonstrations_page_can_only_ask_the_guide() -> None:
    assert roles.ROLES["guide_reader"] == {"codes.read", "guide.read"}


def test_providers_change_only_what_they_do_themselves() -> None:
    for role in ("provider_staff", "provider_system"):
        changing = {right for right in roles.ROLES[role] if not right.endswith(".read")}
        assert changing == {
            "attendance.report",
            "call_offs.answer",
            "inspections.comment",
            # Names and numbers of those who come to them: read, however it is called.
            "referrals.participants",
        }


def test_providers_never_read_the_municipalitys_cases() -> None:
    for role in ("provider_staff", "provider_system"):
        assert not roles.ROLES[role] & {
            "citizens.read",
            "complaints.read",
            "figures.read",
            "guide.read",
            "referrals.read",
            "surveys.read",
        }


def test_citizens_ids_with_their_courses_are_for_those_who_compute_figures() -> None:
    holders = {role for role, rights in roles.ROLES.items() if "participations.read" in rights}
    assert holders == {"analyst", "jobcenter_system"}


def test_an_unknown_role_grants_nothing() -> None:
    assert roles.rights_of("root") == frozenset()
