#!/usr/bin/env python3
"""Refuses files that hold a private key, a client's secret or a person's number: a commit hook.

Replacement numbers (day + 60), which examples use, are nobody's and pass. Tests are not looked at:
they hold what must not get through.
"""

import re
import sys
from pathlib import Path

_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
_JWK = re.compile(rb'"d"\s*:\s*"[A-Za-z0-9_-]{40,}"')
_SECRET = re.compile(rb"pejl_[A-Za-z0-9_-]{43}")
# Day and month of a real date, a year, and a serial, as people write a CPR number.
_CPR = re.compile(
    rb"(?<![0-9A-Za-z-])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-[0-9]{4}(?![0-9A-Za-z-])"
)


def mistakes_in(content: bytes) -> list[str]:
    """What a file holds that must not be committed; never the thing itself."""
    found = [
        name
        for name, pattern in (("en privat nøgle", _KEY), ("en privat JWK", _JWK))
        if pattern.search(content)
    ]
    if _SECRET.search(content):
        found.append("en klients hemmelighed")
    if _CPR.search(content):
        found.append("noget, der ligner et CPR-nummer")
    return found


def main(paths: list[str]) -> int:
    """Look through the files; 1 when one of them must not be committed."""
    refused = 0
    for path in paths:
        for mistake in mistakes_in(Path(path).read_bytes()):
            sys.stderr.write(f"{path}: {mistake}\n")
            refused = 1
    return refused


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
