"""A counter per municipality that tells those who hold its guide in memory to read it again."""
