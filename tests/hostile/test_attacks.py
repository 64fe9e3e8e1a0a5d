"""Attacks by what a repository holds: nothing of it runs, and nothing outside is touched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, install_starting_hooks

OUTSIDE = "import os,sys\noutside=1\n"


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with the hooks, beside a folder that it must not touch."""
    repo = Repository.init(tmp_path / "repo")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_text(OUTSIDE)
    repo.commit("begin", {"README": "x\n"})
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    return install_starting_hooks(repo)


def outside(repo: Repository) -> dict[str, str]:
    """What the folder beside the repository holds."""
    folder = repo.path.parent / "outside"
    return {each.name: each.read_text() for each in folder.iterdir()}


def marks(repo: Repository) -> list[str]:
    """Which programs of the repository ran."""
    mark = repo.path.parent / "mark"
    return sorted({*mark.read_text().split()}) if mark.exists() else []


COMMANDS = (
    ["run", "--all-files"],
    ["run", "--check"],
    ["review"],
    ["accept", "HEAD"],
    ["undo"],
    ["check"],
    ["graph"],
    ["why", "HEAD"],
    ["history-report"],
    ["doctor"],
)


def test_a_link_to_a_file_outside_is_neither_read_nor_written(hooked: Repository) -> None:
    (hooked.path / "a.py").symlink_to("../outside/a.py")
    (hooked.path / "b.py").write_text(SLOPPY)
    hooked.git("add", "a.py", "b.py")
    hooked.git("commit", "-q", "-m", "links")
    for args in COMMANDS:
        ended = hooked.hookkit(*args)
        assert "outside=1" not in ended.stdout + ended.stderr
        assert ended.returncode in (0, 1, 2, 3), ended
    assert outside(hooked) == {"a.py": OUTSIDE}
    assert (hooked.path / "a.py").is_symlink()


def test_a_folder_that_became_a_link_is_not_written_through(hooked: Repository) -> None:
    hooked.write("lib/a.py", SLOPPY)
    hooked.git("add", "lib/a.py")
    (hooked.path / "lib" / "a.py").unlink()
    (hooked.path / "lib").rmdir()
    (hooked.path / "lib").symlink_to("../outside")
    hooked.git("commit", "-q", "-m", "folder")
    for args in COMMANDS:
        assert hooked.hookkit(*args).returncode in (0, 1, 2, 3)
    assert outside(hooked) == {"a.py": OUTSIDE}


NAMES = ["a\nb.py", "-x.py", "--all.py", ":(glob)x.py", ":!x.py", "a\x1bb.py", "é\\t.py", " .py"]


def test_odd_names_are_names(hooked: Repository) -> None:
    for name in NAMES:
        hooked.write(name, SLOPPY)
    hooked.git("add", "--all")
    hooked.git("commit", "-q", "-m", "names")
    assert {name: hooked.read(name) for name in NAMES} == dict.fromkeys(NAMES, FIXED.encode())
    assert hooked.hookkit("undo").returncode == 0
    assert {hooked.read(name) for name in NAMES} == {SLOPPY.encode()}


SOURCES = {
    "nul.py": b"x=1\n\0y=2\n",
    "deep.py": b"x=" + b"(" * 3000 + b")" * 3000 + b"\n",
    "ifs.py": b"".join(b" " * n + b"if x:\n" for n in range(150)) + b" " * 150 + b"y=1\n",
    "minus.py": b"x=" + b"-" * 50_000 + b"1\n",
    "cookie.py": b"# coding: rot13\nx=1\n",
    "cookie2.py": b"# coding: ../../x\nx=1\n",
    "long.py": b"x=" + b"1+" * 100_000 + b"1\n",
}


def test_sources_that_break_parsers_are_left_alone_and_named(hooked: Repository) -> None:
    for name, content in SOURCES.items():
        hooked.write(name, content)
    hooked.write("good.py", SLOPPY)
    hooked.git("add", "--all")
    ended = hooked.attempt("commit", "-q", "-m", "sources")
    said = ended.stderr.decode()
    assert ended.returncode == 0
    assert hooked.read("good.py") == FIXED.encode()
    assert "a bug in hookkit" not in said and "Traceback" not in said
    assert hooked.read("nul.py") == SOURCES["nul.py"]


