"""What something is found by: the words of its texts, folded as Danish readers compare them."""

import re

from kit.collation import danish_sort_key

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The different words of a text, folded, in their order."""
    return list(dict.fromkeys(danish_sort_key(word) for word in _WORD.findall(text)))


def folded_words(*texts: str | None) -> str:
    """Every word of some texts, each with a space before it: ``" vejen til job"``."""
    return "".join(f" {word}" for word in words("\n".join(text for text in texts if text)))
