"""The keys that sign tokens; whoever installs the gateway makes them with ``generate``."""

from gateway.keys.signing import generate, rotate

__all__ = ["generate", "rotate"]
