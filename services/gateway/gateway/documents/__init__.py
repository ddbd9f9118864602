"""The five services' OpenAPI documents as one, for those who see one installation."""
