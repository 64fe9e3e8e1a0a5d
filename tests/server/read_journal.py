"""Read the journal of a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def lines_of(journal: Path) -> list[dict[str, Any]]:
    """Every line of a journal as what it says."""
    text = journal.read_text("ascii")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]
