"""docs/editors.md: each recipe is played, by the editor where it is there, else by its command."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documentation_pages import ROOT, blocks, links, table
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY

PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
WITHHELD = "E711 withheld: 'is None' asks another question than '== None'"
COMPARED = "if x == None:\n    pass\n"
BLOCKS = {each.language: each.text for each in blocks(PAGE)}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are for a POSIX sh")


@pytest.fixture
def shop(repo: Repository) -> Repository:
    """A repository with a sloppy file and one that autopep8 would change for the worse."""
    repo.write("pyproject.toml", '[tool.autopep8]\naggressive = 2\nignore = "E501"\n')
    repo.write("shop it's.py", SLOPPY)
    repo.write("none.py", "x=1\n" + COMPARED)
    return repo


def ran(repo: Repository, command: str, data: str) -> str:
    """Run a command of a recipe as a shell does, with a text on its stdin; give its stdout."""
    ended = subprocess.run(
        ["sh", "-c", command], cwd=repo.path, input=data, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_first_line_does_what_it_says(repo: Repository) -> None:
    repo.write("shop.py", SLOPPY)
    assert ran(repo, BLOCKS["sh"], "") == FIXED


def test_vs_code(shop: Repository) -> None:
    (formatter,) = json.loads(BLOCKS["json"])["customLocalFormatters.formatters"]
    assert formatter["languages"] == ["python"]
    file = str(shop.path / "shop it's.py")
    assert ran(shop, formatter["command"].replace("${file}", file), SLOPPY) == FIXED


def test_pycharm(shop: Repository) -> None:
    fields = dict(table(PAGE, "field"))
    words = [fields[each].strip("`") for each in ("Program", "Arguments")]
    file = str(shop.path / "shop it's.py")
    ran(shop, " ".join(words).replace("$FilePath$", file), "")
    assert shop.read("shop it's.py").decode() == FIXED
    assert fields["Output paths to refresh"] == "`$FilePath$`"


def test_neovim(shop: Repository) -> None:
    found = re.search(r'command = "(.+?)", args = \{ (.+?) \}', BLOCKS["lua"])
    assert found is not None
    words = [found[1], *(each.strip('"') for each in found[2].split(", "))]
    file = str(shop.path / "shop it's.py")
    command = shlex.join([file if each == "$FILENAME" else each for each in words])
    assert ran(shop, command, SLOPPY) == FIXED


@pytest.mark.skipif(not shutil.which("vim"), reason="vim is not here")
def test_vim(shop: Repository, tmp_path: Path) -> None:
    vimrc, said = tmp_path / "vimrc", tmp_path / "said"
    vimrc.write_text(f"set nocompatible\n{BLOCKS['vim']}")
    for name, data, corrected in (
        ("shop it's.py", SLOPPY, FIXED),
        ("none.py", "x=1\n" + COMPARED, "x = 1\n" + COMPARED),
        ("broken.py", "def f(:\n", "def f(:\n"),
        ("shorter.py", "x=1\n\n\n\n\n\n", "x = 1\n"),
    ):
        shop.write(name, data)
        said.unlink(missing_ok=True)
        steps = [f"redir! > {said}", "write", "redir END", "qall!"]
        options = [part for each in steps for part in ("-c", each)]
        command = ["vim", "-u", str(vimrc), "-es", *options, "--", name]
        subprocess.run(command, cwd=shop.path, stdin=subprocess.DEVNULL, timeout=300)
        assert shop.read(name).decode() == corrected
        told = said.read_text()
        assert (WITHHELD in told) == (name == "none.py")
        assert ("left alone: does not parse" in told) == (name == "broken.py")


@pytest.mark.skipif(not shutil.which("emacs"), reason="emacs is not here")
def test_emacs(shop: Repository, tmp_path: Path) -> None:
    init = tmp_path / "init.el"
    init.write_text(BLOCKS["elisp"])
    for name, data, corrected in (
        ("shop it's.py", SLOPPY, FIXED),
        ("none.py", "x=1\n" + COMPARED, "x = 1\n" + COMPARED),
        ("dos.py", "s='é'\r\nx=1\r\n", "s = 'é'\r\nx = 1\r\n"),
        ("latin.py", "# coding: utf-8\ns='é'\n", "# coding: utf-8\ns = 'é'\n"),
        ("broken.py", "def f(:\n", "def f(:\n"),
    ):
        shop.write(name, data)
        command = ["emacs", "-Q", "--batch", "-l", str(init), name]
        command += ["--eval", "(python-mode)", "--eval", "(set-buffer-modified-p t)"]
        command += ["-f", "save-buffer"]
        ended = subprocess.run(
            command, cwd=shop.path, stdin=subprocess.DEVNULL, capture_output=True, timeout=300
        )
        assert shop.read(name).decode() == corrected, ended.stderr
        told = ended.stderr.decode()
        assert (WITHHELD in told) == (name == "none.py")
        assert ("left alone: does not parse" in told) == (name == "broken.py")


@pytest.mark.parametrize("target", links(PAGE))
def test_each_link_leads_somewhere(target: str) -> None:
    assert (ROOT / "docs" / target).exists()
