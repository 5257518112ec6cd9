"""The record: public and append-only; all that the public wing may read."""
