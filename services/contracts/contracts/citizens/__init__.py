"""Citizens who are known under another id now, or under none: nothing may bring the old id back."""
