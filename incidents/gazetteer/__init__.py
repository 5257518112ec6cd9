"""The gazetteer: places and boundaries brought in from open data, and the words that their owners ask for."""
