"""The people of the demonstration, one a role: invented, and known to its own identity provider."""

import json
import secrets as randomness
from pathlib import Path
from typing import Final, NamedTuple

from standalone.demonstration.municipality import MUNICIPALITY
from standalone.secret_files import SecretFiles

_ROLES = "http://pejling.example/roles/usersystemrole"
_PROVIDERS = "http://pejling.example/constraints/leverandoer/1"
_PASSWORDS = "demonstration_passwords"
_WORDS_EACH = 3
_WORDS: Final = Path(__file__).with_name("words.txt")
"""Short, common, and without the letters that not every keyboard has."""


class DemonstrationUser(NamedTuple):
    """Somebody who can sign in to the demonstration."""

    username: str
    role: str
    providers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the pages call the user: nobody's name."""
        return f"{_NAMES[self.username]} (demonstration)"


_NAMES: Final = {
    "sagsbehandler": "Sagsbehandler",
    "teamleder": "Teamleder",
    "leder": "Leder",
    "kontraktansvarlig": "Kontraktansvarlig",
    "tilsynsfoerende": "Tilsynsførende",
    "analytiker": "Analytiker",
    "interviewer": "Interviewer",
    "leverandoer": "Leverandør",
    "administrator": "Administrator",
    "dpo": "Databeskyttelsesrådgiver",
}
USERS: Final = (
    DemonstrationUser("sagsbehandler", "caseworker"),
    DemonstrationUser("teamleder", "team_leader"),
    DemonstrationUser("leder", "manager"),
    DemonstrationUser("kontraktansvarlig", "contract_manager"),
    DemonstrationUser("tilsynsfoerende", "inspector"),
    DemonstrationUser("analytiker", "analyst"),
    DemonstrationUser("interviewer", "interviewer"),
    DemonstrationUser("leverandoer", "provider_staff", ("leverandoer-01", "leverandoer-02")),
    DemonstrationUser("administrator", "administrator"),
    DemonstrationUser("dpo", "dpo"),
)


def logins(secrets: SecretFiles) -> list[dict[str, str]]:
    """Role, username and password of each user, as ``demo.json`` tells them."""
    passwords = json.loads(secrets.get(_PASSWORDS, make=_new_passwords))
    return [
        {"role": user.role, "username": user.username, "password": passwords[user.username]}
        for user in USERS
    ]


def accounts(secrets: SecretFiles) -> list[dict[str, object]]:
    """The users as the identity provider is told of them, and what it says of each."""
    passwords = {each["username"]: each["password"] for each in logins(secrets)}
    return [
        {
            "username": user.username,
            "password": passwords[user.username],
            "name": user.name,
            "privileges": [
                {
                    "privilege": f"{_ROLES}/{user.role}/1",
                    "scope": MUNICIPALITY,
                    "constraints": {_PROVIDERS: list(user.providers)} if user.providers else {},
                }
            ],
        }
        for user in USERS
    ]


def _new_passwords() -> str:
    """A password a user: words to type, of some 23 bits, for this very machine's provider."""
    words = _WORDS.read_text(encoding="ascii").split()
    return json.dumps(
        {
            user.username: "-".join(randomness.choice(words) for _ in range(_WORDS_EACH))
            for user in USERS
        }
    )
