"""The services' sealed audit logs in one place: followed, checked, searched and extracted."""
