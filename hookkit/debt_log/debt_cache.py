"""The cache of the debt log, in a SQLite file that all worktrees share.

It has flake8's findings in contents, flake8's messages, and differences between two trees. The key
of a content is its blob id, the path that flake8 is given for it
(``paths_for_flake8.path_for_flake8``), and the options and versions of all tools. So
flake8 runs on a content once, even if many commits have it.

A damaged file is created again. If the file belongs to another program or a newer hookkit, or
cannot be written, it is not changed: findings are kept in memory, and ``remark`` says why.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from hookkit.debt_log.content_findings import (
    STORED_PROBLEMS,
    ContentFindings,
    decode_findings,
    encode_findings,
)
from hookkit.debt_log.debt_difference import (
    DebtDifference,
    decode_debt_difference,
    encode_debt_difference,
)

CACHE_FILE = "debt.sqlite"

APPLICATION_ID = 0x686B6474
"""SQLite's application_id, the mark of the program that a file belongs to: ``hkdt``."""

FORMAT_VERSION = 1
"""The version of the tables and their contents."""

MAX_TOOL_SETUPS = 5
"""How many combinations of options and versions are kept: the last used ones."""

_LOCK_TIMEOUT = 60.0
"""Seconds to wait for another process that writes."""

_TABLES_SQL = f"""
begin immediate;
create table if not exists kinds (id integer primary key, words text unique, used integer);
create table if not exists found (kind, blob, place, data, primary key (kind, blob, place))
    without rowid;
create table if not exists steps (kind, old, new, data, primary key (kind, old, new))
    without rowid;
create table if not exists rules (code primary key, message) without rowid;
pragma application_id = {APPLICATION_ID};
pragma user_version = {FORMAT_VERSION};
commit;
"""

Value = TypeVar("Value")


class _ForeignFile(Exception):
    """A file that must not be changed; the message is the reason."""


