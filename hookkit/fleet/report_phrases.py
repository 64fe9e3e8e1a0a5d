"""The phrases of reports and page: numbers of repositories, hooks, versions, and named policies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.fleet.inspection import Facts, list_fact
from hookkit.phrases import escape_unprintable


def repository_count_text(number: int, adjective: str = "") -> str:
    """Give ``1 repository`` or ``2 repositories``, with an adjective before the noun if given."""
    noun = "repository" if number == 1 else "repositories"
    return f"{number:,} {adjective} {noun}" if adjective else f"{number:,} {noun}"


def hooks_text(facts: Facts) -> str:
    """Give the state of the hooks in a few words."""
    state, reason = str(facts["hooks"]), escape_unprintable(str(facts["reason"]))
    if state == "in part":
        return f"{facts['installed']} of {facts['wanted']}"
    if state == "pre-commit":
        return f"by {reason}"
    return f"{state}: {reason}" if reason else state


def versions_text(facts: Facts) -> str:
    """Give the versions that the hooks run, and say if this hookkit writes other hooks."""
    shown = ", ".join(each or "?" for each in list_fact(facts, "versions")) or "-"
    return shown if facts["is_current"] else f"{shown}, other hooks"


def policy_names(facts: Sequence[Facts]) -> dict[str, str]:
    """Name the policies by their id: A for the most frequent, "default" for no settings."""
    counts = Counter(str(each["policy_id"]) for each in facts if not each["rejected"])
    common = [each for each, _ in counts.most_common() if each]
    return {"": "default", **{each: _letters(index) for index, each in enumerate(common)}}


def _letters(number: int) -> str:
    """Give A to Z, then AA and so on, as spreadsheets name their columns."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


def policy_counts(facts: Sequence[Facts]) -> Iterator[tuple[str, str, int]]:
    """Give the name and settings of each known policy, and how many repositories have it."""
    known = [each for each in facts if not each["rejected"]]
    counts = Counter(str(each["policy_id"]) for each in known)
    texts = {str(each["policy_id"]): policy_text(each) for each in known}
    for policy, name in policy_names(facts).items():
        if policy in texts:
            yield name, texts[policy], counts[policy]


def policy_text(facts: Facts) -> str:
    """Give the settings of a policy in one line."""
    policy = facts["policy"]
    assert isinstance(policy, dict)
    return escape_unprintable(", ".join(_settings(policy)))


def _settings(policy: Mapping[str, object]) -> Iterator[str]:
    for key, value in policy.items():
        if isinstance(value, dict):
            yield from (f"{key}.{name} = {each}" for name, each in value.items())
        elif isinstance(value, str):
            yield f"{key} = {value}"
        else:
            yield f"{key} = {json.dumps(value)}"
