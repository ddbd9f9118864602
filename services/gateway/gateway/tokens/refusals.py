"""Why a token is refused: the standard's word for it (RFC 6749 §5.2) beside ours."""

from http import HTTPStatus
from typing import ClassVar

from kit import problems

INVALID_CLIENT = "invalid_client"
CHECK_CREDENTIALS = "Kontrollér klientens id og hemmelighed eller nøgle."


class Refusal(problems.Problem):
    """A reason not to give a token."""

    error: ClassVar[str] = "invalid_request"
    description: ClassVar[str] = "The request is malformed."

    def __init__(
        self, detail: str, *, client_id: str | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail, headers=headers)
        self.client_id = client_id

    @property
    def status(self) -> HTTPStatus:
        """The standard's status for the standard's word."""
        is_unknown = self.error == INVALID_CLIENT
        return HTTPStatus.UNAUTHORIZED if is_unknown else HTTPStatus.BAD_REQUEST


class RequestMalformed(Refusal):
    """The request is not a form with one value a field and one way of naming the client."""

    code = "token_request_malformed"
    title = "Forespørgslen har ikke den rigtige form"


class GrantUnsupported(Refusal):
    """Another way of getting a token than client credentials."""

    code = "grant_type_unsupported"
    title = "Ukendt grant_type"
    error = "unsupported_grant_type"
    description = "Only client_credentials is supported."


class ScopeInvalid(Refusal):
    """More is asked for than the client's role holds."""

    code = "scope_invalid"
    title = "Rettighed uden for klientens rolle"
    error = "invalid_scope"
    description = "The scope is malformed or holds a right that the client does not have."


class CredentialsMissing(Refusal):
    """Nobody is named, or not in a way that we read."""

    code = "client_credentials_missing"
    title = "Klientens id og hemmelighed eller nøgle mangler"
    error = INVALID_CLIENT
    description = "Send client_id and client_secret, or a client_assertion."


class CredentialsWrong(Refusal):
    """The client is unknown, or its secret or key is another: which of them, nobody is told."""

    code = "client_credentials_wrong"
    title = "Forkert id, hemmelighed eller nøgle"
    error = INVALID_CLIENT
    description = "Unknown client, wrong secret or wrong key."


class CredentialsExpired(Refusal):
    """The secret was good until its date."""

    code = "client_expired"
    title = "Klientens hemmelighed er udløbet"
    error = INVALID_CLIENT
    description = "The client secret has expired."


class CredentialsRevoked(Refusal):
    """Somebody has closed this client."""

    code = "client_revoked"
    title = "Klienten er spærret"
    error = INVALID_CLIENT
    description = "The client has been revoked."


class AssertionInvalid(Refusal):
    """The client's key has signed it, but not for us or not for now."""

    code = "client_assertion_invalid"
    title = "Klientens assertion kan ikke bruges"
    error = INVALID_CLIENT
    description = "The client assertion is not meant for this server or this moment."


class AssertionUsed(Refusal):
    """Whoever overhears an assertion must not come in with it as well."""

    code = "client_assertion_used"
    title = "Klientens assertion er brugt"
    error = INVALID_CLIENT
    description = "The client assertion has been used before."


class TooManyAttempts(Refusal):
    """More is asked for than an honest client asks; it is told when to come again."""

    code = problems.TooMany.code
    title = problems.TooMany.title
    error = "temporarily_unavailable"
    description = "Too many requests."

    @property
    def status(self) -> HTTPStatus:
        """The standard has no word and no status for this; HTTP has."""
        return HTTPStatus.TOO_MANY_REQUESTS
