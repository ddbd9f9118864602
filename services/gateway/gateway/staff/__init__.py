"""The people of a municipality and of its providers, as the gateway knows them."""
