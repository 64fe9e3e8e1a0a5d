"""The kinds of repositories: how each is made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.matrix.workspace import LINES, Workspace
from tests.repository import Repository

Build = Callable[[Path], Workspace]


def remote(folder: Path, *options: str, attributes: str = "", name: str = "mod.py") -> Repository:
    """Make the bare repository of a team, and the colleague's clone of it."""
    made = Repository.init(folder / "remote.git", "--bare", *options)
    made.git("config", "uploadpack.allowFilter", "true")
    colleague = Repository.init(folder / "colleague", *options)
    files = {name: b"".join(LINES), "notes.txt": b"notes\n", "far/away.py": b"far = 1\n"}
    if attributes:
        files[".gitattributes"] = attributes.encode()
    colleague.commit("Begin", files)
    colleague.commit("Go on", {"more.txt": b"more\n"})
    colleague.git("remote", "add", "origin", made.path.as_uri())
    colleague.git("push", "-q", "-u", "origin", "main")
    return colleague


def clone(colleague: Repository, *options: str) -> Repository:
    """Clone for the person, as they would."""
    url = colleague.git("config", "remote.origin.url")
    to = colleague.path.parent / "work"
    colleague.git("clone", "-q", *options, url, str(to))
    return Repository(to)


def plain(folder: Path) -> Workspace:
    """A clone with nothing odd about it."""
    colleague = remote(folder)
    return Workspace(clone(colleague), colleague)


def autocrlf(folder: Path) -> Workspace:
    """Line ends of Windows in the worktree."""
    colleague = remote(folder)
    work = clone(colleague, "-c", "core.autocrlf=true")
    return Workspace(work, colleague, written=lambda data: data.replace(b"\n", b"\r\n"))


def filtered(folder: Path) -> Workspace:
    """A clean and a smudge filter that change one line, as keywords are expanded."""
    colleague = remote(folder, attributes="*.py filter=named\n")
    clean, smudge = "sed s/WORK_/name_28/", "sed s/name_28/WORK_/"
    options = (f"filter.named.clean={clean}", f"filter.named.smudge={smudge}")
    work = clone(colleague, *(word for each in options for word in ("-c", each)))
    return Workspace(work, colleague, written=lambda data: data.replace(b"name_28", b"WORK_"))


def encoded(folder: Path) -> Workspace:
    """A working-tree-encoding of two bytes a character."""
    colleague = remote(folder, attributes="*.py working-tree-encoding=UTF-16LE\n")
    return Workspace(
        clone(colleague), colleague, written=lambda data: data.decode().encode("utf-16-le")
    )


def sparse(folder: Path) -> Workspace:
    """A sparse checkout without one of the folders."""
    workspace = plain(folder)
    workspace.git("sparse-checkout", "set", "--cone", "near")
    assert not (workspace.repo.path / "far").exists()
    return workspace


def with_submodule(folder: Path) -> Workspace:
    """A repository that has another one inside."""
    colleague = remote(folder)
    library = Repository.init(folder / "library")
    library.commit("Library", {"lib.py": b"lib=1\n"})
    colleague.git("submodule", "--quiet", "add", library.path.as_uri(), "lib")
    colleague.commit("Add a submodule")
    colleague.git("push", "-q")
    return Workspace(clone(colleague, "--recurse-submodules"), colleague)


def in_submodule(folder: Path) -> Workspace:
    """The repository is itself inside another one."""
    colleague = remote(folder)
    outer = Repository.init(folder / "outer")
    url = colleague.git("config", "remote.origin.url")
    outer.git("submodule", "--quiet", "add", url, "work")
    outer.commit("Add a submodule")
    return Workspace(Repository(outer.path / "work"), colleague)


def linked(folder: Path) -> Workspace:
    """A linked worktree on main; the first one is on a branch of its own."""
    colleague = remote(folder)
    main = clone(colleague)
    main.git("switch", "-q", "-c", "elsewhere")
    main.git("worktree", "add", "-q", str(folder / "linked"), "main")
    return Workspace(Repository(folder / "linked"), colleague)


def sha256(folder: Path) -> Workspace:
    """Object names of 64 digits."""
    colleague = remote(folder, "--object-format=sha256")
    return Workspace(clone(colleague), colleague)


def reftable(folder: Path) -> Workspace:
    """References in reftable's tables."""
    colleague = remote(folder, "--ref-format=reftable")
    work = clone(colleague, "--ref-format=reftable")
    assert work.has_reftable
    return Workspace(work, colleague)


def shallow(folder: Path) -> Workspace:
    """A clone of the last commit alone."""
    colleague = remote(folder)
    return Workspace(clone(colleague, "--depth=1"), colleague)


def partial(folder: Path) -> Workspace:
    """A clone that has only the contents that were checked out."""
    colleague = remote(folder)
    return Workspace(clone(colleague, "--filter=blob:none"), colleague)


def ignoring_case(folder: Path) -> Workspace:
    """git told that the file system has one name for Mod.py and mod.py."""
    colleague = remote(folder, name="Mod.py")
    return Workspace(clone(colleague, "-c", "core.ignoreCase=true"), colleague, name="Mod.py")


def odd_names(folder: Path) -> Workspace:
    """A file and a folder with names that a shell, a pattern or a terminal takes for more."""
    name = os.fsdecode(b" -o'd\"d $(x) *[\xff] \xc3\xa9/new\nline\t;.py")
    colleague = remote(folder / "a 'b\" $(c)", name=name)
    return Workspace(clone(colleague), colleague, name=name)


def odd_locale(folder: Path) -> Workspace:
    """No UTF-8 anywhere, and messages of git in another language if it has them."""
    workspace = plain(folder)
    odd = {"LC_ALL": "C", "LANG": "tr_TR.ISO-8859-9", "LANGUAGE": "de", "PYTHONUTF8": "0"}
    odd |= {"PYTHONCOERCECLOCALE": "0"}
    return Workspace(workspace.repo, workspace.colleague, env={**os.environ, **odd})


def no_home(folder: Path) -> Workspace:
    """No HOME and no folder for configuration; the repository has the identity."""
    workspace = plain(folder)
    for key, value in (("user.name", "somebody"), ("user.email", "somebody@example.com")):
        workspace.git("config", key, value)
    workspace.git("config", "protocol.file.allow", "always")
    gone = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    env = {name: value for name, value in os.environ.items() if name not in gone}
    return Workspace(workspace.repo, workspace.colleague, env=env)


def no_identity(folder: Path) -> Workspace:
    """git knows nobody's name but in the command that commits."""
    workspace = plain(folder)
    workspace.git("config", "user.useConfigOnly", "true")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com")
    return Workspace(workspace.repo, workspace.colleague, env=env, identity=identity)


KINDS: dict[str, Build] = {
    "plain": plain,
    "core.autocrlf": autocrlf,
    "clean and smudge filters": filtered,
    "working-tree-encoding": encoded,
    "sparse checkout": sparse,
    "with a submodule": with_submodule,
    "inside a submodule": in_submodule,
    "linked worktree": linked,
    "SHA-256": sha256,
    "reftable": reftable,
    "shallow clone": shallow,
    "partial clone": partial,
    "core.ignoreCase": ignoring_case,
    "odd names": odd_names,
    "odd locale": odd_locale,
    "no home": no_home,
    "no identity": no_identity,
}


def knows_reftable() -> bool:
    """Whether the git on PATH is 2.45 or newer."""
    answer = subprocess.run(["git", "rev-parse", "--show-ref-format"], capture_output=True)
    return answer.stdout.strip() != b"--show-ref-format"
