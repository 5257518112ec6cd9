"""A columnar copy of the record for large installations: counted from instead of PostgreSQL, and never the truth.

``shape`` says what is in it, ``building`` makes it, ``pointer`` tells which file is in use, ``current`` brings it up
to the record as it stands, ``answering`` counts. Whatever fails in here, PostgreSQL answers. See decision 41.
"""
