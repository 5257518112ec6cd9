"""The door and what lies behind it: publish, withdraw, and reading the record as of a day."""
