"""Tests of what ``hookkit status`` reads and shows."""
