"""``ETag`` and ``If-Match``: nobody overwrites what he has not read."""

import re
from typing import Annotated, Protocol

from fastapi import Depends, Header

from kit import problems

_ETAGS = re.compile(r'^\s*(?:\*|"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W/)?"[\x21\x23-\x7e]*")*)\s*$')
_STRONG = re.compile(r'(?<!W/)"([^"]*)"')


class IfMatchMissing(problems.PreconditionMissing):
    """The caller must say which version it has read."""


class Versioned(Protocol):
    """Something whose changes are counted."""

    version: int


class Precondition:
    """The versions that the caller will let itself be applied to; none stated means any."""

    def __init__(self, versions: frozenset[str] | None) -> None:
        self._versions = versions

    def check(self, subject: Versioned) -> None:
        """Refuse something of another version.

        Raises:
            kit.problems.EditedMeanwhile: When its version is not among those stated.
        """
        if self._versions is not None and str(subject.version) not in self._versions:
            raise problems.EditedMeanwhile(
                "Hent det igen, og gentag ændringen på den nyeste udgave."
            )


def etag(subject: Versioned) -> str:
    """The strong entity tag of something: its version."""
    return f'"{subject.version}"'


_IfMatch = Annotated[
    str | None,
    Header(max_length=500, description='The ETag that was read, e.g. "3"', examples=['"3"']),
]


async def required(if_match: _IfMatch = None) -> Precondition:
    """The precondition of a replacement, which must be stated.

    Raises:
        IfMatchMissing: When it is not.
    """
    if if_match is None:
        raise IfMatchMissing(
            'Send ETag fra den udgave, du har læst, som If-Match, fx If-Match: "3".',
            errors=[problems.FieldError("/header/If-Match", "missing", "Headeren mangler.")],
        )
    return _parsed(if_match)


async def optional(if_match: _IfMatch = None) -> Precondition:
    """The precondition of an act, where it is stated."""
    return Precondition(None) if if_match is None else _parsed(if_match)


def _parsed(header: str) -> Precondition:
    if header.strip() == "*":
        return Precondition(None)
    # What is no list of tags matches no version: the caller is told to read again.
    tags = _STRONG.findall(header) if _ETAGS.match(header) else ()
    return Precondition(frozenset(tags))


RequiredDep = Annotated[Precondition, Depends(required)]
OptionalDep = Annotated[Precondition, Depends(optional)]
