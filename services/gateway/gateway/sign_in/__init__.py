"""Signing people in at the identity provider (OpenID Connect, code flow with PKCE)."""
