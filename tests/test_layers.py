"""The imports hold the table of layers in the architecture page."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hookkit"

ONE_USER = {
    "autopep8": {"hookkit.craft.pep8"},
    "pycodestyle": {"hookkit.craft.pep8"},
    "jinja2": {"hookkit.report.page.filled"},
    "pygments": {"hookkit.report.page.colours"},
    "msgspec": {"hookkit.doors.config.typed"},
}
"""Who may import what: each library sits behind one file."""


def layers() -> list[str]:
    """The layers in the order of the table."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| layer | own |") :].split("\n\n")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in PACKAGE.rglob("*.py")}


def imports(path: Path) -> set[str]:
    """The modules that a file imports anywhere in it, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            name = node.module or ""
            deeper = {f"{name}.{alias.name}" for alias in node.names}
            found |= (deeper & MODULES.keys()) or {name}
    return found


OURS = {
    name: {each for each in imports(path) if each.split(".")[0] == "hookkit" and each != "hookkit"}
    for name, path in MODULES.items()
}


def layer_of(name: str) -> str:
    """The layer of a module: the folder or file right below the package."""
    return name.split(".")[1]


def test_the_table_names_every_layer_there_is() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert set(layers()) == there - {"__init__", "__pycache__"}


@pytest.mark.parametrize("name", sorted(OURS.keys() - {"hookkit"}))
def test_a_file_imports_only_from_its_layer_and_those_above(name: str) -> None:
    order = layers()
    allowed = order[: order.index(layer_of(name)) + 1]
    lazy = {"cli": {"commands"}}  # by name, in LazyGroup
    for each in OURS[name]:
        assert layer_of(each) in [*allowed, *lazy.get(layer_of(name), ())], f"{name} → {each}"


def test_no_file_imports_itself_on_a_way_round() -> None:
    # A package and its parts count as one, but for the layers, which are no modules to import.
    graph = {name: {each for each in found if each != name} for name, found in OURS.items()}
    list(TopologicalSorter(graph).static_order())


def test_the_groups_of_a_layer_point_one_way() -> None:
    graph: dict[str, set[str]] = {}
    for name, found in OURS.items():
        for each in found:
            group, other = group_of(name), group_of(each)
            if group and other and group != other and layer_of(name) == layer_of(each):
                graph.setdefault(group, set()).add(other)
    list(TopologicalSorter(graph).static_order())


def group_of(name: str) -> str:
    """The group of a module: the folder below its layer, "" for a file that is in none."""
    parts = name.split(".")
    is_in_one = len(parts) > 2 and (PACKAGE / parts[1] / parts[2]).is_dir()
    return ".".join(parts[:3]) if is_in_one else ""


@pytest.mark.parametrize("library", sorted(ONE_USER))
def test_a_library_has_one_user(library: str) -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(each.split(".")[0] == library for each in imports(path))
    }
    assert users and all(any(u.startswith(o) for o in ONE_USER[library]) for u in users), users


def test_other_programs_are_run_by_the_doors_alone() -> None:
    users = {name for name, path in MODULES.items() if "subprocess" in imports(path)}
    assert {layer_of(name) for name in users} == {"doors"}


def test_rich_is_imported_by_the_voice_alone() -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(each.split(".")[0] == "rich" for each in imports(path))
    }
    assert {layer_of(name) for name in users} == {"report"}


def test_only_the_voice_prints() -> None:
    allowed = {"hookkit.boundary", "hookkit.commands.run"}  # run: stderr for the voice
    printers = {
        name
        for name, path in MODULES.items()
        if re.search(r"\bprint\(|\bstdout\b|\bstderr\.write", path.read_text(encoding="utf-8"))
        and layer_of(f"{name}.") != "report"
    }
    printers = {name for name in printers if not uses_only_pipes(MODULES[name])}
    assert printers <= allowed


def uses_only_pipes(path: Path) -> bool:
    """Whether ``stdout`` in a file is only that of a child process."""
    text = path.read_text(encoding="utf-8")
    return "print(" not in text and "sys.stdout" not in text and "sys.stderr" not in text
