"""The desk: private and mutable, except for reports as received, which are never changed."""
