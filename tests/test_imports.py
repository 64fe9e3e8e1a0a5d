"""The imports follow the table of folders in the architecture page."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

from hookkit.settings.settings_file import parse_toml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hookkit"

USERS = {
    "autopep8": {
        *("hookkit.pep8.autopep8_options_and_errors", "hookkit.pep8.autopep8_passes"),
        *("hookkit.pep8.installed_checks_and_fixers", "hookkit.pep8.check_text"),
        *("hookkit.pep8.fault_obstacles", "hookkit.pep8.fix_text"),
        *("hookkit.pep8.fixable_pycodestyle_results", "hookkit.pep8.reindent"),
    },
    "pycodestyle": {
        *("hookkit.pep8.autopep8_passes", "hookkit.pep8.installed_checks_and_fixers"),
        *("hookkit.pep8.check_logical_lines", "hookkit.pep8.check_text"),
        "hookkit.debt_log.flake8_with_line_cache",
    },
    "flake8": {"hookkit.debt.flake8_child", "hookkit.debt_log.flake8_with_line_cache"},
    "git": {"hookkit.debt_log.gitpython_object_reader"},
    "jinja2": {"hookkit.terminal.page_templates"},
    "pygments": {"hookkit.corrections.page.highlighted_code"},
    "msgspec": {"hookkit.settings.value_conversion"},
    "distributed": {"hookkit.cluster.dask_client"},
    "textual": {"hookkit.tui.app"},
    "tomlkit": {"hookkit.settings.toml_edit"},
}
"""Who may import what: each library sits behind one file, the two of PEP 8 behind one idea."""

STARTS_PROCESSES = {
    "hookkit.cluster.fix_batch",
    "hookkit.debt.flake8_process",
    "hookkit.debt.find_other_pythons",
    "hookkit.debt.prestarted_flake8",
    "hookkit.debt_log.flake8_runs",
    "hookkit.git.run_over_network",
    "hookkit.git.process",
    "hookkit.git.object_reader",
    "hookkit.git.ref_transaction",
    "hookkit.install.doctor_leftovers",
    "hookkit.install.hook_interpreter",
    "hookkit.shims.called_by_pre_commit_or_prek",
    "hookkit.install.install_pre_commit_or_prek",
}
"""git alone is run by four; the others run flake8, Python on a worker of a cluster, and ask ps, an
interpreter and pre-commit."""


WRITES = {
    "os": {
        *("chmod", "chown", "link", "makedirs", "mkdir", "remove", "rename", "replace", "rmdir"),
        *("setxattr", "symlink", "truncate", "unlink", "utime"),
    },
    "shutil": {"copy", "copy2", "copyfile", "copymode", "copytree", "move", "rmtree"},
    "tempfile": {"NamedTemporaryFile", "TemporaryDirectory", "mkdtemp", "mkstemp"},
}
"""What changes the file system, by its module."""

PATH_WRITES = {
    *("chmod", "hardlink_to", "mkdir", "rmdir", "symlink_to", "touch", "unlink"),
    *("write_bytes", "write_text"),
}
"""What changes the file system as a method of a path."""

WRITERS = {
    "hookkit.branches.merge.merge_commit",
    "hookkit.branches.checkout_leftovers",
    "hookkit.commands.shared.output_options_and_files",
    "hookkit.commands.demo",
    "hookkit.debt.accept",
    "hookkit.debt.flake8_process",
    "hookkit.debt.lint_batch_on_worker",
    "hookkit.debt.trusted_plugins",
    "hookkit.debt_log.flake8_runs",
    "hookkit.debt_log.debt_cache",
    "hookkit.dry_run.scratch_repository",
    "hookkit.fleet.isolated_copy",
    "hookkit.fleet.parallel_inspection",
    "hookkit.git.file_replacement",
    "hookkit.git.index_update",
    "hookkit.git.merge_contents",
    "hookkit.git.match_pathspecs",
    "hookkit.git.scratch_folder",
    "hookkit.install.remove_leftovers",
    "hookkit.install.reversible_file_changes",
    "hookkit.diagnostic_log.record_bug",
    "hookkit.diagnostic_log.write_log",
    "hookkit.operation_log.log_folder_and_files",
    "hookkit.operation_log.stored_entries",
    "hookkit.operation_log.migrate_from_refs",
    "hookkit.fix_cache.records_file",
    "hookkit.server.append_to_journal",
    "hookkit.terminal.write_html_or_svg_file",
    "hookkit.worker.inherit_from_caller",  # descriptors alone
    "hookkit.worker.folder_and_paths",
    "hookkit.worker.serve",
    "hookkit.worker.request_files",
}
"""Who may change the file system; what reads changes nothing."""


def folders() -> list[str]:
    """The folders and files below the package, in the order of the table."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page[page.index("| folder | own |") :].split("\n\n")[0]
    rows = [row.split("|")[1] for row in table.splitlines()[2:]]
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path): path for path in PACKAGE.rglob("*.py")}


class Facts(NamedTuple):
    """What is asked of a file, which is parsed once for all of it."""

    imports: set[str]
    writes_files: bool


@cache
def facts(path: Path) -> Facts:
    """Parse a file."""
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    asked = (each for each in nodes if isinstance(each, ast.Call | ast.Attribute))
    return Facts(imported(path, nodes), any(is_write(each) for each in asked))


def imports(path: Path) -> set[str]:
    """The modules that a file imports anywhere in it, also inside functions."""
    return facts(path).imports


