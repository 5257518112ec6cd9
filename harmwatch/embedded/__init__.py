"""The PostgreSQL and Valkey servers that come with the Python packages, for those who run none of their own.

Both keep their data under ``var/`` and listen on a socket in a folder that only their owner may enter, never on
a network port. PostgreSQL refuses to run as root, so root hands both to an account without rights.
"""
