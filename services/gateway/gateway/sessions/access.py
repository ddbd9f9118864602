"""The access token of somebody who is signed in: a minute, and what one role may do."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gateway import roles
from gateway.sessions.models import Held, PersonSession
from gateway.staff.role_map import RoleMap
from gateway.tokens.service import Issuer, second_of_issue
from kit.rights import Caller, Kind
from kit.tokens import Claims

LIFETIME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Access:
    """A token, and when it ends."""

    token: str
    expires_at: datetime


def caller_of(held: Held, role_map: RoleMap) -> Caller:
    """Who a person is as one of what it may be: its tokens and the audit log say so."""
    kind: Kind = "provider_staff" if held.role == roles.PROVIDER_STAFF else "staff"
    return Caller(
        subject=held.staff_id,
        kind=kind,
        municipality=held.municipality,
        rights=roles.rights_of(held.role),
        provider_id=held.provider_id,
        # A citizen's extract of the log says which unit has looked, and not who.
        organisation=role_map.provider_name(held.provider_id)
        if held.provider_id
        else role_map.municipality_name(held.municipality),
    )


def issue(
    issuer: Issuer,
    caller: Caller,
    session: PersonSession,
    *,
    revoked_before: datetime | None,
    at: datetime,
) -> Access:
    """A token for a person; it does not outlive the session."""
    issued_at = second_of_issue(revoked_before, at=at)
    expires_at = min(
        issued_at + int(LIFETIME.total_seconds()),
        max(int(session.ends_at.timestamp()), issued_at + 1),
    )
    claims = Claims(
        iss=issuer.name,
        aud=issuer.audience,
        typ="access",
        sub=caller.subject,
        iat=issued_at,
        nbf=issued_at,
        exp=expires_at,
        jti=uuid.uuid4().hex,
        kind=caller.kind,
        rights=sorted(caller.rights),
        municipality=caller.municipality,
        organisation=caller.organisation,
        session=session.id,
        **({"provider_id": caller.provider_id} if caller.provider_id else {}),
    )
    token = issuer.key_file.keys.sign(claims.model_dump(exclude_unset=True))
    return Access(token, datetime.fromtimestamp(expires_at, UTC))
