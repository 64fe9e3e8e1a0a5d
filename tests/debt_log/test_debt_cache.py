"""The file in which findings are kept: damaged, foreign, newer, full, and of two processes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from hookkit.debt_log import debt_cache
from hookkit.debt_log.content_findings import ContentFindings
from hookkit.debt_log.debt_cache import DebtCache
from hookkit.debt_log.debt_difference import DebtDifference

BLOB, OTHER = "ab" * 20, "cd" * 20
FOUND = ContentFindings(3, "", Counter({("E501", "0123456789"): 2}))
DIFFERENCE = DebtDifference(1, 3, 0, {"src": {"E501": 2}}, {"E501": 2}, {})


def fill(path: Path, words: str = "words") -> DebtCache:
    """A store with one content and one difference."""
    made = DebtCache(path, words)
    made.add_findings([(BLOB, "a.py", FOUND)], [("E501", "line too long")])
    made.add_debt_differences([("", BLOB, DIFFERENCE)])
    return made


def is_filled(found: DebtCache) -> bool:
    """Whether all of that is there, and then it is closed."""
    seen = (
        found.findings(BLOB, "a.py"),
        found.debt_difference("", BLOB),
        found.rules().get("E501"),
    )
    found.close()
    return seen == (FOUND, DIFFERENCE, "line too long")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "hookkit" / "debt.sqlite"


def test_what_was_found_is_there_the_next_time(place: Path) -> None:
    fill(place).close()
    again = DebtCache(place, "words")
    assert again.remark == ""
    assert again.findings(BLOB, "b.py") is None
    assert again.findings(OTHER, "a.py") is None
    assert again.debt_difference(BLOB, "") is None
    assert is_filled(again)


def test_other_options_are_another_kind_and_old_kinds_go(place: Path) -> None:
    fill(place).close()
    other = DebtCache(place, "others")
    assert other.findings(BLOB, "a.py") is None
    other.close()
    assert is_filled(DebtCache(place, "words"))
    for number in range(debt_cache.MAX_TOOL_SETUPS):
        fill(place, f"kind {number}").close()
    last = DebtCache(place, "words")
    assert last.findings(BLOB, "a.py") is None
    last.close()


def test_what_comes_from_around_a_content_is_not_kept(place: Path) -> None:
    made = DebtCache(place, "words")
    made.add_findings([(BLOB, "a.py", ContentFindings(0, "killed", Counter()))], [])
    assert made.findings(BLOB, "a.py") is None
    made.close()


def damage_middle(data: bytes) -> bytes:
    """Pages of nonsense behind the first one."""
    return data[:4096] + b"\x5a" * (len(data) - 4096)


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"no database at all" * 99, lambda data: data[:5000], damage_middle],
    ids=["other bytes", "cut", "pages"],
)
def test_a_damaged_file_is_made_anew(place: Path, damage: object) -> None:
    fill(place).close()
    place.write_bytes(damage(place.read_bytes()))  # type: ignore[operator]
    again = DebtCache(place, "words")
    assert again.remark == f"{place} was damaged and is made anew"
    assert again.findings(BLOB, "a.py") is None
    again.close()
    fill(place).close()
    assert is_filled(DebtCache(place, "words"))


def test_damage_within_a_content_has_it_looked_at_again(place: Path) -> None:
    fill(place).close()
    file = sqlite3.connect(place)
    file.execute("update found set data = x'00'")
    file.commit()
    file.close()
    again = DebtCache(place, "words")
    assert again.findings(BLOB, "a.py") is None
    again.close()
    assert is_filled(fill(place))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("pragma application_id = 7", "is of another program"),
        (f"pragma user_version = {debt_cache.FORMAT_VERSION + 1}", "is of a newer hookkit"),
    ],
)
def test_a_file_of_others_is_left_alone(place: Path, change: str, reason: str) -> None:
    fill(place).close()
    file = sqlite3.connect(place)
    file.execute(change)
    file.commit()
    file.close()
    before = place.read_bytes()
    made = fill(place)
    assert made.remark == f"{place} {reason}: what is found now is not kept"
    assert is_filled(made)
    assert place.read_bytes() == before


def test_an_older_file_is_made_anew(place: Path) -> None:
    fill(place).close()
    file = sqlite3.connect(place)
    file.execute("pragma user_version = 0")
    file.commit()
    file.close()
    assert is_filled(fill(place))


def test_where_it_cannot_be_written_it_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "hookkit").write_text("a file in the way")
    made = fill(tmp_path / "hookkit" / "debt.sqlite")
    assert made.remark.endswith(": what is found now is not kept")
    assert is_filled(made)


def test_a_link_is_not_followed(tmp_path: Path, place: Path) -> None:
    place.parent.mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    made = fill(place)
    assert made.remark == f"{place} is no file: what is found now is not kept"
    assert is_filled(made)
    assert not (tmp_path / "elsewhere").exists()


def test_what_can_only_be_read_is_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(place).close()

    def refused(*_: object) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(debt_cache, "_connect", refused)
    made = DebtCache(place, "words")
    assert made.remark == ""  # nothing was to be kept
    made.add_findings([(OTHER, "a.py", FOUND)], [])
    readonly = "attempt to write a readonly database"
    assert made.remark == f"{place} cannot be written: {readonly}: what is found now is not kept"
    assert is_filled(made)


def test_a_disk_that_gets_full_loses_nothing_of_the_run(place: Path) -> None:
    made = fill(place)
    made._file.execute("pragma max_page_count = 1")
    rows = [(f"{number:040x}", "b.py", FOUND) for number in range(2_000)]
    made.add_findings(rows, [])
    assert made.remark == "not all that was found is kept: database or disk is full"
    assert made.findings(f"{77:040x}", "b.py") == FOUND
    assert is_filled(made)
    assert is_filled(DebtCache(place, "words"))


def test_sentences_that_find_the_disk_full_are_there_as_well(place: Path) -> None:
    made = fill(place)
    made._file.execute("pragma max_page_count = 1")
    sentences = {f"XY{number}": "a sentence" * 20 for number in range(200)}
    made.add_findings([], sentences.items())
    assert made.remark == "not all that was found is kept: database or disk is full"
    assert made.rules() == {"E501": "line too long", **sentences}
    made.close()


WRITER = """
import sys
from pathlib import Path
from tests.debt_log.test_debt_cache import FOUND
from hookkit.debt_log.debt_cache import DebtCache
made = DebtCache(Path(sys.argv[1]), "words")
for number in range(200):
    made.add_findings([(f"{number:032x}{sys.argv[2]}", "a.py", FOUND)], [])
assert not made.remark, made.remark
made.close()
"""


def test_two_processes_write_at_the_same_time(place: Path) -> None:
    sides = ("a" * 8, "b" * 8)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(place), each]) for each in sides]
    assert [each.wait() for each in writers] == [0, 0]
    found = DebtCache(place, "words")
    assert all(found.findings(f"{n:032x}{each}", "a.py") for n in range(200) for each in sides)
    found.close()


def test_a_file_that_another_process_creates_meanwhile_is_used(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process creates the tables between two reads of whose file it is."""
    connect = sqlite3.connect

    def create(statement: str) -> None:
        if "sqlite_master" in statement:
            with closing(connect(place, timeout=0)) as other, suppress(sqlite3.OperationalError):
                other.executescript(debt_cache._TABLES_SQL)

    def traced(path: Path, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, **options)
        connection.set_trace_callback(create)
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", traced)
        fill(place).close()
    assert is_filled(DebtCache(place, "words"))
