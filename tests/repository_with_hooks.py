"""A repository in which git runs hookkit's hooks, and snapshots of all that it holds."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from hookkit.__main__ import main
from hookkit.diagnostic_log import write_log
from hookkit.git.runner import Git
from hookkit.install.install import install
from tests.forked_hooks import forking
from tests.repository import Repository

SLOPPY = "import os,sys\nx=1\n"
FIXED = "import os\nimport sys\nx = 1\n"
CORRECTIONS = "refs/hookkit/corrections/"


def install_hooks(repo: Repository) -> Repository:
    """Have git run hookkit in a repository; its Python is forked from one that has imported it."""
    with forking("clone"):
        return install_starting_hooks(repo)


def install_starting_hooks(repo: Repository) -> Repository:
    """Have git run hookkit in a repository, and start the Python of the tests for it."""
    install(Git.discover(repo.path))
    return repo


def said(ended: subprocess.CompletedProcess[bytes]) -> str:
    """What a git command and the hooks that it ran printed."""
    return ended.stderr.decode("utf-8", "surrogateescape")


def commit(repo: Repository, *args: str, **env: str) -> str:
    """Run ``git commit`` and give what was said; the commit must stand."""
    ended = repo.attempt("commit", "-q", *args, data=None, **env)
    assert ended.returncode == 0, said(ended)
    return said(ended)


def add(repo: Repository, **files: str) -> None:
    """Write files (``__`` is a slash, ``_py`` the ending) and stage them."""
    for key, content in files.items():
        name = re.sub(r"_py$", ".py", key.replace("__", "/"))
        repo.write(name, content)
        repo.git("add", "--", name)


def corrections(repo: Repository) -> dict[str, str]:
    """Each corrected commit with the id of its correction."""
    form = "--format=%(refname) %(objectname)"
    lines = repo.git("for-each-ref", form, CORRECTIONS).splitlines()
    return {ref.removeprefix(CORRECTIONS): name for ref, name in map(str.split, lines)}


def short_ids(repo: Repository, text: str) -> str:
    """Replace what differs from run to run: ``<subject>`` for the id of a commit on a branch, and
    ``<correction of subject>`` for one that is kept."""
    log = repo.git("log", "--all", "--reflog", "--format=%H%x00%s").splitlines()
    names = {id: subject for id, _, subject in (line.partition("\0") for line in log)}
    kept = corrections(repo).items()
    names |= {
        name: f"correction of {names[of] if of in names else _subject(repo, of)}"
        for of, name in kept
    }
    names |= {id: subject for id, subject in names.items()}
    for name, subject in names.items():
        text = text.replace(name, f"<{subject}>").replace(name[:7], f"<{subject}>")
    return text


def _subject(repo: Repository, name: str) -> str:
    return repo.git("log", "-1", "--format=%s", name)


@dataclass(frozen=True)
class RepositoryContent:
    """All that a repository holds: files with their modes, index, HEAD, refs, objects."""

    files: dict[str, tuple[int, bytes]]
    index: str
    head: str
    refs: str
    objects: frozenset[str]


def repository_content(repo: Repository) -> RepositoryContent:
    """Look at everything in a repository."""
    own = repo.path / ".git"
    git_dir, common_dir = (own, own) if own.is_dir() else _git_folders(repo)
    return RepositoryContent(
        _files(repo.path),
        repo.git("ls-files", "-s", "-v"),
        (git_dir / "HEAD").read_text()
        + (repo.head_in_files or repo.attempt("rev-parse", "HEAD").stdout.decode().strip()),
        repo.git("for-each-ref"),
        frozenset(map(str, _paths(common_dir / "objects"))),
    )


def _git_folders(repo: Repository) -> tuple[Path, Path]:
    git = Git.discover(repo.path)
    return git.git_dir, git.common_dir


def _files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Read what is in a worktree; of a link, where it leads."""
    files = {}
    for inside in sorted(_paths(folder), key=lambda path: path.split(os.sep)):
        if inside == ".git":
            continue
        path = os.path.join(folder, inside)
        mode = os.lstat(path).st_mode
        data = os.fsencode(os.readlink(path)) if stat.S_ISLNK(mode) else Path(path).read_bytes()
        files[inside] = (mode, data)
    return files


def _paths(folder: Path) -> Iterator[str]:
    """Give the files below a folder, and links to files, without what git has at its top."""
    start = len(os.path.join(folder, ""))
    for place, folders, names in os.walk(folder):
        if len(place) < start and ".git" in folders:
            folders.remove(".git")
        for name in names:
            yield os.path.join(place, name)[start:]


@dataclass(frozen=True)
class Ended:
    """How a command ended within this process."""

    status: int
    out: str
    err: str


def close_log() -> None:
    """Leave the log as a fresh process has it."""
    write_log._LogState.uses_logging, write_log._LogState.file = True, None


def run_here(repo: Repository, *args: str) -> Ended:
    """Run hookkit in a worktree without a process of its own, which is what takes the time."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape") for _ in "oe")
    before = Path.cwd()
    os.chdir(repo.path)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(args)
    finally:
        os.chdir(before)
        close_log()
    return Ended(status, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def hookkit_bytes(
    folder: Path, *args: str | bytes, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run hookkit in a folder and give how it ended, with its output byte for byte."""
    return subprocess.run(
        [sys.executable, "-m", "hookkit", *args],
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
