"""Privileges in the one text in which KOMBIT's Context Handler and NemLog-in write them.

OIO Basic Privilege Profile 1.2, and 1.1, which has another namespace: XML in base64, a list of
groups. A group says in which scope its privileges hold, and within which constraints
(*dataafgrænsninger*); of several values of one there is a comma between them.
"""

import base64
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import structlog
from defusedxml import ElementTree

_NAMESPACES = frozenset(
    {
        "http://digst.dk/oiosaml/basic_privilege_profile",
        "http://itst.dk/oiosaml/basic_privilege_profile",
    }
)

log = structlog.get_logger(__name__)


class PrivilegesUnreadable(ValueError):
    """The text is none of the profile; what it says stays out of the fact."""


def held(written: str) -> list[dict[str, Any]]:
    """What a text says that somebody may, as objects of a claim would; nothing in doubt."""
    try:
        return list(_read(written))
    except PrivilegesUnreadable as unreadable:
        # Whoever has set it up wonders why nobody comes in.
        log.warning("privileges_unreadable", reason=str(unreadable))
        return []


def _read(written: str) -> Iterator[dict[str, Any]]:
    """Each privilege with its scope and its constraints.

    Raises:
        PrivilegesUnreadable: When a part of it is not as the profile says: what we do not know
            may be what keeps a privilege within bounds.
    """
    root = _root(written)
    namespace, _, name = root.tag.removeprefix("{").rpartition("}")
    if name != "PrivilegeList" or namespace not in _NAMESPACES:
        raise PrivilegesUnreadable("not a PrivilegeList")
    for group in root:
        privileges: list[str] = []
        constraints: dict[str, list[str]] = {}
        if _name(group, namespace) != "PrivilegeGroup":
            raise PrivilegesUnreadable("not a PrivilegeGroup")
        for part in group:
            text = (part.text or "").strip()
            if _name(part, namespace) == "Privilege" and not len(part):
                privileges.append(text)
            elif _name(part, namespace) == "Constraint" and not len(part):
                several = constraints.setdefault(part.get("Name", ""), [])
                several += [each.strip() for each in text.split(",")]
            else:
                raise PrivilegesUnreadable("neither a Privilege nor a Constraint")
        whole = {"scope": group.get("Scope"), "constraints": constraints}
        yield from ({"privilege": each, **whole} for each in privileges)


def _root(written: str) -> Element:
    try:
        told = base64.b64decode("".join(written.split()), validate=True).decode("utf-8")
    except ValueError:
        raise PrivilegesUnreadable("not UTF-8 in base64") from None
    try:
        root: Element = ElementTree.fromstring(told, forbid_dtd=True)
    except ElementTree.ParseError:
        raise PrivilegesUnreadable("not XML") from None
    except ValueError:
        raise PrivilegesUnreadable("XML with a document type") from None
    return root


def _name(element: Element, namespace: str) -> str:
    """What an element is called; the profile's own have no namespace, some write the list's."""
    return element.tag.removeprefix(f"{{{namespace}}}")
