"""Whether a push brings a replacement of an object (HK901)."""

from __future__ import annotations

from hookkit.history.finding import Finding, Level
from hookkit.history.refs.received import REPLACEMENTS, ReceivedUpdate
from hookkit.phrases import short


def check_replacement(received: ReceivedUpdate, level: Level) -> list[Finding]:
    """Judge one received ref by whether it shows everybody another object (git-replace(1)).

    A deletion shows them the object itself again, and is no finding.
    """
    name = received.ref.removeprefix(REPLACEMENTS)
    if level == "off" or name == received.ref or received.deletes:
        return []
    place = f"the place of {short(name)}"
    sentence = f"everybody who fetches it would see another object in {place}"
    return [Finding("HK901", "no", level, received.ref, sentence)]
