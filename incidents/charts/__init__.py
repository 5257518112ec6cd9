"""Charts as Vega-Lite specifications drawn to SVG on the server: the same for page, download and PDF."""
