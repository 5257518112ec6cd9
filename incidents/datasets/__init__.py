"""Importers of coded datasets: incidents that others coded, brought into the record under their dataset's name."""
