"""What holds in one repository, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence

from hookkit.formats.escaping import decodable, json_bytes
from hookkit.formats.json_document import TOOL
from hookkit.server.policy import Entry, InForce
from hookkit.settings.reader import Setting


def policy_json(found: InForce, settings: Sequence[Setting]) -> bytes:
    """Give each setting in force, also those that have their default, and the exceptions."""
    document = {
        **TOOL,
        "repository": decodable(found.repository.name),
        "path": decodable(found.repository.path),
        "policy": decodable(found.place) or None,
        "journal": decodable(found.journal.file) or None,
        "settings": [_setting(each) for each in settings],
        "exceptions": [*map(_exception, found.exceptions)],
        "ended_exceptions": [*map(_exception, found.ended)],
    }
    return json_bytes(document)


def _setting(setting: Setting) -> dict[str, object]:
    return {"key": setting.key, "value": setting.value, "origin": decodable(setting.origin)}


def _exception(entry: Entry) -> dict[str, object]:
    return {"until": str(entry.until), "reason": entry.reason, "line": entry.line or None}
