"""Attributes that keep hookkit from correcting a file, and when git is asked for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.attribute_exclusions import exclusion_reasons
from hookkit.git.runner import Git
from tests.repository import Repository


def test_attributes_put_files_out_of_reach(repo: Repository) -> None:
    lines = (
        "bin.py binary",
        "lfs.py filter=lfs",
        "wide.py working-tree-encoding=UTF-16",
        "gen.py linguist-generated",
        "gen2.py linguist-generated=true",
        "no.py linguist-generated=false -filter -binary !working-tree-encoding",
        '"odd name.py" binary',
    )
    repo.write(".gitattributes", "\n".join(lines) + "\n")
    asked = b"bin.py lfs.py wide.py gen.py gen2.py no.py plain.py a\nb.py".split(b" ")
    reasons = exclusion_reasons(repo.runner, [*asked, b"odd name.py"])
    assert reasons == {
        b"bin.py": "is binary (.gitattributes)",
        b"lfs.py": "goes through filter=lfs (.gitattributes)",
        b"wide.py": "goes through working-tree-encoding=UTF-16 (.gitattributes)",
        b"gen.py": "is generated (.gitattributes)",
        b"gen2.py": "is generated (.gitattributes)",
        b"odd name.py": "is binary (.gitattributes)",
    }
    assert exclusion_reasons(repo.runner, []) == {}


@pytest.fixture
def filled(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with two files, of a git that has its own attributes in /etc."""
    exec_paths = (repo.git("--exec-path"),)
    monkeypatch.setattr("hookkit.git.attribute_exclusions._SYSTEM_EXEC_PATHS", exec_paths)
    repo.commit("Begin", {"a.py": "a\n", "d/e/b.py": "b\n"})
    return repo


def in_a_hook(repo: Repository, trace: Path, **env: str) -> Git:
    """The repository as a hook of the usual git sees it, with a home that has nothing in it."""
    path = f"{repo.git('--exec-path')}:{repo.runner.env['PATH']}"
    home = str(trace.parent)
    variables = {"PATH": path, "HOME": home, "XDG_CONFIG_HOME": "", "GIT_TRACE2_EVENT": str(trace)}
    trace.write_text("")
    return repo.runner.with_variables({**variables, **env})


def is_selected(git: Git, trace: Path) -> bool:
    with git.batch_session():
        exclusion_reasons(git, [b"a.py", b"d/e/b.py"])
    return '"check-attr"' in trace.read_text()


needs_no_system_file = pytest.mark.skipif(
    Path("/etc/gitattributes").exists(), reason="this machine has attributes for everybody"
)


@needs_no_system_file
def test_where_nothing_has_attributes_git_is_not_asked(filled: Repository, tmp_path: Path) -> None:
    assert not is_selected(in_a_hook(filled, tmp_path / "trace"), tmp_path / "trace")


@pytest.mark.parametrize("name", [".gitattributes", "d/.gitattributes", "d/e/.gitattributes"])
@pytest.mark.parametrize("is_committed", [True, False])
def test_git_is_asked_where_a_file_of_attributes_is_on_the_way(
    filled: Repository, tmp_path: Path, name: str, is_committed: bool
) -> None:
    if is_committed:  # and not in the worktree, as in a sparse checkout
        filled.commit("More", {name: "*.py binary\n"})
        (filled.path / name).unlink()
    else:
        filled.write(name, "*.py binary\n")
    assert is_selected(in_a_hook(filled, tmp_path / "trace"), tmp_path / "trace")


@pytest.mark.parametrize(
    "where", ["info", "key", "home", "xdg", "source", "another git", "no home", "tree"]
)
def test_git_is_asked_where_attributes_may_be_elsewhere(
    filled: Repository, tmp_path: Path, where: str
) -> None:
    trace, env = tmp_path / "trace", {}
    if where == "info":
        (filled.path / ".git" / "info").mkdir(exist_ok=True)
        (filled.path / ".git" / "info" / "attributes").write_text("*.py binary\n")
    elif where == "key":
        filled.git("config", "core.attributesFile", str(tmp_path / "mine"))
    elif where == "tree":
        filled.git("config", "attr.tree", "HEAD")
    elif where in ("home", "xdg"):
        folder = tmp_path / (".config" if where == "home" else "xdg") / "git"
        folder.mkdir(parents=True)
        (folder / "attributes").write_text("*.py binary\n")
        env = {} if where == "home" else {"XDG_CONFIG_HOME": str(tmp_path / "xdg")}
    elif where == "another git":
        env = {"PATH": filled.runner.env["PATH"]}
    elif where == "no home":
        env = {"HOME": ""}
    else:
        env = {"GIT_ATTR_SOURCE": "HEAD"}
    assert is_selected(in_a_hook(filled, trace, **env), trace)
