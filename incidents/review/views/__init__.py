"""The desk's pages: each checks the permission, reads the form, calls one function of the room, and answers."""
