"""The report of a policy: as rows, for one repository or the whole file, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from hookkit.formats.escaping import json_bytes, utf8_text
from hookkit.formats.json_documents import COMMON_KEYS
from hookkit.phrases import format_value
from hookkit.server.policy import (
    Policy,
    PolicyEntry,
    RepositoryPolicy,
    overridden_entries,
    unreachable_patterns,
)
from hookkit.settings.effective_settings import Setting
from hookkit.settings.value_conversion import convert_setting
from hookkit.terminal.rows import Row, StyledText, row, title_note

SettingLine = tuple[str, str, str]
"""A key, its value, and its origin."""


def repository_policy_rows(
    repository_policy: RepositoryPolicy, settings: Sequence[Setting], has_hook: bool
) -> list[Row]:
    """Give each setting that applies to pushes to a repository, and its origin.

    ``settings`` are the settings in force; rows leave out defaults. ``has_hook`` says whether the
    hooks folder of the repository has the shim.
    """
    name = repository_policy.repository.name
    file = repository_policy.policy_file
    rows = [row(("title", name), f": by {file}" if file else ": without a policy")]
    configured = [each for each in settings if each.origin != "default"]
    lines = [line for each in configured for line in _setting_lines(repository_policy, each)]
    widths = [max((len(line[column]) for line in lines), default=0) for column in (0, 1)]
    for key, value, origin in lines:
        key_piece: StyledText = ("code", key.ljust(widths[0]))
        shown_origin = origin.removeprefix(f"{file} ")
        value_text = f" = {value.ljust(widths[1])}  "
        rows.append(row(key_piece, value_text, ("dim", shown_origin), indent=1))
    if not configured:
        rows.append(row("every setting has its default", indent=1))
    notes = (
        repository_policy.notes
        if has_hook
        else [*repository_policy.notes, "its hooks folder has no hook of hookkit"]
    )
    return [*rows, *map(title_note, notes)]


def _setting_lines(repository_policy: RepositoryPolicy, setting: Setting) -> Iterator[SettingLine]:
    """Give the line of a setting; for ``checks`` a line for each check, with the check's origin."""
    if not isinstance(setting.value, dict):
        yield setting.key, format_value(setting.value), setting.origin
        return
    raw_settings = [each for each in repository_policy.settings if each.key == setting.key]
    origins = {
        check: raw.source.origin
        for raw in raw_settings
        for check in _checks_of(convert_setting(raw))
    }
    policies = {each.source.origin for each in raw_settings}
    other_origins = [each for each in setting.origin.split(" + ") if each not in policies]
    for check, level in setting.value.items():
        origin = origins.get(check, " + ".join(other_origins))
        yield f"{setting.key}.{check}", format_value(level), origin


def _checks_of(value: object) -> Iterable[str]:
    return value if isinstance(value, dict) else ()


def policy_file_rows(policy: Policy, today: date) -> list[Row]:
    """Give the entries of a valid policy in their order, then notes on those without effect."""
    exception_count = sum(each.until is not None for each in policy.entries)
    policy_count = len(policy.entries) - exception_count
    counts = f": {policy_count} [[policy]], {exception_count} [[exception]]"
    rows = [row(("title", policy.policy_file), counts)]
    width = max((len(_pattern_list(each)) for each in policy.entries), default=0)
    rows += [_entry_row(each, width, today) for each in policy.entries]
    journal = policy.journal.file
    rows.append(row("journal: ", ("path", journal) if journal else ("dim", "none"), indent=1))
    for pattern in unreachable_patterns(policy):
        sentence = f"{pattern} begins without /, and there is no root: no repository fits it"
        rows.append(title_note(sentence))
    for entry, later_entry in overridden_entries(policy):
        patterns = f"{_pattern_list(entry)} (line {entry.line})"
        sentence = f"{patterns} has no effect: line {later_entry.line} comes later, fits the same"
        rows.append(title_note(f"{sentence} repositories and sets the same"))
    return rows


def _pattern_list(entry: PolicyEntry) -> str:
    return ", ".join(entry.patterns)


def _entry_row(entry: PolicyEntry, width: int, today: date) -> Row:
    keys = ", ".join(entry.keys) or "nothing"
    names: StyledText = ("path", _pattern_list(entry).ljust(width))
    line_piece: StyledText = ("dim", f"  line {entry.line}" if entry.line else "")
    if entry.until is None:
        return row(names, f"  {keys}", line_piece, indent=1)
    has_ended = entry.until < today
    until = f"ended on {entry.until}" if has_ended else f"until {entry.until}"
    kind: StyledText = ("warn" if has_ended else "title", f"exception {until}")
    return row(names, f"  {keys}  ", kind, f": {entry.reason}", line_piece, indent=1)


def repository_policy_json(
    repository_policy: RepositoryPolicy, settings: Sequence[Setting]
) -> bytes:
    """Give each setting, including the defaults, and the exceptions."""
    document = {
        **COMMON_KEYS,
        "repository": utf8_text(repository_policy.repository.name),
        "path": utf8_text(repository_policy.repository.path),
        "policy": utf8_text(repository_policy.policy_file) or None,
        "journal": utf8_text(repository_policy.journal.file) or None,
        "settings": [
            {"key": each.key, "value": each.value, "origin": utf8_text(each.origin)}
            for each in settings
        ],
        "exceptions": [*map(_exception_json, repository_policy.exceptions)],
        "ended_exceptions": [*map(_exception_json, repository_policy.ended_exceptions)],
    }
    return json_bytes(document)


def _exception_json(entry: PolicyEntry) -> dict[str, object]:
    return {"until": str(entry.until), "reason": entry.reason, "line": entry.line or None}
