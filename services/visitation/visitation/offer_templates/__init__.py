"""Templates: partial contents with a name, to start an offer from."""
