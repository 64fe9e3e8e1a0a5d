"""What a person does not want to be offered again: kept in git, by content, by compare and swap."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from hookkit.corrections.refused_hunks import (
    REFUSALS_REF,
    RefusedHunk,
    count_unreadable_lines,
    fingerprints_of,
    forget_all_refusals,
    forget_refusals,
    make_refused_hunk,
    parse_refusals,
    read_refusals,
    remember_refusals,
)
from hookkit.errors import GitFailed, HookkitError
from hookkit.git import refs
from hookkit.git.refs import update_ref
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import write_blob
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.pep8.review_hunks import find_review_hunks
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from tests.interruption.placement_scenario import check_sound
from tests.repository import Repository


def refused(name: str, path: bytes = b"a.py") -> RefusedHunk:
    """A refused hunk of one part."""
    return RefusedHunk(name, (f"part of {name}",), path, ("E225",), f"{name}=1\n", f"{name} = 1\n")


A, B, C = refused("a"), refused("b", b"sub/\xff\n.py"), refused("ä\u2028")


def test_what_is_remembered_is_read_back(repo: Repository) -> None:
    git = repo.runner
    assert read_refusals(git) == []
    assert remember_refusals(git, [A, B]) == 2
    assert remember_refusals(git, [C, A]) == 1
    assert read_refusals(git) == [A, B, C]
    assert fingerprints_of(read_refusals(git)) == {"part of a", "part of b", "part of ä\u2028"}
    repo.commit("begin")
    check_sound(repo)


def test_nothing_to_remember_makes_no_ref(repo: Repository) -> None:
    assert remember_refusals(repo.runner, []) == 0
    assert repo.git("for-each-ref") == ""


def test_what_is_forgotten_is_gone(repo: Repository) -> None:
    git = repo.runner
    remember_refusals(git, [A, B, C])
    assert forget_refusals(git, ["b", "a"]) == [A, B]
    assert read_refusals(git) == [C]
    assert forget_all_refusals(git) == [C]
    assert (read_refusals(git), repo.git("for-each-ref")) == ([], "")
    assert forget_all_refusals(git) == []


def test_an_id_that_is_not_there_forgets_nothing(repo: Repository) -> None:
    remember_refusals(repo.runner, [A, B])
    with pytest.raises(HookkitError, match="^there is no refused hunk 'x'$"):
        forget_refusals(repo.runner, ["a", "x"])
    assert read_refusals(repo.runner) == [A, B]


def test_what_others_wrote_there_is_passed_over() -> None:
    assert parse_refusals(b'\n[]\n{"id": 1}\n\xff\n"a"\n1\n') == []


@pytest.mark.parametrize("times", [1, 2])
def test_one_who_comes_between_is_not_overwritten(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    git = repo.runner
    remember_refusals(git, [A])
    left = [B, refused("d")][:times]

    def late(git: Git, name: str, new: str, old: str, reason: str) -> None:
        if left:
            other = left.pop(0)
            monkeypatch.setattr(refs, "update_ref", update_ref)
            remember_refusals(git, [other])
            monkeypatch.setattr(refs, "update_ref", late)
        update_ref(git, name, new, old, reason)

    monkeypatch.setattr(refs, "update_ref", late)
    if times == 1:
        assert remember_refusals(git, [C]) == 1
        assert read_refusals(git) == [A, B, C]
    else:
        with pytest.raises(GitFailed):
            remember_refusals(git, [C])
        assert read_refusals(git) == [A, B, refused("d")]


def test_what_is_refused_outlives_the_corrections(repo: Repository) -> None:
    repo.commit("begin")
    remember_refusals(repo.runner, [A])
    expire_corrections_and_entries(repo.runner, keep=1, days=1, now=4e9)
    repo.git("gc", "--quiet", "--prune=now")
    assert read_refusals(repo.runner) == [A]


def test_a_ref_that_somebody_made_a_blob_of_is_read(repo: Repository) -> None:
    git = repo.runner
    update_ref(git, REFUSALS_REF, write_blob(git, b"what is this\n"), git.null_id, "test")
    assert read_refusals(git) == []
    assert remember_refusals(git, [A]) == 1


ENCODINGS = [
    pytest.param(b"a=1\n\nb=2\n", id="plain"),
    pytest.param(b"a=1\r\n\r\nb=2", id="CRLF, no end"),
    pytest.param(b"\xef\xbb\xbfa=1\n\nb=2\n", id="BOM"),
    pytest.param(b"# coding: latin-1\n# \xe9\na=1\n\nb=2\n", id="latin-1"),
]


@pytest.mark.parametrize("data", ENCODINGS)
def test_a_refused_hunk_is_not_made_again(data: bytes) -> None:
    options = Pep8Options(ignore=UNCONFIGURED_IGNORE)
    task = FixTask(b"a.py", data, options, "strict")
    fixed = fix_file(task).data
    first, *_ = find_review_hunks(b"a.py", data, fixed, ())
    refused_one = make_refused_hunk(first, data, fixed)
    assert (refused_one.id, refused_one.before, refused_one.after) == (first.id, "a=1\n", "a = 1\n")
    again = fix_file(task._replace(refused_fingerprints=frozenset(refused_one.parts)))
    assert b"a=1" in again.data and b"b = 2" in again.data
    assert again.outcome.refused_count == 1


def test_a_path_of_any_bytes_survives(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "r")
    remember_refusals(repo.runner, [B])
    [read] = read_refusals(repo.runner)
    assert os.fsencode(os.fsdecode(read.path)) == b"sub/\xff\n.py"


NEWER = b'{"format": 2, "id": "z", "parts": ["part of z"], "path": "z.py", "why": "style"}\n'


def test_what_a_newer_hookkit_refused_is_kept_as_it_is(repo: Repository) -> None:
    git = repo.runner
    remember_refusals(git, [A])
    written = git.object_contents([REFUSALS_REF])[REFUSALS_REF] + NEWER
    repo.git("update-ref", REFUSALS_REF, write_blob(git, written))
    assert (read_refusals(git), count_unreadable_lines(git)) == ([A], 1)
    remember_refusals(git, [B])
    assert forget_refusals(git, ["a"]) == [A]
    assert git.object_contents([REFUSALS_REF])[REFUSALS_REF].endswith(NEWER)
    assert forget_all_refusals(git) == [B]
    assert git.object_contents([REFUSALS_REF])[REFUSALS_REF] == NEWER
    shown = repo.hookkit("refused")
    assert (shown.returncode, shown.stderr) == (0, "")
    sentence = "1 refused hunk is of a newer hookkit: not read here, and kept as it was written"
    assert f"{sentence}\n" in shown.stdout
    assert "pip install --upgrade hookkit" in shown.stdout
    assert "1 refused hunk is of a newer hookkit" in repo.hookkit("doctor").stdout
