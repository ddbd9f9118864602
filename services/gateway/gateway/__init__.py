"""Who comes in: API clients, their tokens, the keys that sign them, and what each role may do."""
