"""The order of things for one event or command; no printing, no arguments."""
