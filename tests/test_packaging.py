"""What is released: the wheel and the sdist hold what they must, and the wheel alone works."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

from hookkit import __version__
from hookkit.settings.settings_file import parse_toml

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".nox", "__pycache__", ".*_cache", ".hypothesis", ".coverage*", "dist"
)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must end with 0, without this checkout on its path; give its output."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ended = subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist, built from a copy of the checkout."""
    source = tmp_path_factory.mktemp("source") / "hookkit"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    run(sys.executable, "-m", "hatchling", "build", "-d", "dist", cwd=source)
    return source / "dist"


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The wheel."""
    (found,) = dist.glob("*.whl")
    return found


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    info = f"hookkit-{__version__}.dist-info/"
    package = {f"hookkit/{path.relative_to(ROOT / 'hookkit')}" for path in _files("hookkit")}
    shims = {f"hookkit/hooks/{path.name}" for path in (ROOT / "hooks").iterdir()}
    data = f"hookkit-{__version__}.data/data"
    pages = {f"{data}/{path.relative_to(ROOT)}" for path in _files("share")}
    inside = {name for name in names if not name.startswith(info)}
    assert inside == package | shims | pages
    assert f"{data}/share/man/man1/hookkit-run.1" in inside
    assert "hookkit/hooks/post-commit" in inside and "hookkit/py.typed" in inside
    assert f"{info}licenses/LICENSE" in names


def _files(folder: str) -> list[Path]:
    return [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def test_the_shims_in_the_wheel_are_those_of_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for path in (ROOT / "hooks").iterdir():
            assert archive.read(f"hookkit/hooks/{path.name}") == path.read_bytes()


def test_the_metadata_tells_the_version_and_the_readme(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(f"hookkit-{__version__}.dist-info/METADATA")
    metadata = BytesParser().parsebytes(raw)
    assert metadata["Version"] == __version__
    assert metadata["Requires-Python"] == ">=3.10"
    assert "# hookkit" in raw.decode()
    project = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"), ROOT)["project"]
    assert isinstance(project, dict) and project["version"] == __version__


def test_the_sdist_holds_what_a_build_and_the_tests_need(dist: Path) -> None:
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"pyproject.toml", "LICENSE", "README.md", "CHANGELOG.md", "docs/demo.svg"}
    needed |= {"hooks/post-commit", "hookkit/py.typed", "tests/conftest.py", ".ci/run"}
    needed |= {"share/man/man1/hookkit.1"}
    assert needed <= names
    assert not {name for name in names if name.startswith((".git/", ".venv/", "dist/"))}


def test_another_build_has_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    # Another folder, and files that were written later.
    source = tmp_path / "elsewhere"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT, copy_function=shutil.copy)
    run(sys.executable, "-m", "hatchling", "build", "-d", "dist", cwd=source)
    first = {path.name: path.read_bytes() for path in dist.iterdir()}
    assert {path.name: path.read_bytes() for path in (source / "dist").iterdir()} == first


@pytest.mark.skipif(importlib.util.find_spec("twine") is None, reason="twine is not installed")
def test_twine_has_nothing_to_say(dist: Path) -> None:
    command: tuple[str | Path, ...] = (sys.executable, "-m", "twine", "check", "--strict")
    shown = run(*command, *sorted(dist.iterdir()), cwd=dist)
    assert shown.count("PASSED") == 2 and "WARNING" not in shown


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel, and with the libraries from here."""
    place = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", place / "env", cwd=place)
    scripts = place / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=place)
    # By this line the libraries are found but what is installed from a checkout is not.
    purelib = run(
        scripts / "python",
        "-c",
        "import sysconfig; print(sysconfig.get_path('purelib'))",
        cwd=place,
    )
    (Path(purelib.strip()) / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts


def test_the_wheel_works_without_the_checkout(fresh: Path, tmp_path: Path) -> None:
    where = run(fresh / "python", "-c", "import hookkit; print(hookkit.__file__)", cwd=tmp_path)
    assert Path(where).is_relative_to(fresh.parent)
    assert run(fresh / "hookkit", "--version", cwd=tmp_path) == f"hookkit, version {__version__}\n"
    assert (fresh.parent / "share" / "man" / "man1" / "hookkit.1").exists()
    shown = run(fresh / "hookkit", "demo", cwd=tmp_path)
    assert "hookkit corrected 6 faults in 1 file of" in shown
    assert "+def total(prices, tax):" in shown


@pytest.mark.long
def test_the_wheel_goes_the_life_of_a_branch(fresh: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "scripts" / "try_wheel.py", tmp_path)
    said = run(fresh / "python", "try_wheel.py", cwd=tmp_path)
    assert said.endswith("all of it works\n")
