"""What ``import hookkit`` offers, in real repositories."""

from __future__ import annotations

import dataclasses
import os
import pickle
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import git
import pytest

import hookkit
from hookkit import errors
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, corrections, repository_content

WITHHELD = "if x == None:\n    pass\n"


@pytest.fixture
def sloppy(repo: Repository) -> Repository:
    """A repository whose last two commits are sloppy."""
    repo.commit("Begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    repo.commit("Add b", {"b.py": SLOPPY, "broken.py": "def f(:\n"})
    return repo


# What is imported


def modules_of(code: str) -> set[str]:
    """The modules of hookkit, and of others, that are there after some code."""
    tail = "; import sys; print(*sorted(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=True
    )
    return set(ended.stdout.split())


def test_the_import_imports_nothing() -> None:
    extra = modules_of("import hookkit") - modules_of("pass")
    assert extra == {"hookkit"}


def test_a_name_is_imported_when_it_is_asked_for() -> None:
    modules = modules_of("import hookkit; hookkit.Fault")
    assert "hookkit.api.result_classes" in modules and "hookkit.git.runner" not in modules
    assert set(hookkit.__all__) <= set(dir(hookkit))
    assert all(getattr(hookkit, name).__doc__ for name in hookkit.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        vars(hookkit)["__getattr__"]("Nothing")


def test_results_are_values(sloppy: Repository) -> None:
    made = hookkit.Repository(sloppy.path).correct()
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(made.files[0].faults[0]) is not None
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.id = "other"  # type: ignore[misc]


# Texts


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("x=1\r\n", "x = 1\r\n"),
        ("\ufeffx='é'\n", "\ufeffx = 'é'\n"),
        ("# coding: latin-1\nx='é'\n", "# coding: latin-1\nx = 'é'\n"),
        ("x = '" + "long" * 30 + "'\n", "x = '" + "long" * 30 + "'\n"),
        (b"x=1\n", "x = 1\n"),
        ("", ""),
    ],
)
def test_a_text(source: str | bytes, text: str) -> None:
    assert hookkit.correct_text(source).text == text


def test_a_text_that_is_left_alone() -> None:
    found = hookkit.correct_text("def f(:\n")
    assert found.skipped == "does not parse: line 1: invalid syntax"
    assert found.text == "def f(:\n" and not found.is_changed
    with pytest.raises(errors.WrongUsage, match="encoding that it declares"):
        hookkit.correct_text("# coding: latin-1\nx='☃'\n")
    with pytest.raises(errors.HookkitError, match="cannot be decoded"):
        assert hookkit.correct_text(b"# coding: nothing\nx=1\n").text


def test_a_text_of_a_file(repo: Repository) -> None:
    repo.write("pyproject.toml", "[tool.autopep8]\naggressive = 2\nignore = 'E501'\n")
    file = repo.path / "sub" / "a.py"
    found = hookkit.correct_text("x=1\n" + WITHHELD, file)
    assert found.path == str(file) and found.text == "x = 1\n" + WITHHELD
    assert [each.codes for each in found.withheld] == [("E711",)]
    loose = hookkit.correct_text(WITHHELD, file, {"safety": "off"})
    assert loose.text == "if x is None:\n    pass\n"
    assert not file.parent.exists()
    with pytest.raises(errors.WrongUsage, match="safety is"):
        hookkit.correct_text("x=1\n", file, {"safety": "of"})


# Corrections


def test_a_commit_is_corrected_and_nothing_changes(sloppy: Repository) -> None:
    before = repository_content(sloppy)
    made = hookkit.Repository(sloppy.path).correct()
    assert repository_content(sloppy) == before
    assert (made.commit, made.id, made.since) == (sloppy.head, None, None)
    b, broken = made.files
    assert (b.path, b.before, b.after) == ("b.py", SLOPPY.encode(), FIXED.encode())
    assert [each.code for each in made.faults] == ["E401", "E231", "E225"]
    assert made.changed == (b,)
    assert broken.skipped == "does not parse: line 1: invalid syntax"


def test_a_range_and_all_files(sloppy: Repository) -> None:
    repo = hookkit.Repository(sloppy.path)
    made = repo.correct("HEAD~2..HEAD")
    assert [each.path for each in made.changed] == ["a.py", "b.py"]
    assert made.since == sloppy.git("rev-parse", "HEAD~2")
    everything = [each.path for each in repo.correct_all().files]
    assert everything == ["a.py", "b.py", "broken.py", "ok.py"]
    many = hookkit.Repository(sloppy.path, {"jobs": 2}).correct_all()
    assert many == repo.correct_all()
    with pytest.raises(errors.EnvironmentFailed, match="there is no commit"):
        repo.correct("nothing")


def test_keep_and_accept(sloppy: Repository) -> None:
    repo = hookkit.Repository(sloppy.path)
    with pytest.raises(errors.WrongUsage, match="propose it first"):
        repo.accept(repo.correct())
    with pytest.raises(errors.HookkitError, match="there is no correction"):
        repo.kept()
    kept = repo.propose(repo.correct())
    assert corrections(sloppy) == {sloppy.head: kept.id}
    assert repo.kept().id == kept.id and repo.kept().faults == kept.faults
    assert repo.kept().changed == kept.changed
    sloppy.write("a.py", "mine\n")
    accepted = repo.accept(kept)
    assert accepted == hookkit.Accepted(sloppy.head)
    assert sloppy.git("log", "-1", "--format=%s") == "fixup! Add b"
    assert sloppy.read("b.py") == FIXED.encode() and sloppy.read("a.py") == b"mine\n"
    assert repo.accept(kept) == hookkit.Accepted(None)
    assert sloppy.hookkit("undo").returncode == 0
    assert sloppy.read("b.py") == SLOPPY.encode()


