"""All that is printed or shown: rows of text, colours, progress, keys, the frame of pages."""
