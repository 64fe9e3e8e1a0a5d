"""The main job on real packages: source archives from PyPI, each committed in a repository.

    python -m benchmarks.real_packages [REQUIREMENT ...]

For each package three repositories get the same commit. In the first the script that hookkit began
as runs (autopep8 on every changed file); in the second hookkit with the equivalent settings; in the
third hookkit as it comes. The first two must hold identical bytes; in the third no syntax tree may
change (a split import apart) and no comment may move. Exit status 1 says that one of this failed.
"""

from __future__ import annotations

import ast
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tokenize
import warnings
from dataclasses import dataclass
from pathlib import Path

DEFAULT = ("requests==2.32.3", "tabulate==0.9.0", "ply==3.11", "simplejson==3.19.2")
IGNORE = "E309,E501,W293"


@dataclass(frozen=True)
class Verdict:
    """The result for one package: numbers of files, seconds, and every difference found."""

    name: str
    files: int
    changed: int
    script_seconds: float
    hookkit_seconds: float
    default_seconds: float
    problems: tuple[str, ...]


def download(requirement: str, folder: Path) -> Path:
    """Unpack the source archive of a requirement and give its folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--dest", str(folder), requirement]
    subprocess.run(command, check=True)
    archive = next(path for path in folder.iterdir() if path.name.endswith((".tar.gz", ".zip")))
    if sys.version_info >= (3, 12) and archive.suffix != ".zip":
        shutil.unpack_archive(archive, folder, filter="data")
    else:
        shutil.unpack_archive(archive, folder)
    return next(path for path in folder.iterdir() if path.is_dir())


def git(folder: Path, *args: str) -> None:
    """Run git with a fixed identity and no hooks but ours."""
    identity = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@hookkit.invalid"]
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


def committed(source: Path, folder: Path) -> Path:
    """Copy a package into a repository: its configuration files first, then the rest."""
    shutil.copytree(source, folder, symlinks=True)
    git(folder, "init", "--quiet")
    # The packages configure flake8; the script and hookkit are compared on the same footing.
    for name in ("setup.cfg", "tox.ini", ".flake8", ".pep8", "pyproject.toml"):
        (folder / name).unlink(missing_ok=True)
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "Begin")
    git(folder, "add", "--force", ".")
    git(folder, "commit", "--quiet", "-m", "Add the package")
    return folder


def python_files(folder: Path) -> dict[str, bytes]:
    """Give the content of each regular Python file."""
    paths = (path for path in folder.rglob("*.py") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def parses(data: bytes) -> bool:
    """Whether this Python takes the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(data)
        except (SyntaxError, ValueError):
            return False
    return True


def run_script(folder: Path) -> float:
    """Fix as the script did, file by file, and give the seconds."""
    names = subprocess.run(
        ["git", "diff", "HEAD^", "HEAD", "--name-only", "--diff-filter=ACM", "-z"],
        cwd=folder,
        check=True,
        capture_output=True,
    ).stdout.split(b"\0")
    start = time.perf_counter()
    for name in names:
        if name.endswith(b".py"):
            command = [sys.executable, "-m", "autopep8", "--in-place", f"--ignore={IGNORE}"]
            subprocess.run([*command, os.fsdecode(name)], cwd=folder, check=True)
    return time.perf_counter() - start


def run_hookkit(folder: Path, *options: str) -> float:
    """Run hookkit on HEAD and give the seconds."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "hookkit", "run", *options]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def program(data: bytes) -> str:
    """Give the syntax tree with split imports."""

    class Split(ast.NodeTransformer):
        def visit_Import(self, node: ast.Import) -> list[ast.Import]:
            return [ast.Import(names=[name]) for name in node.names]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.dump(Split().visit(ast.parse(data)))


def comments(data: bytes) -> list[tuple[str, str]]:
    """Give each comment's text without blanks, and the code token before it."""
    found = []
    before = ""
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        if token.type == tokenize.COMMENT:
            found.append(("".join(token.string.split()), before))
        elif token.type in (tokenize.NAME, tokenize.NUMBER, tokenize.STRING):
            before = token.string
    return found


def judge(requirement: str) -> Verdict:
    """Run one package through the three repositories."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "archive").mkdir()
        source = download(requirement, root / "archive")
        by_script, by_hookkit, by_default = (
            committed(source, root / kind) for kind in ("script", "hookkit", "default")
        )
        seconds = run_script(by_script)
        (by_hookkit / "pyproject.toml").write_text(f'[tool.autopep8]\nignore = "{IGNORE}"\n')
        free = run_hookkit(by_hookkit, "--safety", "off", "--mode", "worktree", "--scope", "file")
        strict = run_hookkit(by_default)
        before = python_files(source)
        problems = compare(before, python_files(by_script), python_files(by_hookkit))
        after = python_files(by_default)
        problems += compare_programs(before, after)
        changed = sum(before[path] != after[path] for path in before)
        return Verdict(requirement, len(before), changed, seconds, free, strict, tuple(problems))


def compare(
    before: dict[str, bytes], script: dict[str, bytes], ours: dict[str, bytes]
) -> list[str]:
    """Name each file in which hookkit and the script differ.

    hookkit leaves a file alone that does not parse, before or after; the script does not.
    """
    return [
        f"{path}: the script and hookkit differ"
        for path, data in script.items()
        if data != ours[path] and parses(before[path]) and parses(data)
    ]


def compare_programs(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """Name each file that is another program by default, or whose comments have moved."""
    problems = []
    for path, data in before.items():
        if data == after[path] or not parses(data):
            continue
        if program(data) != program(after[path]):
            problems.append(f"{path}: the syntax tree has changed")
        if comments(data) != comments(after[path]):
            problems.append(f"{path}: a comment has moved")
    return problems


def main() -> int:
    """Check the packages and print a table."""
    verdicts = [judge(requirement) for requirement in sys.argv[1:] or DEFAULT]
    print(
        "| package | .py files | corrected by default | script | hookkit, same settings | default |"
    )
    print("|---|---|---|---|---|---|")
    for each in verdicts:
        times = (each.script_seconds, each.hookkit_seconds, each.default_seconds)
        cells = " | ".join(f"{seconds:.1f} s" for seconds in times)
        print(f"| {each.name} | {each.files} | {each.changed} | {cells} |")
    problems = [f"{each.name}: {problem}" for each in verdicts for problem in each.problems]
    print("\n".join(problems) or "\nNo difference, no changed tree, no moved comment.")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
