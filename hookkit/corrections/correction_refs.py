"""Where corrections are kept."""

from __future__ import annotations

CORRECTION_REFS = "refs/hookkit/corrections/"
"""The correction of a commit is at the ref of its id, below this."""
