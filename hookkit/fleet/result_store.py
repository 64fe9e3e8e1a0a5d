"""The store of results of inspections: one SQLite file that later runs reuse.

The table ``repository`` has the list in its order; ``place`` is NULL for a repository that is not
in the last list. ``result`` has the last result for each repository and kind of inspection.
``point`` has metrics over time: one value for each inspected state of a repository.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.fleet.inspection import Facts, InspectionResult
from hookkit.fleet.listed_repository import ListedRepository

STORE_FORMAT = 1
"""The version of tables and facts; increase it if an older hookkit cannot read the new ones."""

APPLICATION_ID = 0x686B666C
"""SQLite's application_id, which distinguishes this file from other SQLite files: ``hkfl``."""

_LOCK_TIMEOUT = 30.0
"""Seconds to wait for another process that writes."""

_TABLES_SQL = """\
CREATE TABLE repository (
    path PRIMARY KEY, name NOT NULL, branch NOT NULL, link NOT NULL, problem NOT NULL,
    place INTEGER
) WITHOUT ROWID;
CREATE TABLE result (
    path NOT NULL, work TEXT NOT NULL, options TEXT NOT NULL, version TEXT NOT NULL,
    looked_at INTEGER NOT NULL, problem NOT NULL, repair NOT NULL, facts TEXT NOT NULL,
    watched TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (path, work)
) WITHOUT ROWID;
CREATE TABLE point (
    path NOT NULL, figure TEXT NOT NULL, commit_id TEXT NOT NULL, at INTEGER NOT NULL,
    value INTEGER NOT NULL, PRIMARY KEY (path, figure, commit_id)
) WITHOUT ROWID;
"""


class StoredResult(NamedTuple):
    """A stored result of a repository, with the options and the version of hookkit that made it.

    ``looked_at`` is in seconds since 1970.
    """

    result: InspectionResult
    options: str
    version: str
    looked_at: int


class ResultStore:
    """An open store. Every method raises EnvironmentFailed if SQLite fails."""

    def __init__(self, connection: sqlite3.Connection, label: str) -> None:
        """Take an open connection, and the name of the file for messages."""
        self._connection = connection
        self._label = label

    def set_repositories(self, repositories: Sequence[ListedRepository]) -> None:
        """Replace the list; results of repositories that are not in it stay, but are not shown."""
        rows = [(*map(_storable, each), place) for place, each in enumerate(repositories)]
        with self._transaction() as connection:
            connection.execute("UPDATE repository SET place = NULL")
            connection.executemany(
                "INSERT OR REPLACE INTO repository (name, path, branch, link, problem, place)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )

    def repositories(self) -> list[ListedRepository]:
        """Give the repositories of the list, in its order."""
        rows = self._query(
            "SELECT name, path, branch, link, problem FROM repository"
            " WHERE place IS NOT NULL ORDER BY place"
        )
        return [ListedRepository(*map(_text_of, row)) for row in rows]

    def add(self, inspection_name: str, results: Iterable[StoredResult]) -> None:
        """Write results, in one transaction."""
        rows = [
            (_storable(each.result.path), inspection_name, *_result_columns(each))
            for each in results
        ]
        with self._transaction() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO result VALUES ({', '.join('?' * 10)})", rows
            )

    def results(self, inspection_name: str) -> dict[str, StoredResult]:
        """Give the last result of each repository, by path."""
        rows = self._query(
            "SELECT path, options, version, looked_at, problem, repair, facts, watched,"
            " fingerprint FROM result WHERE work = ?",
            inspection_name,
        )
        return {_text_of(row[0]): _parse_result(row) for row in rows}

    def add_points(self, points: Iterable[tuple[str, str, str, int, int]]) -> None:
        """Write points of metrics: path, name of the metric, commit, seconds since 1970, value."""
        rows = [(_storable(path), *rest) for path, *rest in points]
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?, ?)", rows)

    def points(self, metric: str) -> dict[str, list[tuple[int, int]]]:
        """Give a metric over time (seconds since 1970, value), by path of the repository."""
        rows = self._query(
            "SELECT path, at, value FROM point WHERE figure = ? ORDER BY path, at", metric
        )
        found: dict[str, list[tuple[int, int]]] = {}
        for path, at, value in rows:
            found.setdefault(_text_of(path), []).append((int(str(at)), int(str(value))))
        return found

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._connection:
                yield self._connection
        except sqlite3.Error as error:
            raise _store_error(self._label, error) from error

    def _query(self, query: str, *values: str) -> list[tuple[object, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise _store_error(self._label, error) from error


@contextmanager
def open_store(path: str | None) -> Iterator[ResultStore]:
    """Open the store in a file, which is created if it does not exist; None keeps it in memory.

    Raises WrongUsage if the file is no store or from a newer hookkit, EnvironmentFailed if it
    cannot be opened.
    """
    try:
        connection = sqlite3.connect(path or ":memory:", timeout=_LOCK_TIMEOUT)
    except sqlite3.Error as error:
        raise _store_error(path or "", error) from error
    try:
        _prepare(connection, path or "")
        yield ResultStore(connection, path or "")
    finally:
        with suppress(sqlite3.Error):
            connection.close()


def _prepare(connection: sqlite3.Connection, label: str) -> None:
    try:
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            [application_id] = connection.execute("PRAGMA application_id").fetchone()
            [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            [version] = connection.execute("PRAGMA user_version").fetchone()
            if application_id == APPLICATION_ID:
                _require_store_format(label, version)
            elif tables:
                raise _not_a_store(label)
            else:
                for each in _TABLES_SQL.split(";"):
                    connection.execute(each)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {STORE_FORMAT}")
    except sqlite3.OperationalError as error:
        raise _store_error(label, error) from error
    except sqlite3.DatabaseError as error:
        raise _not_a_store(label) from error


def _require_store_format(label: str, version: int) -> None:
    if version != STORE_FORMAT:
        sentence = (
            f"{label} was written by a newer hookkit: its format is {version}, not {STORE_FORMAT}"
        )
        raise WrongUsage(sentence, "pip install --upgrade hookkit")


def _not_a_store(label: str) -> WrongUsage:
    return WrongUsage(f"{label} is not a store of hookkit fleet", "hookkit fleet status --help")


def _store_error(label: str, error: sqlite3.Error) -> EnvironmentFailed:
    return EnvironmentFailed(f"the store {label} cannot be used: {error}")


def _storable(text: str) -> str | bytes:
    """Give text in a form that SQLite can store: bytes if a path is not UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text)
    return text


def _text_of(value: object) -> str:
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def _result_columns(result: StoredResult) -> tuple[object, ...]:
    inspected = result.result
    return (
        *(result.options, result.version, result.looked_at),
        *map(_storable, (inspected.problem, inspected.repair)),
        *(json.dumps(inspected.facts), json.dumps(inspected.other_files), inspected.fingerprint),
    )


def _parse_result(row: tuple[object, ...]) -> StoredResult:
    path, options, version, looked_at, problem, repair, facts, other_files, fingerprint = row
    facts_dict: Facts = json.loads(_text_of(facts))
    inspected = InspectionResult(
        *(_text_of(path), _text_of(problem), _text_of(repair)),
        *(facts_dict, tuple(json.loads(_text_of(other_files))), _text_of(fingerprint)),
    )
    return StoredResult(inspected, _text_of(options), _text_of(version), int(str(looked_at)))
