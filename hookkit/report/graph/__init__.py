"""A picture of the history: in the terminal and as an SVG; the page is in ``report.page.graph``."""
