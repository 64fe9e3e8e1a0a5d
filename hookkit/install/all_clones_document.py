"""What installing and uninstalling for all clones did, or would do, as JSON for programs."""

from __future__ import annotations

from hookkit.formats.escaping import decodable, json_bytes
from hookkit.formats.json_document import TOOL
from hookkit.install.outcome import AllClones, AllClonesRemoved


def installed_json(done: AllClones) -> bytes:
    """Give an installation: by which way, whether it changes anything, and each event."""
    events = [
        {"event": each.event, "path": decodable(str(each.path)), "done": each.done}
        for each in done.events
    ]
    python = decodable(str(done.python))
    head = {**TOOL, "way": done.mechanism, "changed": not done.is_unchanged, "python": python}
    return json_bytes({**head, "events": events})


def removed_json(done: AllClonesRemoved) -> bytes:
    """Give an uninstall: whether it changes anything, each event, and what stays."""
    events = [
        {"event": each.event, "path": decodable(str(each.removed)), "done": "removed"}
        for each in done.events
    ]
    notes = [decodable(each) for each in done.notes]
    return json_bytes({**TOOL, "changed": bool(events), "events": events, "notes": notes})
