"""``python -m scripts.measure_tree``: how well the folders and files of the package hold together.

Counts, over ``hookkit/``: imports that stay within their folder (those of the commands aside), and
those that go against the order of the architecture page; modules with one importer; private
functions with one use; lines that are imports; and the files through which one plain correction
goes, with each step from a file or folder to another.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hookkit"
SLOPPY = "import os\nx=1\n\ndef f( a ):\n  return a\n"

PROFILED = """
import sys
seen = []
started = set()
def is_imported(frame):
    while frame and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    return frame is not None and frame.f_globals["__name__"] != "__main__"
def watch(frame, event, argument):
    # CO_OPTIMIZED: no module, no class. A generator is called once and then goes on.
    if event != "call" or not frame.f_code.co_flags & 1 or frame in started or is_imported(frame):
        return
    if frame.f_code.co_flags & 0x20:
        started.add(frame)
    if seen[-1:] != [frame.f_code.co_filename]:
        seen.append(frame.f_code.co_filename)
from hookkit.__main__ import main
sys.argv = ["hookkit", "hook", "post-commit"]
sys.setprofile(watch)
try:
    main()
except SystemExit:
    pass
sys.setprofile(None)
open(sys.orig_argv[-1], "w").write("\\n".join(seen))
"""


def trees() -> dict[str, ast.Module]:
    """The modules of the package by their dotted names, parsed."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8")
        )
        for path in PACKAGE.rglob("*.py")
    }


def imported(tree: ast.Module, modules: Mapping[str, object]) -> set[str]:
    """The modules of the package that a module imports."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            deeper = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (deeper & modules.keys()) or {node.module or ""}
    return (found & modules.keys()) - {"hookkit"}


def folder(name: str) -> str:
    """The folder of a module right below the package, ``hookkit`` for the package's own file."""
    return name.removeprefix("hookkit.").split(".")[0]


def order_of_folders() -> list[str]:
    """The folders as the table of the architecture page has them, each above what imports it."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| folder | own |") :].split("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def backwards(edges: list[tuple[str, str]]) -> int:
    """How many imports go from a folder to one below it in the table."""
    rank = {name: place for place, name in enumerate(order_of_folders())}
    between = [(folder(of), folder(to)) for of, to in edges if "hookkit" not in (of, to)]
    return sum(rank[of] < rank[to] for of, to in between)


def within(edges: list[tuple[str, str]]) -> str:
    """How many imports stay within their folder, those of the commands aside."""
    counted = [(of, to) for of, to in edges if folder(of) != "commands"]
    inside = sum(folder(of) == folder(to) for of, to in counted)
    return f"{inside} of {len(counted)} imports within their folder ({inside / len(counted):.1%})"


def private_functions(parsed: Mapping[str, ast.Module]) -> Iterator[tuple[int, int]]:
    """The lines and uses of each private function, looked for in its own module."""
    for tree in parsed.values():
        names = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        names += Counter(node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("_"):
                yield (node.end_lineno or node.lineno) - node.lineno + 1, names[node.name]


def import_lines(parsed: Mapping[str, ast.Module]) -> int:
    """How many lines are imports."""
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for tree in parsed.values()
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    )


def path_of_a_correction() -> list[str]:
    """The files that a plain correction goes through, by calls, each as often as it is entered."""
    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        repo = where / "repo"
        env = {**os.environ, "HOME": name, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": str(ROOT)}
        for who in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{who}_NAME": "Somebody", f"GIT_{who}_EMAIL": "somebody@example.org"}

        def git(*words: str) -> None:
            subprocess.run(["git", *words], cwd=repo, env=env, check=True, capture_output=True)

        repo.mkdir()
        git("init", "-q")
        git("commit", "-q", "--allow-empty", "-m", "Begin")
        (repo / "a.py").write_text(SLOPPY)
        git("add", "a.py")
        git("commit", "-q", "-m", "Add a")
        command = [sys.executable, "-c", PROFILED, str(where / "seen")]
        done = subprocess.run(command, cwd=repo, env=env, check=True, capture_output=True)
        # The hook ends with 0 whatever happened: an error, or a Python without autopep8, is a
        # shorter way.
        assert b" as uncommitted edits\n" in done.stdout, done
        seen = (where / "seen").read_text().splitlines()
    here = f"{PACKAGE}{os.sep}"
    inside = [each.removeprefix(here) for each in seen if each.startswith(here)]
    return [each for each in inside if each != "named_tuple.py"]  # stands for the library's own


def changes(names: list[str]) -> int:
    """How often one name is followed by another."""
    return sum(one != other for one, other in zip(names, names[1:], strict=False))


def main() -> None:
    """Print the counts."""
    parsed = trees()
    edges = [(of, to) for of, tree in parsed.items() for to in imported(tree, parsed)]
    importers = Counter(to for _, to in edges)
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py"))
    functions = [lines_of for lines_of, uses in private_functions(parsed) if uses == 1]
    files = path_of_a_correction()
    print(f"{len(parsed)} modules, {lines} lines")
    print(f"{within(edges)}, {backwards(edges)} backwards")
    print(f"{sum(count == 1 for count in importers.values())} modules with one importer")
    print(f"{len(functions)} private functions with one use", end=", ")
    print(f"{sum(length <= 6 for length in functions)} of at most six lines")
    print(f"{import_lines(parsed) / lines:.1%} of the lines are imports")
    print(f"a plain correction: {len(set(files))} files,", end=" ")
    print(f"{changes(files)} changes of file,", end=" ")
    print(f"{changes([each.split(os.sep)[0] for each in files])} of folder")


if __name__ == "__main__":
    main()
