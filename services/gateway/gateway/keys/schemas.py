"""What the keys endpoint shows."""

from pydantic import BaseModel, ConfigDict


class PublicKey(BaseModel):
    """A public key (RFC 7517); a field that is not named here cannot leave."""

    model_config = ConfigDict(extra="ignore")

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    use: str = "sig"
    alg: str = "ES256"


class PublicKeys(BaseModel):
    """A JWK set."""

    keys: list[PublicKey]
