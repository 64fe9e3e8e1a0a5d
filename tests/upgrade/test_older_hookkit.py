"""An older hookkit, built from its commit: its files are read, and it is upgraded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY
from tests.upgrade.concurrent_pushes import Pushers, PushResult, check_refs, policed, tell
from tests.upgrade.environments import ROOT, hookkit_of, serve_with, turn
from tests.worker.installation import Installation

OLDER = "9eaa5ca"
"""Its shims have form 3, which says no number to hookkit."""

PEOPLE = 4

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        subprocess.run(["git", "cat-file", "-e", OLDER], cwd=ROOT, capture_output=True).returncode
        != 0,
        reason="this checkout has not the history of hookkit",
    ),
]


def build(commit: str, folder: Path) -> Path:
    """Build the wheel of a commit."""
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
    ).stdout
    subprocess.run(["tar", "-x"], cwd=folder, input=packed, check=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (wheel,) = (folder / "dist").iterdir()
    return wheel


def pip_install(environment: Path, wheel: Path) -> None:
    """Have pip install a wheel in an environment, in the place of what is there."""
    words = ["install", "-q", "--no-index", "--no-deps", "--force-reinstall", str(wheel)]
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", *words], check=True, cwd=environment)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel of the older hookkit and that of this one, as it is committed."""
    folder = tmp_path_factory.mktemp("wheels")
    return build(OLDER, folder / "older"), build("HEAD", folder / "newer")


@pytest.fixture
def environments(tmp_path: Path, wheels: tuple[Path, Path]) -> tuple[Path, Path]:
    """An environment with each of them."""
    made = []
    for name, wheel in zip(("older", "newer"), wheels, strict=True):
        environment = Installation.without_hookkit(tmp_path / name).path
        pip_install(environment, wheel)
        made.append(environment)
    return made[0], made[1]


def commit(repo: Repository, name: str) -> str:
    """Commit a sloppy file, and give what was said."""
    repo.write(name, SLOPPY)
    repo.git("add", name)
    ended = repo.attempt("commit", "-q", "-m", f"Add {name}")
    assert ended.returncode == 0
    return ended.stderr.decode()


def test_what_the_older_one_wrote_is_read(
    repo: Repository, environments: tuple[Path, Path]
) -> None:
    older, newer = environments
    repo.commit("begin", {"old.py": SLOPPY})
    repo.git("checkout", "-q", "-b", "topic")
    hookkit_of(older, repo.path, "install")
    hookkit_of(older, repo.path, "debt", "accept")
    assert "hookkit corrected" in commit(repo, "a.py")
    log = hookkit_of(older, repo.path, "undo", "--list")
    kept = hookkit_of(older, repo.path, "corrections")

    # The hooks are still those of the older one; then they are renewed.
    repo.git("commit", "-qam", "Take it")
    for event in (repo.path / ".git" / "hooks").glob("*-*"):
        event.write_bytes(event.read_bytes().replace(bytes(older), bytes(newer)))
    assert "hookkit corrected" in commit(repo, "b.py")
    entry, correction = log.splitlines()[1], kept.splitlines()[1].split()[0]
    assert "a.py" in entry and correction
    for each in (newer, older):  # these have the same format in both
        assert entry in hookkit_of(each, repo.path, "undo", "--list")
        assert correction in hookkit_of(each, repo.path, "corrections")
    hookkit_of(newer, repo.path, "debt", "accept", "--new")
    hookkit_of(newer, repo.path, "install")
    hookkit_of(newer, repo.path, "doctor")
    hookkit_of(newer, repo.path, "undo")
    assert repo.read("b.py") == SLOPPY.encode() and repo.read("a.py") == FIXED.encode()


def upgraded(
    tmp_path: Path, start: Path, upgrade: Callable[[Repository, Callable[[], None]], None]
) -> list[PushResult]:
    """Have people push to a server of an environment while it is upgraded; give all pushes."""
    server = policed(tmp_path / "git" / "shop.git")
    serve_with(start, server)
    begin = server.git("rev-parse", "main")
    pushers = Pushers(server, tmp_path)

    def act() -> None:
        pushers.wait_for(PEOPLE)
        upgrade(server, lambda: pushers.wait_for(2 * PEOPLE))

    pushes = pushers.while_doing(PEOPLE, act)
    tell(pushes)
    check_refs(server, pushes, begin)
    return pushes


def test_a_link_that_is_turned_to_the_newer_one_lets_no_push_by(
    environments: tuple[Path, Path], tmp_path: Path
) -> None:
    older, newer = environments
    link = tmp_path / "current"
    turn(link, older)

    def upgrade(server: Repository, wait: Callable[[], None]) -> None:
        turn(link, newer)
        wait()
        hookkit_of(link, tmp_path, "fleet", "upgrade", "git", "--yes")
        wait()
        assert b"\n# hookkit shim 3\n" not in (server.path / "hooks/pre-receive").read_bytes()

    # The hook of form 3 does not follow the link once: in the moment of the turn its Python may
    # import from both, and takes nothing then, by a traceback of the older one at worst.
    unjudged = [each for each in upgraded(tmp_path, link, upgrade) if not each.is_judged]
    assert [each for each in unjudged if each.is_taken] == []
    assert len(unjudged) <= PEOPLE


def test_pip_in_the_place_of_the_older_one_lets_no_push_by(
    environments: tuple[Path, Path], wheels: tuple[Path, Path], tmp_path: Path
) -> None:
    older, _ = environments

    def upgrade(server: Repository, wait: Callable[[], None]) -> None:
        pip_install(older, wheels[1])
        wait()
        serve_with(older, server)
        wait()
        wait()

    pushes = upgraded(tmp_path, older, upgrade)
    assert [each for each in pushes if each.kind != "good" and each.is_taken] == []
    assert [each for each in pushes[-PEOPLE:] if not each.is_judged] == []


def test_pip_again_and_again_puts_pushes_off_at_most(
    environments: tuple[Path, Path], wheels: tuple[Path, Path], tmp_path: Path
) -> None:
    _, newer = environments

    def upgrade(_: Repository, wait: Callable[[], None]) -> None:
        for _number in range(4):
            pip_install(newer, wheels[1])
            wait()

    pushes = upgraded(tmp_path, newer, upgrade)
    assert [each for each in pushes if not (each.is_judged or each.is_put_off)] == []
