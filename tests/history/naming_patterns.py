"""Patterns of names, as teams agree on them."""

from __future__ import annotations

from hookkit.history.refs.naming_patterns import NamingPatterns

PROTECTED = ("main", "master", "release/*")
TYPED = NamingPatterns("{type}/{ticket}-{slug}", "[A-Z]+-[0-9]+", PROTECTED)
NUMBERED = NamingPatterns("{ticket}-{slug}", "[0-9]+", PROTECTED)
PERSONAL = NamingPatterns("{user}/{slug}", "", PROTECTED)
EXPRESSION = NamingPatterns(r"(feature|fix)/.+|main", "", PROTECTED)
MIXED = NamingPatterns(r"(?:feature|fix)/{ticket}(?:-{slug})?", "", PROTECTED)
