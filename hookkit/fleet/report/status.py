"""The report of ``hookkit fleet status``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.fleet.incremental_inspection import InspectedFleet
from hookkit.fleet.inspection import Facts, list_fact
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.report.common_rows import (
    inspected_count_row,
    title_row,
    unreadable_repository_rows,
)
from hookkit.phrases import age, escape_unprintable
from hookkit.terminal.rows import Row, Style, StyledText, row, table_rows

_HEAD = ("repository", "hooks", "version", "policy", "last correction")

_STYLES: Mapping[str, Style] = {
    "alive": "good",
    "pre-commit": "good",
    "none": "dim",
    "silent": "dim",
    "off": "warn",
}


def status_rows(inspected: InspectedFleet, now: int, is_store_named: bool) -> list[Row]:
    """Give the rows of a status; ``now``, in seconds since 1970, is the time for the ages.

    ``is_store_named`` is True if ``--store`` was given.
    """
    readable = inspected.readable
    all_facts = [facts for _, facts in readable]
    names = policy_names(all_facts)
    states = Counter(str(facts["hooks"]) for facts in all_facts)
    parts: list[StyledText] = [
        (hooks_state_style(state), f"{n:,} {_STATE_LABELS.get(state, state)}")
        for state, n in states.most_common()
    ]
    rows = [title_row(inspected, parts)]
    if readable:
        rows += table_rows(_HEAD, [list(_repository_cells(*each, names, now)) for each in readable])
    rows += _policy_rows(all_facts)
    rows += _rejected_rows(readable)
    return [
        *rows,
        *unreadable_repository_rows(inspected),
        inspected_count_row(inspected, is_store_named),
    ]


def has_working_hooks(facts: Facts) -> bool:
    """Whether hooks run hookkit, either hookkit's own hooks or a framework's hooks."""
    return facts["hooks"] in ("alive", "pre-commit")


def hooks_state_style(state: str) -> Style:
    """Give the style of a state of the hooks."""
    return _STYLES.get(state, "bad")


_STATE_LABELS = {
    "alive": "with hooks",
    "in part": "with hooks in part",
    "broken": "whose hooks fail",
    "off": "switched off",
    "silent": "with hooks that wait for settings",
    "pre-commit": "by a framework",
    "none": "without hooks",
}


def _repository_cells(
    repository: ListedRepository, facts: Facts, names: Mapping[str, str], now: int
) -> Iterator[StyledText]:
    yield "path", escape_unprintable(repository.name)
    yield hooks_state_style(str(facts["hooks"])), hooks_text(facts)
    yield "text", versions_text(facts)
    yield ("bad", "unknown") if facts["rejected"] else ("text", names[str(facts["policy_id"])])
    when = facts["corrected_at"]
    yield ("text", age(when, now)) if isinstance(when, int) else ("dim", "never")


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


def _policy_rows(facts: Sequence[Facts]) -> Iterator[Row]:
    for name, text, count in policy_counts(facts):
        if text:
            yield row(("title", f"policy {name}"), f" ({count:,}): {text}", indent=1)


def _rejected_rows(readable: Sequence[tuple[ListedRepository, Facts]]) -> Iterator[Row]:
    """Say why the policy of a repository is unknown."""
    for repository, facts in readable:
        if facts["rejected"]:
            description = f": its policy is unknown: {escape_unprintable(str(facts['rejected']))}"
            yield row(("path", escape_unprintable(repository.name)), description, indent=1)


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
