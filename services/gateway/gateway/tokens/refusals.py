"""Why a token is refused: the standard's word for it (RFC 6749 §5.2) beside ours."""

from typing import ClassVar

from kit import problems

INVALID_CLIENT = "invalid_client"


class Refusal(problems.Problem):
    """A reason not to give a token."""

    error: ClassVar[str] = "invalid_request"
    description: ClassVar[str] = "The request is malformed."

    def __init__(self, detail: str, *, client_id: str | None = None) -> None:
        super().__init__(detail)
        self.client_id = client_id


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
    title = "Klientens id og hemmelighed mangler"
    error = INVALID_CLIENT
    description = "Send client_id and client_secret, by HTTP Basic or in the form."


class CredentialsWrong(Refusal):
    """The client is unknown or its secret is another: which of them, nobody is told."""

    code = "client_credentials_wrong"
    title = "Forkert id eller hemmelighed"
    error = INVALID_CLIENT
    description = "Unknown client or wrong secret."


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
