"""Charts and the map drawn as SVG on the server, for pages and as pictures of their own."""
