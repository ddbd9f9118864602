"""What two services already need and none owns; the kit knows no service's nouns."""
