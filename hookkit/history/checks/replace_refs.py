"""Whether a received push replaces an object for everybody (HK901)."""

from __future__ import annotations

from hookkit.history.finding import Finding, Level
from hookkit.history.refs.received_refs import REPLACE_PREFIX, ReceivedRef
from hookkit.phrases import short_id


def check_replace_ref(received_ref: ReceivedRef, level: Level) -> list[Finding]:
    """Check whether a received ref replaces an object for everybody (git-replace(1)).

    A deletion gives no finding: it restores the original object.
    """
    object_id = received_ref.ref.removeprefix(REPLACE_PREFIX)
    if level == "off" or object_id == received_ref.ref or received_ref.is_deletion:
        return []
    place = f"the place of {short_id(object_id)}"
    sentence = f"everybody who fetches it would see another object in {place}"
    return [Finding("HK901", "no", level, received_ref.ref, sentence)]
