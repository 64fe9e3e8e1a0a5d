"""What ``hookkit status`` tells, for programs."""

from __future__ import annotations

import json

from hookkit.status.ahead_behind import AheadBehind
from hookkit.status.next_step import next_step
from hookkit.status.status import Status


def status_json(status: Status) -> str:
    """Give all of it as a JSON document."""
    head, undo = status.head, status.undo
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
        "told": [each._asdict() for each in status.findings],
        "undo": None
        if undo is None
        else {
            "entry": undo.number,
            "kind": undo.entry.entry.kind if undo.entry else None,
            "commit": undo.entry.entry.commit if undo.entry else None,
            "when": undo.entry.when if undo.entry else None,
            "obstacle": undo.obstacle or None,
        },
        "hooks": status.hooks._asdict(),
        "next": next_step(status).command,
    }
    return json.dumps(document, indent=2) + "\n"


def _apart_json(apart: AheadBehind) -> dict[str, object]:
    return {"ahead": len(apart.ahead), "behind": apart.behind, "is_whole": apart.is_whole}