def imported(path: Path, nodes: Iterable[ast.AST]) -> set[str]:
    """The modules that some of the nodes of a file import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            name = node.module or ""
            deeper = {f"{name}.{alias.name}" for alias in node.names}
            found |= (deeper & MODULES.keys()) or {name}
    return found


def ours(name: str) -> set[str]:
    """The modules of the package that a module imports."""
    found = imports(MODULES[name])
    return {each for each in found if each.split(".")[0] == "hookkit" and each != "hookkit"}


def folder_of(name: str) -> str:
    """The folder or file right below the package that a module is in."""
    return name.split(".")[1]


def users_of(library: str) -> set[str]:
    """The modules that import a library."""
    return {
        name
        for name, path in MODULES.items()
        if any(each.split(".")[0] == library for each in imports(path))
    }


def test_the_table_names_every_folder_there_is() -> None:
    assert set(folders()) == {folder_of(name) for name in MODULES.keys() - {"hookkit"}}


def test_a_file_imports_only_from_its_folder_and_those_above() -> None:
    order = folders()
    lazy = {"cli": {"commands"}}  # by name, in LazyGroup
    wrong = []
    for name in sorted(MODULES.keys() - {"hookkit"}):
        folder = folder_of(name)
        allowed = {*order[: order.index(folder) + 1], *lazy.get(folder, ())}
        wrong += [f"{name} → {each}" for each in ours(name) if folder_of(each) not in allowed]
    assert wrong == []


def test_no_file_imports_itself_on_a_way_round() -> None:
    graph = {name: ours(name) - {name} for name in MODULES}
    list(TopologicalSorter(graph).static_order())


def test_the_groups_of_a_folder_point_one_way() -> None:
    graph: dict[str, set[str]] = {}
    for name in MODULES:
        for each in ours(name):
            group, other = group_of(name), group_of(each)
            if group and other and group != other and folder_of(name) == folder_of(each):
                graph.setdefault(group, set()).add(other)
    list(TopologicalSorter(graph).static_order())


def group_of(name: str) -> str:
    """The group of a module: the folder below its folder, "" for a file that is in none."""
    parts = name.split(".")
    is_in_one = len(parts) > 2 and (PACKAGE / parts[1] / parts[2]).is_dir()
    return ".".join(parts[:3]) if is_in_one else ""


@pytest.mark.parametrize("library", sorted(USERS))
def test_a_library_is_imported_only_by_its_users(library: str) -> None:
    users = users_of(library)
    assert users and users <= USERS[library]


def test_what_is_imported_is_declared() -> None:
    project = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"), ROOT)["project"]
    assert isinstance(project, dict)
    extras = project["optional-dependencies"]
    listed = [*project["dependencies"], *extras["tui"], *extras["cluster"]]
    names = (re.match(r"[\w-]+", each) for each in listed)
    declared = {found[0].replace("-", "_") for found in names if found}
    tops = {each.split(".")[0] for path in MODULES.values() for each in imports(path)}
    foreign = tops - sys.stdlib_module_names - {"hookkit", "tomllib"}
    distributions = {"git": "gitpython", "yaml": "pyyaml"}
    assert {distributions.get(each, each) for each in foreign} <= declared


def test_rich_is_imported_only_where_something_is_shown() -> None:
    assert users_of("rich") == {
        "hookkit.corrections.report.coloured_patch",
        "hookkit.graph.terminal",
        "hookkit.terminal.progress",
        "hookkit.terminal.render_rows",
        "hookkit.tui.app",
        "hookkit.tui.hunk_texts",
        "hookkit.tui.screen_lines",
    }


def test_other_programs_are_started_by_few_files() -> None:
    assert users_of("subprocess") == STARTS_PROCESSES


def is_write(node: ast.Call | ast.Attribute) -> bool:
    """Whether a name or a call is one by which files are changed."""
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        return node.attr in WRITES.get(owner, PATH_WRITES)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    given = [*node.args, *(each.value for each in node.keywords)]
    words = {each.value for each in given if isinstance(each, ast.Constant)}
    flags = {
        each.attr for value in given for each in ast.walk(value) if isinstance(each, ast.Attribute)
    }
    modes = {
        each for each in words if isinstance(each, str) and re.fullmatch("[rwaxbt+]{1,3}", each)
    }
    open_in_browser = any(set(each) & set("wax+") for each in modes) or "O_CREAT" in flags
    return name in {"open", "fdopen"} and open_in_browser


def test_few_files_change_the_file_system() -> None:
    assert {name for name, path in MODULES.items() if facts(path).writes_files} == WRITERS


def test_only_the_terminal_prints() -> None:
    allowed = {
        "hookkit.error_boundary",
        "hookkit.cluster.fix_batch",  # what its parent reads
        "hookkit.commands.run",  # stderr for the rows beside a document
        "hookkit.debt.flake8_child",  # what flake8 has printed
        "hookkit.corrections.report.coloured_patch",
        "hookkit.graph.terminal",
        "hookkit.worker.inherit_from_caller",  # what another process has as its own
    }
    printers = {
        name
        for name, path in MODULES.items()
        if re.search(r"\bprint\(|\bstdout\b|\bstderr\.write", path.read_text(encoding="utf-8"))
        and folder_of(f"{name}.") != "terminal"
    }
    printers = {name for name in printers if not uses_only_pipes(MODULES[name])}
    assert printers <= allowed


def uses_only_pipes(path: Path) -> bool:
    """Whether ``stdout`` in a file is only that of a child process."""
    text = path.read_text(encoding="utf-8")
    return "print(" not in text and "sys.stdout" not in text and "sys.stderr" not in text
