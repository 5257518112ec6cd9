"""The demonstration: invented reports carried through the real pipeline, so that a new site has something to show."""
