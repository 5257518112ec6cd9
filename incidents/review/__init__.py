"""The desk: queue, evidence, decisions, and what is handed to the door."""
