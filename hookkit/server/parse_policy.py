"""Parse the TOML of a policy file; each entry gets its line for messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import did_you_mean, format_value
from hookkit.server.policy import Journal, Policy, PolicyEntry
from hookkit.server.push_environment import REPOSITORY_VARIABLES
from hookkit.settings.settings_file import (
    decode_settings,
    edit_command,
    parse_toml,
    read_settings_table,
)
from hookkit.settings.value_conversion import convert_setting

Table = Mapping[str, object]

_VARIABLES_TEXT = " or ".join(REPOSITORY_VARIABLES)

_KINDS = ("policy", "exception")
_KEYS = ("root", "name_variable", "journal", *_KINDS)
_ENTRY_KEYS = {"policy": ("repositories",), "exception": ("repositories", "until", "reason")}
"""The keys of an entry beside its settings, by its kind."""


def parse_policy(data: bytes, policy_file: str) -> Policy:
    """Parse ``data``, the content of the policy file ``policy_file``.

    Exceptions come after all other entries. Raises WrongUsage, which names the line and the allowed
    values, for invalid TOML, for an unknown key or setting, and for an entry whose repositories,
    date or reason are missing. ``require_valid_setting_values`` checks the values of settings.
    """
    path = Path(policy_file)
    text = decode_settings(data, path)
    table = parse_toml(text, path)
    file = _PolicyFile(path, text.split("\n"))
    for name in table:
        if name not in _KEYS:
            raise file.wrong_usage(
                f"unknown key {name} in {policy_file}{did_you_mean(name, _KEYS)}", name
            )
    return Policy(
        policy_file,
        tuple(entry for kind in _KINDS for entry in _entries(table, kind, file)),
        _text_value(table, "root", file, lambda root: root.startswith("/"), "an absolute path"),
        _text_value(
            table, "name_variable", file, REPOSITORY_VARIABLES.__contains__, _VARIABLES_TEXT
        ),
        _journal(table, file),
    )


def require_valid_setting_values(policy: Policy) -> None:
    """Raise WrongUsage for the first setting, of any entry, whose value is not allowed."""
    for entry in policy.entries:
        for setting in entry.settings:
            convert_setting(setting)


class _PolicyFile(NamedTuple):
    """The path and the lines of a file, for messages; the number of the first line is 1."""

    path: Path
    lines: Sequence[str]

    def lines_with_header(self, header: str) -> list[int]:
        """Give the numbers of the lines that begin with ``header``, a regular expression."""
        pattern = re.compile(rf"\s*{header}")
        return [number for number, line in enumerate(self.lines, 1) if pattern.match(line)]

    def line_of(self, name: str, first: int = 1, last: int | None = None) -> int | None:
        """Give the number of the line of a key or its table, from line ``first`` to ``last``.

        ``last`` is None for the end of the file. Gives None if there is no such line.
        """
        start = re.compile(rf"\s*(\[+\s*(\w+\s*\.\s*)?)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
        lines = enumerate(self.lines[first - 1 : last], first)
        return next((number for number, line in lines if start.match(line)), None)

    def wrong_usage(self, message: str, name: str) -> WrongUsage:
        """Give the error for a key outside of entries, with the command that opens its line."""
        return WrongUsage(message, edit_command(self.path, self.line_of(name)))


def _text_value(
    table: Table, key: str, file: _PolicyFile, is_allowed: Callable[[str], bool], allowed: str
) -> str:
    value = table.get(key, "")
    if isinstance(value, str) and (key not in table or is_allowed(value)):
        return value
    message = f"{key} is {format_value(value)} in {file.path}; allowed: {allowed}"
    raise file.wrong_usage(message, key)


def _journal(table: Table, file: _PolicyFile) -> Journal:
    settings = table.get("journal", {})
    if not isinstance(settings, dict):
        raise file.wrong_usage(f"journal must be a table with its file in {file.path}", "journal")
    for name in settings:
        if name not in Journal._fields:
            suggestion = did_you_mean(name, Journal._fields)
            raise file.wrong_usage(
                f"unknown key journal.{name} in {file.path}{suggestion}", "journal"
            )
    journal = Journal(**settings)
    is_absolute = isinstance(journal.file, str) and journal.file.startswith("/")
    if "journal" in table and not is_absolute:
        raise file.wrong_usage(f"journal.file in {file.path} must be an absolute path", "journal")
    sizes = (journal.max_bytes, 1_000), (journal.keep, 1)
    if not all(type(number) is int and number >= minimum for number, minimum in sizes):
        allowed = "allowed: max_bytes of 1000 or more, keep of 1 or more"
        raise file.wrong_usage(f"the journal in {file.path} has a wrong size; {allowed}", "journal")
    return journal


def _entries(table: Table, kind: str, file: _PolicyFile) -> Iterator[PolicyEntry]:
    tables = table.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        message = f"{kind} in {file.path} must be tables that begin with [[{kind}]]"
        raise file.wrong_usage(message, kind)
    starts = file.lines_with_header(rf"\[\[\s*{kind}\s*\]\]")
    ends = dict(zip(headers := file.lines_with_header(r"\[\["), headers[1:], strict=False))
    for number, each in enumerate(tables):
        # An entry of an inline list has no header, and so no line of its own.
        line = starts[number] if len(starts) == len(tables) else None
        yield _EntryTable(
            each, kind, file, line, ends.get(line or 0, len(file.lines) + 1) - 1
        ).parse()


class _EntryTable(NamedTuple):
    """A table of the file, from line ``line`` (None: unknown) to ``last_line``."""

    table: Table
    kind: str
    file: _PolicyFile
    line: int | None
    last_line: int

    def parse(self) -> PolicyEntry:
        """Give the entry. Raises WrongUsage for an error in it."""
        patterns = self._patterns()
        entry_keys = _ENTRY_KEYS[self.kind]
        settings_table = {
            name: value for name, value in self.table.items() if name not in entry_keys
        }
        for name in _ENTRY_KEYS["exception"]:
            if name in settings_table:
                raise self._wrong_usage(name, f"{name} is for an exception")
        origin = f"{self.file.path} [{self.kind} {', '.join(patterns)}]"
        settings, rejected = read_settings_table(
            settings_table, self.file.path, origin, self._line_of
        )
        if rejected:
            raise rejected[0]
        until, reason = (None, "") if self.kind == "policy" else (self._until(), self._reason())
        return PolicyEntry(tuple(patterns), tuple(settings), self.line or 0, until, reason)

    def _line_of(self, name: str) -> int | None:
        if self.line is None:
            return None
        return self.file.line_of(name, self.line + 1, self.last_line) or self.line

    def _wrong_usage(self, name: str, message: str) -> WrongUsage:
        line = self._line_of(name)
        line_text = f", line {line}" if line else ""
        path = self.file.path
        return WrongUsage(f"{message} in {path}{line_text}", edit_command(path, line))

    def _patterns(self) -> Sequence[str]:
        value = self.table.get("repositories", [])
        patterns = [value] if isinstance(value, str) else value
        if not isinstance(patterns, list) or not patterns:
            example_line = 'repositories = "web/*"'
            raise self._wrong_usage("repositories", f"[[{self.kind}]] has no {example_line}")
        for each in patterns:
            if not isinstance(each, str) or not _is_pattern(each):
                problem = f"{format_value(each)} is no pattern of repositories"
                raise self._wrong_usage("repositories", f'{problem}, such as "web/*",')
        return patterns

    def _until(self) -> date:
        value = self.table.get("until")
        try:
            value = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            value = None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise self._wrong_usage(
            "until", "[[exception]] has no last day, such as until = 2026-12-31,"
        )

    def _reason(self) -> str:
        value = self.table.get("reason")
        if isinstance(value, str) and value.strip() and value.isprintable():
            return value
        raise self._wrong_usage("reason", "[[exception]] has no reason in one line")


def _is_pattern(text: str) -> bool:
    """Whether any repository can fit a glob: not if it ends in ``/`` or has an open ``[``."""
    sets = re.sub(r"\[!?\]?[^\]]*\]", "", text)
    parts = text.split("/")
    is_path = bool(text) and not text.endswith("/") and ".." not in parts and "//" not in text
    return is_path and text.isprintable() and "[" not in sets
