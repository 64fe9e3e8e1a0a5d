"""The picture of a history: in the terminal, as SVG, as an HTML page."""
