"""API clients: the systems, and our own services, that fetch tokens with a secret."""
