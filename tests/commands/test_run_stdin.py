"""``hookkit run --stdin-filename FILE -``: what an editor gets back; nothing is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hookkit.corrections.fix_files import NoProgress
from hookkit.corrections.refused_hunks import make_refused_hunk, remember_refusals
from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.settings.definitions import Settings
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, repository_content

AGGRESSIVE = '[tool.autopep8]\naggressive = 2\nignore = "E501"\n'


def send(
    folder: Path, data: str | bytes, *args: str, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Start hookkit in a folder and send it a text."""
    return subprocess.run(
        [sys.executable, "-m", "hookkit", "run", *args],
        cwd=folder,
        input=data.encode() if isinstance(data, str) else data,
        env={**os.environ, **env},
        capture_output=True,
    )


def sent(folder: Path, data: str | bytes, file: str) -> tuple[bytes, str]:
    """Send a text as the content of a file, which must end with 0; give both outputs."""
    ended = send(folder, data, "--stdin-filename", file, "-")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, ended.stderr.decode()


@pytest.mark.parametrize("form", [("--stdin-filename", "a.py"), ("--stdin-filename=a.py",)])
def test_a_text_is_corrected_and_nothing_is_written(
    repo: Repository, form: tuple[str, ...]
) -> None:
    repo.commit("Begin", {"a.py": SLOPPY})
    large = SLOPPY + "y=2\n" * 2000
    before, inside = repository_content(repo), sorted(repo.path.joinpath(".git").rglob("*"))
    ended = send(repo.path, large, *form, "-")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.decode() == FIXED + "y = 2\n" * 2000
    assert repository_content(repo) == before
    assert sorted(repo.path.joinpath(".git").rglob("*")) == inside


@pytest.mark.parametrize(
    ("data", "corrected"),
    [
        (b"x=1\r\ny=2\r\n", b"x = 1\r\ny = 2\r\n"),
        (b"\xef\xbb\xbfx=1\n", b"\xef\xbb\xbfx = 1\n"),
        (b"# coding: latin-1\nx='\xe9'\n", b"# coding: latin-1\nx = '\xe9'\n"),
        (b"x = 1", b"x = 1\n"),
        (b"", b""),
    ],
)
def test_bytes_go_in_and_out(repo: Repository, data: bytes, corrected: bytes) -> None:
    assert sent(repo.path, data, "a.py") == (corrected, "")


def test_what_does_not_parse_comes_back(repo: Repository) -> None:
    out, said = sent(repo.path, "def f(:\nx=1\n", "sub/new.py")
    assert out == b"def f(:\nx=1\n"
    assert said == "sub/new.py: left alone: does not parse: line 1: invalid syntax\n"


def test_what_is_no_text_comes_back(repo: Repository) -> None:
    out, said = sent(repo.path, b"x=1\0\n", "a.py")
    assert (out, said) == (b"x=1\0\n", "a.py: left alone: is binary\n")


def test_what_is_withheld_is_told_by_its_line_in_the_corrected_text(repo: Repository) -> None:
    repo.write("pyproject.toml", AGGRESSIVE)
    out, said = sent(repo.path, "import os,sys\nif os == None:\n    pass\n", "a.py")
    assert out == b"import os\nimport sys\nif os == None:\n    pass\n"
    assert said == "a.py:3: E711 withheld: 'is None' asks another question than '== None'\n"


def test_the_settings_are_those_of_the_file(repo: Repository, tmp_path: Path) -> None:
    repo.write("pyproject.toml", '[tool.hookkit]\nsafety = "off"\n' + AGGRESSIVE)
    out, said = sent(tmp_path, "if x == None:\n    pass\n", str(repo.path / "sub" / "a.py"))
    assert (out, said) == (b"if x is None:\n    pass\n", "")


def test_the_repository_is_that_of_the_file_whatever_the_environment_names(
    repo: Repository, tmp_path: Path
) -> None:
    other = Repository.init(tmp_path / "other")
    repo.write("pyproject.toml", '[tool.hookkit]\nexclude = ["gen/*"]\n')
    name = str(repo.path / "gen" / "a.py")
    env = {"GIT_DIR": str(other.path / ".git")}
    ended = send(other.path, SLOPPY, "--stdin-filename", name, "-", **env)
    assert ended.stderr.decode() == f"{name}: left alone: is excluded by hookkit's settings\n"


@pytest.mark.parametrize("is_there", [True, False])
def test_what_the_team_excludes_comes_back(repo: Repository, is_there: bool) -> None:
    repo.write("pyproject.toml", '[tool.hookkit]\nexclude = ["gen", "*_pb2.py"]\n')
    for name in ("gen/a.py", "sub/b_pb2.py", "sub/c.py"):
        if is_there:
            repo.write(name, "")
        out, said = sent(repo.path, SLOPPY, name)
        is_out = name != "sub/c.py"
        assert out.decode() == (SLOPPY if is_out else FIXED)
        printed = f"{name}: left alone: is excluded by hookkit's settings\n"
        assert said == (printed if is_out else "")


