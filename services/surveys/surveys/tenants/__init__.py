"""Which municipalities there is work for."""
