"""HarmWatch's one application: from a submitted report to a published, citable figure."""
