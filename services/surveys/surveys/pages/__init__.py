"""The citizen's pages, which work without JavaScript."""
