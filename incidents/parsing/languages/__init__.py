"""The words of each language as tables that a native reader can check line by line; no logic."""
