"""Repositories as a company has them, made from the source archives of real packages.

Each has a part of a package and a history of merges: most of them rebased, some not, with direct
commits, a fixup here and there, tickets and four policies. Some have hooks, some are bare mirrors,
some shallow, and of each hundred a few are broken.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.environments import default_cache
from hookkit.git.runner import Git
from hookkit.install.install import install

PACKAGES = (
    *("requests==2.32.3", "tabulate==0.9.0", "ply==3.11", "simplejson==3.19.2"),
    *("click==8.1.7", "attrs==24.2.0", "idna==3.10", "packaging==24.1"),
)
"""Packages of PyPI, used as source archives."""

BEGIN = 1_740_000_000
DAY = 86_400
MERGES = 24
MAX_FILES = 30
MAX_BYTES = 40_000

POLICIES = (
    "",
    '[tool.hookkit]\nmode = "propose"\nticket_pattern = "SHOP-[0-9]+"\n',
    '[tool.hookkit]\nticket_pattern = "SHOP-[0-9]+"\nchecks = { history = "refuse" }\n',
    '[tool.hookkit]\nscope = "lines"\nprotected = ["main", "release/*"]\n',
)


def archives() -> list[Path]:
    """Give the folders of the packages, downloaded and unpacked once."""
    place = default_cache() / "archives"
    place.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        folder = place / package
        if not folder.is_dir():
            _download(package, folder)
    return [place / each for each in PACKAGES]


def _download(package: str, folder: Path) -> None:
    partial_folder = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(partial_folder, ignore_errors=True)
    partial_folder.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--dest", str(partial_folder), package]
    subprocess.run(command, check=True)
    with tarfile.open(next(partial_folder.glob("*.tar.gz"))) as archive:
        archive.extractall(partial_folder)
    partial_folder.rename(folder)


def python_files(folder: Path) -> dict[str, bytes]:
    """Give the Python files of a package that are not large, by their paths in it."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        data = path.read_bytes()
        if data and len(data) <= MAX_BYTES and not path.is_symlink():
            found["/".join(path.relative_to(folder).parts[1:])] = data
    return found


def make_fleet(folder: Path, number: int) -> None:
    """Make repositories below a folder; those that are there already stay."""
    packages = [python_files(each) for each in archives()]
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(number):
        place = folder / f"team{at % 20:02}" / f"service{at:04}"
        if not place.exists() and not place.with_suffix(".git").exists():
            _make(place, at, packages[at % len(packages)])


def _make(place: Path, at: int, files: dict[str, bytes]) -> None:
    chosen = random.Random(at)
    kind = _kind(at)
    partial_folder = place.with_suffix(".git") if kind == "bare" else place
    git(
        partial_folder.parent,
        "init",
        "-q",
        "-b",
        "main",
        *(["--bare"] if kind == "bare" else []),
        partial_folder.name,
    )
    paths = chosen.sample(sorted(files), min(MAX_FILES, len(files)))
    stream = b"".join(_history(chosen, at, {each: files[each] for each in paths}))
    git(partial_folder, "fast-import", "--quiet", data=stream)
    if kind == "bare":
        return
    git(partial_folder, "reset", "-q", "--hard")
    if kind == "hooks":
        install(Git.discover(partial_folder))
    elif kind == "broken":
        (partial_folder / ".git" / "config").write_text("[core\n")
    elif kind == "shallow":
        newest = git(partial_folder, "rev-parse", "HEAD~2").strip()
        (partial_folder / ".git" / "shallow").write_bytes(newest + b"\n")


def _kind(at: int) -> str:
    if at % 50 == 7:
        return "broken"
    if at % 25 == 3:
        return "shallow"
    return "bare" if at % 4 == 1 else "hooks" if at % 3 == 0 else "plain"


def _history(chosen: random.Random, at: int, files: dict[str, bytes]) -> Iterator[bytes]:
    """Give a stream for git fast-import: a history of merges over a year and a half."""
    policy = POLICIES[at % len(POLICIES)]
    first = {**files, **({"pyproject.toml": policy.encode()} if policy else {})}
    yield _commit("refs/heads/main", 1, BEGIN, "Begin", (), first)
    mains = [1]
    for number in range(MERGES):
        when = BEGIN + number * 20 * DAY + chosen.randrange(10 * DAY)
        path = chosen.choice(sorted(files))
        files[path] += b"value_%d=%d\n" % (number, number)
        ticket = f"SHOP-{at % 40 * 10 + number % 10}"
        mark = len(mains) * 10
        if chosen.random() < 0.1:
            message = "fixup! Begin" if chosen.random() < 0.3 else f"{ticket}: Change {path}"
            yield _commit("refs/heads/main", mark, when, message, (mains[-1],), {path: files[path]})
        else:
            is_late = chosen.random() < 0.1 and len(mains) > 1
            onto = mains[-2] if is_late else mains[-1]
            branch, change = f"{ticket}-{number}", {path: files[path]}
            ref = f"refs/heads/{branch}"
            yield _commit(ref, mark + 1, when, f"{ticket}: Change {path}", (onto,), change)
            parents = (mains[-1], mark + 1)
            said = f"Merge branch '{branch}'"
            yield _commit("refs/heads/main", mark, when + 3600, said, parents, change)
            yield f"reset {ref}\nfrom 0000000000000000000000000000000000000000\n\n".encode()
        mains.append(mark)


def _commit(
    ref: str, mark: int, when: int, message: str, parents: Sequence[int], files: dict[str, bytes]
) -> bytes:
    lines = [f"commit {ref}", f"mark :{mark}", f"committer A <a@hookkit.invalid> {when} +0000"]
    text = "\n".join(lines).encode() + b"\ndata %d\n%s\n" % (len(message), message.encode())
    for number, parent in enumerate(parents):
        text += b"%s :%d\n" % (b"merge" if number else b"from", parent)
    for path, data in files.items():
        text += b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
    return text + b"\n"


def git(folder: Path, *args: str, data: bytes = b"") -> bytes:
    """Run git in a folder, which is created if needed."""
    folder.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(["git", *args], cwd=folder, input=data, check=True, capture_output=True)
    return ended.stdout
