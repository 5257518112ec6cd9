"""The public pages: thin views over statistics and record."""
