"""Monthly summaries as PDF."""
