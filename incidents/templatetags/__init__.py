"""Template tags: how figures and addresses are written in pages."""
