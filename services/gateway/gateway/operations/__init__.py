"""How the installation does: what each service says of itself when it is asked."""
