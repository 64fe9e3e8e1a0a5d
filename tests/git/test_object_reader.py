"""One process for all objects that are read in a run."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from hookkit.git.object_reader import GitObject, ObjectReader
from hookkit.git.process import command_effect
from hookkit.git.runner import Git
from tests.repository import Repository


@pytest.fixture
def traced(repo: Repository, tmp_path: Path) -> tuple[Git, Path]:
    """A repository with two files, whose git processes are noted in a file."""
    repo.commit("Begin", {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    trace = tmp_path / "trace"
    trace.write_text("")
    return repo.runner.with_variables({"GIT_TRACE2_EVENT": str(trace)}), trace


def started(trace: Path) -> int:
    return trace.read_text().count('"event":"start"')


def reader_of(git: Git) -> ObjectReader:
    reader = git._reader
    assert reader is not None
    return reader


def test_all_of_a_run_is_read_in_one_process(traced: tuple[Git, Path], repo: Repository) -> None:
    git, trace = traced
    with git.batch_session():
        assert git.object_contents(["HEAD:a.py", "none"]) == {"HEAD:a.py": b"a = 1\n"}
        assert git.resolve("HEAD") == repo.head
        with git.batch_session():
            assert git.object_contents(["HEAD:b.py"]) == {"HEAD:b.py": b"b = 1\n"}
        # What comes to be meanwhile is found.
        new = repo.commit("More", {"c.py": "c = 1\n"})
        assert git.read_objects([f"{new}:c.py"])[f"{new}:c.py"].type == "blob"
        assert git.resolve("refs/heads/main") == new
    assert started(trace) == 1
    assert git.object_contents(["HEAD:a.py"]) and started(trace) == 2


def test_a_process_that_ends_is_made_up_for(traced: tuple[Git, Path]) -> None:
    git, _ = traced
    with git.batch_session():
        git.object_contents(["HEAD:a.py"])
        os.kill(reader_of(git)._child.pid, signal.SIGTERM)
        reader_of(git)._child.wait()
        assert git.object_contents(["HEAD:a.py", "HEAD:b.py"]).keys() == {"HEAD:a.py", "HEAD:b.py"}
        assert git.object_contents(["HEAD:b.py"]) == {"HEAD:b.py": b"b = 1\n"}


def test_an_interruption_leaves_no_answer_for_the_next_question(
    traced: tuple[Git, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(stream: object) -> GitObject | None:
        raise KeyboardInterrupt

    git, _ = traced
    with git.batch_session():
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr("hookkit.git.object_reader._read_answer", interrupted)
            git.object_contents(["HEAD:a.py"])
        assert git.object_contents(["HEAD:b.py"]) == {"HEAD:b.py": b"b = 1\n"}


def test_a_great_many_objects_are_read_in_a_run(repo: Repository) -> None:
    """More in both directions than a pipe holds."""
    repo.commit("Begin", {f"{n}.py": f"{n}\n" * 2000 for n in range(60)})
    names = [f"HEAD:{n}.py" for n in range(60)]
    git = repo.runner
    with git.batch_session():
        found = git.object_contents([*names, *(f"missing-{n}" for n in range(20_000))])
    assert found == {f"HEAD:{n}.py": f"{n}\n".encode() * 2000 for n in range(60)}


def test_long_names_are_read_in_a_run(repo: Repository) -> None:
    """More in both directions than a pipe holds, though they are few."""
    repo.commit("Begin", {"a.py": "a = 1\n"})
    names = [f"HEAD:{'folder/' * 500}{n}.py" for n in range(99)]
    git = repo.runner
    with git.batch_session():
        assert git.object_contents([*names, "HEAD:a.py"]) == {"HEAD:a.py": b"a = 1\n"}


def test_what_a_partial_clone_does_not_have_is_left_out_in_a_run(
    repo: Repository, tmp_path: Path
) -> None:
    repo.commit("Begin", {"a.py": "a = 1\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    source, clone = f"file://{repo.path}", str(tmp_path / "clone")
    repo.git("clone", "-q", "--filter=blob:none", "--no-checkout", source, clone)
    repo.path.rename(tmp_path / "away")
    git = Repository(tmp_path / "clone").runner
    with git.batch_session():
        assert git.object_contents(["HEAD:a.py", "HEAD^{tree}", "none"]).keys() == {"HEAD^{tree}"}
        assert git.object_contents(["HEAD^{tree}"]).keys() == {"HEAD^{tree}"}


def test_what_is_asked_once_is_asked_again_in_the_next_run(traced: tuple[Git, Path]) -> None:
    git, trace = traced
    for runs in (1, 2):
        with git.batch_session():
            assert git.try_run_cached("rev-parse", "HEAD") == git.try_run_cached(
                "rev-parse", "HEAD"
            )
        assert started(trace) == runs
    git.try_run_cached("rev-parse", "HEAD")
    git.try_run_cached("rev-parse", "HEAD")
    assert started(trace) == 4


def branches(git: Git) -> list[str]:
    return git.lines_cached("for-each-ref", "--format=%(refname:short)", "refs/heads/")


def test_git_is_asked_once_until_it_changes_something(traced: tuple[Git, Path]) -> None:
    git, trace = traced
    with git.batch_session():
        assert branches(git) == ["main"] == branches(git)
        assert git.lines_cached("config", "--get", "init.defaultBranch") == ["main"]
        assert started(trace) == 2
        git.run("update-ref", "refs/heads/topic", "HEAD")
        assert branches(git) == ["main", "topic"]
        git.lines_cached("config", "--get", "init.defaultBranch")
        assert started(trace) == 4
        git.run("config", "init.defaultBranch", "trunk")
        assert git.lines_cached("config", "--get", "init.defaultBranch") == ["trunk"]


def test_refs_that_move_together_are_asked_for_again(repo: Repository) -> None:
    new = repo.commit("Begin")
    git = repo.runner
    with git.batch_session():
        assert branches(git) == ["main"]
        with git.locked_refs([("refs/heads/topic", new, git.null_id)], "test") as move:
            assert branches(git) == ["main"]
            move()
        assert branches(git) == ["main", "topic"]


def test_what_is_run_with_other_variables_changes_the_same_repository(repo: Repository) -> None:
    repo.commit("Begin")
    git = repo.runner
    with git.batch_session():
        assert branches(git) == ["main"]
        git.with_variables({"GIT_COMMITTER_NAME": "x"}).run("branch", "topic")
        assert branches(git) == ["main", "topic"]


def test_the_index_is_read_again_after_it_was_changed(repo: Repository) -> None:
    """The process that is open keeps it as it found it first."""
    repo.commit("Begin", {"a.txt": "1\n"})
    git = repo.runner
    with git.batch_session():
        assert git.object_contents([":a.txt"]) == {":a.txt": b"1\n"}
        repo.write("a.txt", "2\n")
        git.run("update-index", "a.txt")
        assert git.object_contents([":a.txt"]) == {":a.txt": b"2\n"}


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("for-each-ref refs/heads/", None),
        ("-c a.b=c log -1", None),
        ("remote", None),
        ("ls-remote origin", None),
        ("config --list", None),
        ("config a.b c", "anything"),
        ("hook list pre-push", None),
        ("hook run pre-push", "anything"),
        ("unpack-objects -q", None),
        ("update-ref HEAD x", "refs"),
        ("symbolic-ref HEAD", None),
        ("symbolic-ref -m why HEAD refs/heads/a", "refs"),
        ("update-index -q --refresh", None),
        ("-c index.sparse=false update-index --index-info", "index"),
        ("read-tree -m a b", "index"),
        ("fetch origin", "anything"),
        ("rebase main", "anything"),
    ],
)
def test_what_a_command_may_change(words: str, changed: str | None) -> None:
    assert command_effect(words.split()) == changed