SETTINGS = {
    "deep": "mode = " + "[" * 100_000 + "]" * 100_000 + "\n",
    "deep table": "[" + ".".join("a" * 50_000) + "]\n",
    "huge": "# " + "x" * 10_000_000 + "\n",
    "huge value": 'target = "' + "x" * 2_000_000 + '"\n',
    "nul": "mode = 'a\0b'\n",
    "date": "mode = 1979-05-27\n",
    "numbers": "max_bytes = " + "9" * 5_000 + "\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_of_any_kind_end_in_words(hooked: Repository, name: str) -> None:
    hooked.write(".hookkit.toml", SETTINGS[name])
    ended = hooked.hookkit("check")
    said = ended.stdout + ended.stderr
    assert ended.returncode == 2, said[:500]
    assert ".hookkit.toml" in said
    assert len(said) < 5_000


def test_no_program_of_the_configuration_runs_that_git_commit_does_not_run(
    hooked: Repository,
) -> None:
    """Who writes .git/config has won already: git's trust model. hookkit adds nothing to it."""
    for key in ("diff.external", "diff.x.command", "diff.x.textconv", "merge.x.driver"):
        hooked.git("config", key, f"sh -c 'echo {key} >> $MARK' --")
    for key in ("core.pager", "pager.log", "pager.diff", "interactive.diffFilter", "core.editor"):
        hooked.git("config", key, f"sh -c 'echo {key} >> $MARK; cat' --")
    for key in ("core.sshCommand", "core.gitProxy", "core.askPass", "credential.helper"):
        hooked.git("config", key, f"sh -c 'echo {key} >> $MARK' --")
    fsmonitor = hooked.path.parent / "fsmonitor"
    fsmonitor.write_text("#!/bin/sh\necho fsmonitor >> $MARK\n")
    fsmonitor.chmod(0o755)
    hooked.git("config", "gpg.program", str(fsmonitor))
    hooked.git("config", "log.showSignature", "true")
    hooked.commit("begin", {".gitattributes": "*.py diff=x merge=x\n"})
    hooked.commit("noise", {"a.py": SLOPPY})
    for args in COMMANDS:
        hooked.hookkit(*args)
    assert marks(hooked) == []


def test_a_commit_with_odd_headers_is_read(hooked: Repository) -> None:
    tree = hooked.git("write-tree")
    for number, headers in enumerate(
        (
            b"encoding nonsense-9\n",
            b"encoding \x1b[31m\n",
            b"gpgsig -----BEGIN\n tree 0000\n parent 1111\n",
            b"mergetag object 1\n type commit\n",
            b"HG:extra a:b\nunknown x\n",
        )
    ):
        data = b"tree %s\nparent %s\n" % (tree.encode(), hooked.head.encode())
        data += b"author A\xff <a@b> 99999999999999 +9999\ncommitter <> 0 +0000\n" + headers
        data += b"\nsubject \xff\xfe %d\n" % number
        made = hooked.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=data)
        hooked.git("update-ref", "refs/heads/main", made)
    for args in COMMANDS:
        ended = hooked.hookkit(*args)
        assert ended.returncode in (0, 1, 2, 3), ended
        assert "a bug in hookkit" not in ended.stderr, ended


def test_refs_that_look_like_options_are_refs(hooked: Repository) -> None:
    hooked.commit("noise", {"a.py": SLOPPY})
    for name in ("refs/heads/--output=x", "refs/heads/-h", "refs/tags/--all", "refs/heads/@{u"):
        hooked.attempt("update-ref", name, "HEAD")
    hooked.git("symbolic-ref", "HEAD", "refs/heads/--output=x")
    for args in COMMANDS:
        ended = hooked.hookkit(*args)
        assert ended.returncode in (0, 1, 2, 3), ended
        assert "a bug in hookkit" not in ended.stderr, ended
    assert not (hooked.path / "x").exists()


def test_a_git_folder_of_the_tree_is_not_taken_for_the_repository(hooked: Repository) -> None:
    inner = Repository.init(hooked.path / "sub")
    inner.commit("inner", {"b.py": SLOPPY})
    inner.git("config", "diff.external", "sh -c 'echo inner >> $MARK' --")
    before = inner.head
    hooked.attempt("add", "sub")
    hooked.commit("outer", {"a.py": SLOPPY})
    for args in COMMANDS:
        assert hooked.hookkit(*args).returncode in (0, 1, 2, 3)
    assert (inner.head, inner.read("b.py")) == (before, SLOPPY.encode())
    assert marks(hooked) == []


def test_a_hooks_configuration_with_tags_of_python_runs_nothing(hooked: Repository) -> None:
    text = "repos: !!python/object/apply:os.system ['echo yaml >> $MARK']\n"
    hooked.write(".pre-commit-config.yaml", text)
    for args in (["install"], ["doctor"], ["uninstall"]):
        subprocess.run(["hookkit", *args], cwd=hooked.path, env=os.environ, capture_output=True)
    assert marks(hooked) == []