class DebtCache:
    """Stored findings and differences of one combination of options and versions."""

    def __init__(self, path: Path, tool_setup: str) -> None:
        """Open the file, and create it and its folder if they do not exist.

        ``tool_setup`` has the options and versions. If the file cannot be used, findings are kept
        in memory.
        """
        self._remark = ""
        self._tool_setup = tool_setup
        self._is_in_memory = False
        self._has_lost_findings = False
        try:
            self._file, self._setup_id = self._open_file(path)
        except _ForeignFile as error:
            self._fall_back(str(error), None)
        except (sqlite3.Error, OSError) as error:
            self._fall_back(f"{path} cannot be written: {_reason(error)}", path)

    def _open_file(self, path: Path) -> tuple[sqlite3.Connection, int]:
        path.parent.mkdir(exist_ok=True)
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise _ForeignFile(f"{path} is no file")
        try:
            return _connect(path, self._tool_setup)
        except sqlite3.OperationalError:
            raise  # locked, full, read-only
        except (sqlite3.DatabaseError, ValueError):
            os.unlink(path)
            self._remark = f"{path} was damaged and is made anew"
            return _connect(path, self._tool_setup)

    def _fall_back(self, reason: str, path: Path | None) -> None:
        """Continue in memory, with the readable part of a file that cannot be written."""
        self._remark = f"{reason}: what is found now is not kept"
        self._is_in_memory = True
        self._file = sqlite3.connect(":memory:")
        if path is not None:
            with suppress(sqlite3.Error, _ForeignFile):
                _read_into(path, self._file)
        self._setup_id = _prepare_tool_setup(self._file, self._tool_setup)

    @property
    def remark(self) -> str:
        """Why findings are not kept or stored ones were lost, "" if neither happened."""
        return self._remark if self._has_lost_findings or not self._is_in_memory else ""

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def findings(self, blob: str, flake8_path: str) -> ContentFindings | None:
        """Give the stored findings of a content at a path, None if there are none."""
        query = "select data from found where kind = ? and blob = ? and place = ?"
        return self._read_one(query, bytes.fromhex(blob), flake8_path, decode_findings)

    def debt_difference(self, old: str, new: str) -> DebtDifference | None:
        """Give the stored difference of two trees ("" is the empty tree), None if there is none."""
        query = "select data from steps where kind = ? and old = ? and new = ?"
        return self._read_one(query, bytes.fromhex(old), bytes.fromhex(new), decode_debt_difference)

    def _read_one(
        self, query: str, first: bytes, second: object, decode: Callable[[bytes], Value]
    ) -> Value | None:
        try:
            row = self._file.execute(query, (self._setup_id, first, second)).fetchone()
            return None if row is None else decode(row[0])
        except (sqlite3.Error, ValueError):
            return None  # damaged: it is checked and written again

    def rules(self) -> dict[str, str]:
        """Give flake8's message for each rule that was ever found."""
        try:
            return dict(self._file.execute("select code, message from rules"))
        except sqlite3.Error:
            return {}

    def add_findings(
        self,
        findings: Iterable[tuple[str, str, ContentFindings]],
        messages: Iterable[tuple[str, str]],
    ) -> None:
        """Store findings (blob id, path, findings), and messages (rule, message)."""
        rows = [
            (bytes.fromhex(blob), flake8_path, encode_findings(each))
            for blob, flake8_path, each in findings
            if each.problem in STORED_PROBLEMS
        ]
        self._write("insert or replace into found values ({kind}, ?, ?, ?)", rows)
        self._write("insert or ignore into rules values (?, ?)", [*messages])

    def add_debt_differences(self, differences: Iterable[tuple[str, str, DebtDifference]]) -> None:
        """Store differences: old tree, new tree, and their difference."""
        rows = [
            (bytes.fromhex(old), bytes.fromhex(new), encode_debt_difference(each))
            for old, new, each in differences
        ]
        self._write("insert or replace into steps values ({kind}, ?, ?, ?)", rows)

    def _write(self, command: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Run a command with each row; ``{kind}`` in the command is the id of this tool setup."""
        self._has_lost_findings = self._has_lost_findings or (self._is_in_memory and bool(rows))
        try:
            self._insert(command, rows)
        except sqlite3.Error as error:
            if self._is_in_memory:
                raise
            self._switch_to_memory(error)
            self._insert(command, rows)

    def _insert(self, command: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._file:
            self._file.executemany(command.format(kind=self._setup_id), rows)

    def _switch_to_memory(self, error: sqlite3.Error) -> None:
        """Copy the file into memory after a failed write, for example on a full disk."""
        old, memory = self._file, sqlite3.connect(":memory:")
        with suppress(sqlite3.Error):
            old.backup(memory)
        self._file, self._is_in_memory, self._has_lost_findings = memory, True, True
        self._setup_id = _prepare_tool_setup(memory, self._tool_setup)
        self._remark = f"not all that was found is kept: {_reason(error)}"
        with suppress(sqlite3.Error):
            old.close()


def _connect(path: Path, tool_setup: str) -> tuple[sqlite3.Connection, int]:
    """Open a file that belongs to this program, and give the id of the tool setup.

    Raises _ForeignFile if the file belongs to another program or a newer hookkit, ValueError if its
    tables are damaged or of another version.
    """
    connection = sqlite3.connect(path, timeout=_LOCK_TIMEOUT)
    try:
        _require_own_file(connection, path)
        return connection, _prepare_tool_setup(connection, tool_setup)
    except BaseException:
        connection.close()
        raise


def _require_own_file(connection: sqlite3.Connection, path: Path) -> None:
    with connection:
        # One transaction, because another process may create the tables meanwhile.
        connection.execute("begin")
        owner, version, tables = (
            connection.execute(query).fetchone()[0]
            for query in (
                "pragma application_id",
                "pragma user_version",
                "select count(*) from sqlite_master",
            )
        )
    if tables and owner != APPLICATION_ID:
        raise _ForeignFile(f"{path} is of another program")
    if tables and version > FORMAT_VERSION:
        raise _ForeignFile(f"{path} is of a newer hookkit")
    check = "pragma quick_check(1)"
    if tables and (version < FORMAT_VERSION or connection.execute(check).fetchone()[0] != "ok"):
        raise ValueError("its tables are of another version, or damaged")


def _prepare_tool_setup(connection: sqlite3.Connection, tool_setup: str) -> int:
    """Create the tables, give the id of a tool setup, and delete setups that are long unused."""
    connection.executescript(_TABLES_SQL)
    with connection:
        connection.execute("insert or ignore into kinds (words) values (?)", (tool_setup,))
        newest = "(select coalesce(max(used), 0) + 1 from kinds)"
        connection.execute(f"update kinds set used = {newest} where words = ?", (tool_setup,))
        unused = f"select id from kinds order by used desc limit -1 offset {MAX_TOOL_SETUPS}"
        for row in connection.execute(unused).fetchall():
            for table, column in (("found", "kind"), ("steps", "kind"), ("kinds", "id")):
                connection.execute(f"delete from {table} where {column} = ?", row)
        row = connection.execute("select id from kinds where words = ?", (tool_setup,)).fetchone()
    return int(row[0])


def _read_into(path: Path, memory: sqlite3.Connection) -> None:
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        _require_own_file(source, path)
        source.backup(memory)
    finally:
        source.close()


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