def test_amend_and_dropped_lines(sloppy: Repository) -> None:
    repo = hookkit.Repository(sloppy.path)
    kept = repo.propose(repo.correct())
    sloppy.write("b.py", SLOPPY.replace("x=1", "x=3"))
    accepted = repo.accept(kept, "amend")
    assert [(each.path, each.first) for each in accepted.dropped] == [("b.py", 2)]
    assert sloppy.git("log", "-1", "--format=%s") == "Add b"
    assert sloppy.blob("HEAD:b.py") == FIXED.replace("x = 1", "x=1").encode()


def test_a_part_is_kept(sloppy: Repository) -> None:
    repo = hookkit.Repository(sloppy.path, {"scope": "file"})
    made = repo.correct_all()
    part = dataclasses.replace(made, files=made.files[:1])
    kept = repo.propose(part)
    repo.accept(kept, "commit")
    assert sloppy.read("a.py") == FIXED.encode() and sloppy.read("b.py") == SLOPPY.encode()
    clean = repo.propose(repo.correct("HEAD~3"))
    assert clean.id is None


# History


def test_a_branch_and_a_range_are_checked(sloppy: Repository) -> None:
    sloppy.git("checkout", "-q", "-b", "topic", "HEAD^")
    sloppy.commit("fixup! Add a", {"t.py": "x = 1\n"})
    repo = hookkit.Repository(sloppy.path)
    checked = repo.check()
    assert checked.subject == "topic" and checked.is_refused and not checked.is_unknown
    assert {each.rule for each in checked.findings} == {"HK301", "HK602"}
    assert all(each.sentence and each.repair for each in checked.findings)
    sloppy.git("checkout", "-q", "main")
    assert {each.rule for each in repo.check("topic").findings} == {"HK301", "HK602"}
    assert {each.rule for each in repo.check("HEAD~2..HEAD").findings} == {"HK401"}
    with pytest.raises(errors.EnvironmentFailed):
        repo.check("nothing")


def test_reviews_and_pictures(sloppy: Repository) -> None:
    repo = hookkit.Repository(sloppy.path)
    for form in ("json", "github", "sarif"):
        said = sloppy.hookkit("review", "HEAD^..HEAD", "--format", form).stdout
        assert repo.review("HEAD^..HEAD", form) == said
    with pytest.raises(errors.WrongUsage, match="forms: json, github, sarif"):
        repo.review("HEAD", "html")  # type: ignore[arg-type]
    assert repo.draw() == sloppy.hookkit("graph", "--svg", "-").stdout
    assert "older commits are not drawn" in repo.draw(limit=1)


# Where it works


def test_gitpython_and_paths(
    sloppy: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = sloppy.path / "sub"
    inside.mkdir()
    head = sloppy.head
    monkeypatch.setenv("GIT_DIR", str(Repository.init(tmp_path / "other").path / ".git"))
    monkeypatch.chdir(tmp_path)
    with git.Repo(sloppy.path) as clone:
        by_gitpython = hookkit.Repository(clone)
    for repo in (by_gitpython, hookkit.Repository(inside), hookkit.Repository("repo")):
        monkeypatch.chdir(sloppy.path)
        assert repo.path == sloppy.path and repo.git_dir == sloppy.path / ".git"
        assert repo.correct().commit == head
        monkeypatch.chdir(tmp_path)


def test_a_bare_repository(sloppy: Repository, tmp_path: Path) -> None:
    sloppy.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    with git.Repo(tmp_path / "bare.git") as clone:
        repo = hookkit.Repository(clone)
    assert repo.path is None
    kept = repo.propose(repo.correct())
    with pytest.raises(errors.EnvironmentFailed, match="needs a worktree"):
        repo.accept(kept)


def test_errors_are_those_of_hookkit(tmp_path: Path, sloppy: Repository) -> None:
    with pytest.raises(errors.EnvironmentFailed, match="not in a git repository"):
        hookkit.Repository(tmp_path)
    with pytest.raises(errors.EnvironmentFailed, match="does not exist"):
        hookkit.Repository(tmp_path / "nowhere")
    with pytest.raises(errors.WrongUsage, match="unknown setting"):
        hookkit.Repository(sloppy.path, {"scop": "file"})
    empty = hookkit.Repository(Repository.init(tmp_path / "empty").path)
    with pytest.raises(errors.HookkitError):
        empty.correct()
    with pytest.raises(errors.HookkitError):
        empty.correct_all()


def test_threads(sloppy: Repository, capfd: pytest.CaptureFixture[str]) -> None:
    sloppy.git("config", "hookkit.branchPattern", "[a-z]+")
    repo = hookkit.Repository(sloppy.path)
    expected = repo.correct(), repo.check()

    def work(_: int) -> object:
        return repo.correct(), repo.check()

    with ThreadPoolExecutor(4) as pool:
        assert all(found == expected for found in pool.map(work, range(8)))
    assert capfd.readouterr() == ("", "")


def test_nothing_of_the_process_changes(sloppy: Repository) -> None:
    state = os.getcwd(), dict(os.environ), list(sys.path), list(warnings.filters)
    repo = hookkit.Repository(sloppy.path)
    repo.accept(repo.propose(repo.correct()))
    repo.check()
    assert state == (os.getcwd(), dict(os.environ), list(sys.path), list(warnings.filters))
    assert not (sloppy.path / ".git" / "hookkit" / "hookkit.log").exists()
