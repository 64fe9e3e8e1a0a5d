"""The text of a policy file: TOML, from which each entry gets its line for messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from hookkit.errors import WrongUsage
from hookkit.phrases import hint
from hookkit.server.policy import Entry, Journal, Policy
from hookkit.settings.conversion import convert
from hookkit.settings.files import read_table
from hookkit.settings.toml_text import decode_settings, edit_command, parse_toml, toml_value

Table = Mapping[str, object]

NAME_VARIABLES = ("GL_PROJECT_PATH", "GL_REPO")
"""The variables in which GitLab and gitolite tell hooks what a repository is called there."""

_KINDS = ("policy", "exception")
_KEYS = ("root", "name_variable", "journal", *_KINDS)
_OWN_KEYS = {"policy": ("repositories",), "exception": ("repositories", "until", "reason")}


def parse_policy(data: bytes, place: str) -> Policy:
    """Read the content of the policy file ``place``; exceptions come behind all other entries.

    Raises WrongUsage, naming the line and what is allowed, for what is no TOML, for an unknown key
    or setting, and for an entry whose repositories, date or reason are missing. What a setting is
    given is converted where it holds (``check_values``).
    """
    path = Path(place)
    text = decode_settings(data, path)
    table = parse_toml(text, path)
    for name in table:
        if name not in _KEYS:
            message = f"unknown key {name} in {place}{hint(name, _KEYS)}"
            raise WrongUsage(message, edit_command(path, _line_of(text, name)))
    entries = (each for kind in _KINDS for each in _entries(table, kind, text, path))
    return Policy(
        place,
        tuple(entries),
        _text(table, "root", text, path, lambda given: given.startswith("/"), "a whole path"),
        _text(
            *(table, "name_variable", text, path),
            lambda given: given in NAME_VARIABLES,
            " or ".join(NAME_VARIABLES),
        ),
        _journal(table, text, path),
    )


def check_values(policy: Policy) -> None:
    """Raise WrongUsage for the first setting, of any entry, whose value is not allowed."""
    for entry in policy.entries:
        for setting in entry.settings:
            convert(setting)


def _line_of(text: str, name: str, first: int = 1, last: int | None = None) -> int | None:
    """Give the line (1-based) between two on which a key or its table stands."""
    start = re.compile(rf"\s*(\[+\s*(\w+\s*\.\s*)?)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    lines = enumerate(text.split("\n")[first - 1 : last], first)
    return next((number for number, line in lines if start.match(line)), None)


def _text(
    table: Table, key: str, text: str, path: Path, is_allowed: Callable[[str], bool], allowed: str
) -> str:
    value = table.get(key, "")
    if isinstance(value, str) and (key not in table or is_allowed(value)):
        return value
    message = f"{key} is {toml_value(value)} in {path}; allowed: {allowed}"
    raise WrongUsage(message, edit_command(path, _line_of(text, key)))


def _journal(table: Table, text: str, path: Path) -> Journal:
    given = table.get("journal", {})
    repair = edit_command(path, _line_of(text, "journal"))
    if not isinstance(given, dict):
        raise WrongUsage(f"journal must be a table with its file in {path}", repair)
    for name in given:
        if name not in Journal._fields:
            message = f"unknown key journal.{name} in {path}{hint(name, Journal._fields)}"
            raise WrongUsage(message, repair)
    journal = Journal(**given)
    is_whole = isinstance(journal.file, str) and journal.file.startswith("/")
    numbers = (journal.max_bytes, 1_000), (journal.keep, 1)
    if given and not is_whole:
        raise WrongUsage(f"journal.file in {path} must be a whole path", repair)
    if not all(type(number) is int and number >= least for number, least in numbers):
        allowed = "allowed: max_bytes of 1000 or more, keep of 1 or more"
        raise WrongUsage(f"the journal in {path} has a wrong size; {allowed}", repair)
    return journal


def _entries(table: Table, kind: str, text: str, path: Path) -> Iterator[Entry]:
    given = table.get(kind, [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        message = f"{kind} in {path} must be tables that begin with [[{kind}]]"
        raise WrongUsage(message, edit_command(path, _line_of(text, kind)))
    starts = [*_starts(text, rf"\[\[\s*{kind}\s*\]\]"), None]
    others = _starts(text, r"\[\[")
    for number, each in enumerate(given):
        # An entry that is written in one line of a list has no line of its own.
        line = starts[number] if len(starts) == len(given) + 1 else None
        last = next((other - 1 for other in others if line and other > line), None)
        yield _Entry(each, kind, text, path, line, last).read()


def _starts(text: str, header: str) -> list[int]:
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines if re.match(rf"\s*{header}", line)]


class _Entry:
    """One table of the file, on its lines from ``line`` to ``last`` (1-based)."""

    def __init__(
        self, table: Table, kind: str, text: str, path: Path, line: int | None, last: int | None
    ) -> None:
        self.table, self.kind, self.text, self.path = table, kind, text, path
        self.line, self.last = line, last

    def read(self) -> Entry:
        """Give the entry. Raises WrongUsage for what is wrong in it."""
        patterns = self._patterns()
        own = _OWN_KEYS[self.kind]
        rest = {name: value for name, value in self.table.items() if name not in own}
        for name in sorted({*_OWN_KEYS["exception"]} & {*rest}):
            raise self._wrong(name, f"{name} is for an exception")
        origin = f"{self.path} [{self.kind} {', '.join(patterns)}]"
        settings, rejected = read_table(rest, self.path, origin, self._line_of)
        if rejected:
            raise rejected[0]
        until, reason = (None, "") if self.kind == "policy" else (self._until(), self._reason())
        return Entry(tuple(patterns), tuple(settings), self.line or 0, until, reason)

    def _line_of(self, name: str) -> int | None:
        if self.line is None:
            return None
        return _line_of(self.text, name, self.line + 1, self.last) or self.line

    def _wrong(self, name: str, message: str) -> WrongUsage:
        line = self._line_of(name)
        at = f", line {line}" if line else ""
        return WrongUsage(f"{message} in {self.path}{at}", edit_command(self.path, line))

    def _patterns(self) -> Sequence[str]:
        given = self.table.get("repositories", [])
        patterns = [given] if isinstance(given, str) else given
        if not isinstance(patterns, list) or not patterns:
            example = 'repositories = "web/*"'
            raise self._wrong("repositories", f"[[{self.kind}]] has no {example}")
        for each in patterns:
            if not isinstance(each, str) or not _is_pattern(each):
                wrong = f"{toml_value(each)} is no pattern of repositories"
                raise self._wrong("repositories", f'{wrong}, such as "web/*",')
        return patterns

    def _until(self) -> date:
        given = self.table.get("until")
        try:
            given = date.fromisoformat(given) if isinstance(given, str) else given
        except ValueError:
            given = None
        if isinstance(given, date) and not isinstance(given, datetime):
            return given
        raise self._wrong("until", "[[exception]] has no last day, such as until = 2026-12-31,")

    def _reason(self) -> str:
        given = self.table.get("reason")
        if isinstance(given, str) and given.strip() and given.isprintable():
            return given
        raise self._wrong("reason", "[[exception]] has no reason in one line")


def _is_pattern(text: str) -> bool:
    """Whether a repository can fit a glob: no path ends in ``/``, and each ``[`` has its end."""
    sets = re.sub(r"\[!?\]?[^\]]*\]", "", text)
    parts = text.split("/")
    is_path = bool(text) and not text.endswith("/") and ".." not in parts and "//" not in text
    return is_path and text.isprintable() and "[" not in sets
