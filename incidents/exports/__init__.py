"""The record taken away as files."""
