"""flake8 run on contents below a scratch folder, and on nothing else that may lie around."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import find_configuration, installed_codes, run_flake8
from hookkit.debt.local_plugins import (
    LocalPlugins,
    find_local_plugins,
    with_files,
    with_plugins_of,
    without_plugins,
)
from hookkit.debt.scratch_tree import write_tree
from hookkit.debt.tracked_files import python_files
from hookkit.debt.trust import is_trusted
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder


class Flake8Run(NamedTuple):
    """What flake8 finds, and what the codes of its plugins begin with, those of files too.

    ``not_run`` are plugins of the repository itself that the person does not trust.
    """

    findings: list[LintFinding]
    codes: tuple[str, ...]
    not_run: LocalPlugins | None = None


class PluginCode(NamedTuple):
    """Where the code of plugins of the repository itself is read: a commit, "" for the index.

    None is the worktree. ``is_run_untrusted`` says that it is run whoever wrote it.
    """

    commit: str | None
    is_run_untrusted: bool = False


def found_in(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    code: PluginCode,
    seconds: float | None = None,
) -> Flake8Run:
    """Give what flake8 finds in contents, some at a time; among the first is what configures it.

    Plugins of the repository itself are run where the person trusts them by their content, and
    what is not trusted cannot be imported. Raises EnvironmentFailed where flake8 does not come to
    its end, or not within ``seconds``.
    """
    with scratch_folder(git.git_dir) as scratch:
        folder = scratch / "files"
        # Without one flake8 would look for its configuration in the folders above.
        write_tree(scratch, {b"empty.cfg": b"[flake8]\n"})
        for some in contents:
            write_tree(folder, some)
        config = find_configuration(folder)
        plugins = find_local_plugins(config)
        not_run, own = None, tuple[str, ...]()
        if config is not None and plugins is not None:
            plugins = with_files(plugins, python_files(git, code.commit))
            if code.is_run_untrusted or is_trusted(git, plugins.digest):
                own = plugins.codes
                _write_plugins(scratch, config, plugins)
            else:
                not_run = plugins
                _write(config, without_plugins(config))
        found = run_flake8(folder, scratch / "found", config or scratch / "empty.cfg", seconds)
        return Flake8Run(list(found), tuple(sorted({*installed_codes(), *own})), not_run)


def plugins_of_worktree(git: Git) -> LocalPlugins | None:
    """Give the plugins of the repository itself as they are in the worktree, None for none."""
    assert git.top is not None
    plugins = find_local_plugins(find_configuration(git.top))
    return None if plugins is None else with_files(plugins, python_files(git, None))


def _write_plugins(scratch: Path, config: Path, plugins: LocalPlugins) -> None:
    place = scratch / "plugins"
    write_tree(place, plugins.files)
    _write(config, with_plugins_of(config, plugins, place))


def _write(config: Path, text: str) -> None:
    write_tree(config.parent, {config.name.encode(): text.encode()})
