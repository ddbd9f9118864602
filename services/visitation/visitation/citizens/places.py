"""Cursors of lists of people: they stand in addresses, and names do not, in whatever form."""

import base64
import binascii

from kit.pages import PageRequest
from visitation.citizens.keys import CitizenKeys, NumberUnreadable


def veiled(keys: CitizenKeys, cursor: str | None) -> str | None:
    """A cursor that nobody without our keys reads."""
    if cursor is None:
        return None
    hidden = keys.veil(base64.urlsafe_b64decode(_padded(cursor)))
    return base64.urlsafe_b64encode(hidden).rstrip(b"=").decode()


def unveiled(keys: CitizenKeys, page: PageRequest) -> PageRequest:
    """The page that is asked for; of a cursor that is not ours nothing is left."""
    if page.cursor is None:
        return page
    try:
        shown = keys.unveil(base64.urlsafe_b64decode(_padded(page.cursor)))
    except (NumberUnreadable, ValueError, binascii.Error):
        shown = b""
    return PageRequest(page.limit, base64.urlsafe_b64encode(shown).rstrip(b"=").decode())


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
