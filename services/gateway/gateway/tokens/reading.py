"""Reading a token request: a small form, and a client named in exactly one of three ways."""

import base64
import binascii
from collections import Counter
from typing import Annotated
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Depends, Request

from gateway.tokens import assertions, refusals
from gateway.tokens.schemas import Grant
from kit import problems

FORM = "application/x-www-form-urlencoded"
MAX_FORM_BYTES = 8_192
MAX_FIELDS = 20
MAX_AUTHORIZATION_LENGTH = 1_024


class FormTooLarge(problems.TooLarge):
    """No honest token request is that large."""


async def read_grant(request: Request) -> Grant:
    """The request for a token.

    Raises:
        gateway.tokens.refusals.Refusal: When it is not well formed.
        FormTooLarge: When it is larger than any real one.
    """
    form = _form(request.headers.get("content-type", ""), await request.body())
    grant_type = form.get("grant_type")
    if grant_type is None:
        raise refusals.RequestMalformed("Feltet grant_type mangler: client_credentials.")
    if grant_type != "client_credentials":
        raise refusals.GrantUnsupported("Brug grant_type=client_credentials.")
    authorization = request.headers.getlist("authorization")
    if form.keys() & {"client_assertion", "client_assertion_type"}:
        return _asserted(authorization, form)
    client_id, client_secret = _credentials(authorization, form)
    return Grant(client_id, client_secret, assertion=None, scope=form.get("scope"))


GrantDep = Annotated[Grant, Depends(read_grant)]


def _form(content_type: str, body: bytes) -> dict[str, str]:
    """The fields that have a value: one without counts as left out (RFC 6749 §3.2)."""
    if content_type.partition(";")[0].strip().lower() != FORM:
        raise refusals.RequestMalformed(f"Send en formular: Content-Type: {FORM}.")
    if len(body) > MAX_FORM_BYTES:
        raise FormTooLarge("Formularen må højst være 8.192 bytes.")
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:
        raise refusals.RequestMalformed(
            f"Formularen kan ikke læses: højst {MAX_FIELDS} felter, i UTF-8, procentkodet."
        ) from None
    if any(times > 1 for times in Counter(name for name, _ in fields).values()):
        raise refusals.RequestMalformed("Hvert felt må kun stå én gang i formularen.")
    return {name: value for name, value in fields if value}


def _asserted(authorization: list[str], form: dict[str, str]) -> Grant:
    """A client that is named by what it has signed (RFC 7521 §4.2)."""
    if authorization or "client_secret" in form:
        raise refusals.RequestMalformed(
            "Vis, hvem klienten er, på én måde: med hemmelighed eller med assertion, ikke begge."
        )
    assertion = form.get("client_assertion")
    if assertion is None or form.get("client_assertion_type") != assertions.TYPE:
        raise refusals.RequestMalformed(
            f"Send client_assertion sammen med client_assertion_type={assertions.TYPE}."
        )
    if len(assertion) > assertions.MAX_LENGTH:
        raise refusals.RequestMalformed(
            f"En assertion må højst være {assertions.MAX_LENGTH} tegn; brug færre claims."
        )
    claimed = assertions.claimed_client(assertion)
    if form.get("client_id", claimed) != claimed:
        raise refusals.RequestMalformed("Formularens client_id er en anden end i assertion.")
    return Grant(claimed, client_secret=None, assertion=assertion, scope=form.get("scope"))


def _credentials(authorization: list[str], form: dict[str, str]) -> tuple[str, str]:
    """The client's id and secret, by ``client_secret_basic`` or ``client_secret_post``."""
    posted_id, posted_secret = form.get("client_id"), form.get("client_secret")
    if not authorization:
        if posted_id is None or posted_secret is None:
            raise refusals.CredentialsMissing("Send klientens id og hemmelighed.")
        return posted_id, posted_secret
    if len(authorization) > 1 or posted_secret is not None:
        raise refusals.RequestMalformed(
            "Send hemmeligheden ét sted: i Authorization eller i formularen, ikke begge."
        )
    client_id, client_secret = _basic(authorization[0])
    if posted_id not in (None, client_id):
        raise refusals.RequestMalformed("Formularens client_id er en anden end i Authorization.")
    return client_id, client_secret


def _basic(header: str) -> tuple[str, str]:
    scheme, _, packed = header.partition(" ")
    if scheme.lower() != "basic" or len(header) > MAX_AUTHORIZATION_LENGTH:
        raise refusals.CredentialsMissing("Brug Authorization: Basic, eller send formularfelter.")
    try:
        pair = base64.b64decode(packed.strip().encode("ascii"), validate=True).decode("utf-8")
    except (ValueError, binascii.Error):
        raise refusals.CredentialsMissing("Authorization: Basic skal være base64.") from None
    client_id, colon, client_secret = pair.partition(":")
    if not colon or not client_id or not client_secret:
        raise refusals.CredentialsMissing("Authorization: Basic skal være id:hemmelighed.")
    # Both halves are form-encoded before they are joined (RFC 6749 §2.3.1).
    return unquote_plus(client_id), unquote_plus(client_secret)