def test_generated_files_come_back(repo: Repository) -> None:
    repo.write(".gitattributes", "gen.py linguist-generated\n")
    out, said = sent(repo.path, SLOPPY, "gen.py")
    assert (out.decode(), said) == (
        SLOPPY,
        "gen.py: left alone: is generated (.gitattributes)\n",
    )


def test_only_the_new_lines_where_the_scope_says_so(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "x=1\ny=2\n"})
    ended = send(repo.path, "x=1\ny=2\nz=3\n", "--scope", "lines", "--stdin-filename", "a.py", "-")
    assert (ended.returncode, ended.stdout) == (0, b"x=1\ny=2\nz = 3\n")


def test_outside_of_a_repository_it_takes_no_git(tmp_path: Path) -> None:
    tmp_path.joinpath("pyproject.toml").write_text(AGGRESSIVE)
    args = ("--stdin-filename", "a.py", "-")
    ended = send(tmp_path, "x=1\n", *args, PATH=str(tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"x = 1\n", b"")
    ended = send(tmp_path, "x=1\n", *args, HOOKKIT_MAX_BYTES="1")
    assert ended.stdout == b"x=1\n"
    assert ended.stderr == b"a.py: left alone: has 4 bytes, more than max_bytes allows\n"


@pytest.mark.parametrize("how", ["variable", "git"])
def test_switched_off(repo: Repository, how: str) -> None:
    if how == "git":
        repo.git("config", "hookkit.enabled", "no")
    env = {"HOOKKIT": "0"} if how == "variable" else {}
    ended = send(repo.path, SLOPPY, "--stdin-filename", "a.py", "-", **env)
    assert (ended.returncode, ended.stdout.decode()) == (0, SLOPPY)
    assert ended.stderr.decode().startswith("a.py: left alone: hookkit is switched off")


def test_wrong_settings_are_told_and_the_text_comes_back(repo: Repository) -> None:
    repo.write("pyproject.toml", '[tool.hookkit]\nsafety = "of"\n')
    ended = send(repo.path, SLOPPY, "--stdin-filename", "a.py", "-")
    assert (ended.returncode, ended.stdout.decode()) == (2, SLOPPY)
    assert b"allowed: strict or off" in ended.stderr
    repo.write("pyproject.toml", "[tool.autopep8]\nmax_line_length = 'x'\n")
    ended = send(repo.path, SLOPPY, "--stdin-filename", "a.py", "-")
    assert (ended.returncode, ended.stdout.decode()) == (2, SLOPPY)


def test_a_broken_repository_is_told_and_the_text_comes_back(repo: Repository) -> None:
    repo.path.joinpath(".git", "config").write_text("[core\n")
    ended = send(repo.path, SLOPPY, "--stdin-filename", "a.py", "-")
    assert (ended.returncode, ended.stdout.decode()) == (3, SLOPPY)
    assert b"git cannot read its configuration" in ended.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["-"],
        ["--stdin-filename", "a.py"],
        ["--stdin-filename", "a.py", "b.py"],
        ["--stdin-filename", "a.py", "--check", "-"],
        ["--stdin-filename", "a.py", "--mode", "fixup", "-"],
    ],
)
def test_what_does_not_go_together(repo: Repository, args: list[str]) -> None:
    ended = send(repo.path, SLOPPY, *args)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"  repair: hookkit run --stdin-filename FILE - < FILE\n" in ended.stderr


def test_what_was_refused_stays(repo: Repository) -> None:
    repo.commit("Begin", {"ok.py": "x = 1\n"})
    repo.commit("Add a", {"a.py": SLOPPY})
    git = repo.runner
    source = find_review_source(git, Settings(), "HEAD")
    (file,) = build_review(git, Settings(), source, NoProgress()).files
    remember_refusals(git, [make_refused_hunk(file.hunks[0], file.original, file.fixed)])
    out, said = sent(repo.path, SLOPPY, "a.py")
    assert out.decode() == SLOPPY
    assert said == "a.py: 2 places stay as they are, refused before: hookkit refused\n"


def test_an_editor_does_not_wait_for_the_command_line(repo: Repository) -> None:
    code = (
        "import sys; from hookkit.__main__ import main; main(sys.argv[1:]);"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "run", "--stdin-filename", "a.py", "-"],
        cwd=repo.path,
        input=SLOPPY.encode(),
        capture_output=True,
        check=True,
    )
    modules = set(ended.stderr.decode().split())
    heavy = {"click", "rich_click", "rich", "pathlib", "msgspec", "json", "shutil", "tempfile"}
    assert ended.stdout.decode() == FIXED
    assert modules.isdisjoint(heavy), modules & heavy
