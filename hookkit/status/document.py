"""What ``hookkit status`` shows, as JSON for programs."""

from __future__ import annotations

import json

from hookkit.status.ahead_behind import AheadBehind
from hookkit.status.next_step import next_step
from hookkit.status.next_undo import NextUndo
from hookkit.status.status import Status


def status_json(status: Status) -> str:
    """Give all of it as a JSON document."""
    head = status.head
    document = {
        "branch": head.branch or None,
        "commit": head.commit,
        "operation": head.operation,
        "is_protected": status.is_protected,
        "corrections": [each._asdict() for each in status.waiting],
        "target": {"name": status.target, **_apart_json(status.apart)} if status.target else None,
        "pushed": {"name": status.pushed, **_apart_json(status.unpushed)}
        if status.pushed
        else None,
        **status.facts._asdict(),
        "findings": [each._asdict() for each in status.findings],
        "undo": _undo_json(status.undo) if status.undo else None,
        "hooks": status.hooks._asdict(),
        "next": next_step(status).command,
    }
    return json.dumps(document, indent=2) + "\n"


def _undo_json(undo: NextUndo) -> dict[str, object]:
    stored = undo.entry
    return {
        "entry": undo.number,
        "kind": stored.entry.kind if stored else None,
        "commit": stored.entry.commit if stored else None,
        "when": stored.when if stored else None,
        "obstacle": undo.obstacle or None,
    }


def _apart_json(apart: AheadBehind) -> dict[str, object]:
    return {"ahead": len(apart.ahead), "behind": apart.behind, "is_whole": apart.is_whole}
