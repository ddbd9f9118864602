"""Who is asked, and their personal links."""
