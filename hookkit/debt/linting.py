"""flake8 run on contents below a scratch folder, and on nothing else that may lie around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import (
    CONFIGURATIONS,
    find_configuration,
    installed_codes,
    run_flake8,
)
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
from hookkit.errors import Refused
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


Lint = Callable[[Mapping[bytes, bytes], str, Mapping[bytes, bytes]], list[LintFinding]]
"""Gives what flake8 finds elsewhere, as one run would here: of configurations, the name of flake8's
among them ("" for none), and contents by their paths."""


def found_in(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    code: PluginCode,
    seconds: float | None = None,
    lint: Lint | None = None,
) -> Flake8Run:
    """Give what flake8 finds in contents, some at a time; among the first is what configures it.

    Plugins of the repository itself are run where the person trusts them by their content, and
    what is not trusted cannot be imported. With ``lint`` flake8 looks at the contents elsewhere.
    Raises EnvironmentFailed where it does not come to its end, or not within ``seconds``, and
    Refused where plugins of the repository were to be run elsewhere.
    """
    if lint is not None:
        return _found_elsewhere(git, contents, code, lint)
    with scratch_folder(git.git_dir) as scratch:
        folder = scratch / "files"
        # Without one flake8 would look for its configuration in the folders above.
        write_tree(scratch, {b"empty.cfg": b"[flake8]\n"})
        for some in contents:
            write_tree(folder, some)
        config = find_configuration(folder)
        plugins, is_run = _local_plugins(git, config, code)
        not_run, own = None, tuple[str, ...]()
        if config is not None and plugins is not None:
            if is_run:
                own = plugins.codes
                _write_plugins(scratch, config, plugins)
            else:
                not_run = plugins
                _write(config, without_plugins(config))
        found = run_flake8(folder, scratch / "found", config or scratch / "empty.cfg", seconds)
        return Flake8Run(list(found), tuple(sorted({*installed_codes(), *own})), not_run)


def _local_plugins(
    git: Git, config: Path | None, code: PluginCode
) -> tuple[LocalPlugins | None, bool]:
    """Give the plugins of the repository itself, None for none, and whether they are to be run."""
    plugins = find_local_plugins(config)
    if config is None or plugins is None:
        return None, False
    plugins = with_files(plugins, python_files(git, code.commit))
    return plugins, code.is_run_untrusted or is_trusted(git, plugins.digest)


def _found_elsewhere(
    git: Git, contents: Iterable[Mapping[bytes, bytes]], code: PluginCode, lint: Lint
) -> Flake8Run:
    files = {path: data for some in contents for path, data in some.items()}
    names = [each.encode() for each in CONFIGURATIONS if each.encode() in files]
    configurations = {name: files.pop(name) for name in names}
    with scratch_folder(git.git_dir) as scratch:
        write_tree(scratch, configurations)
        config = find_configuration(scratch)
        plugins, is_run = _local_plugins(git, config, code)
        if config is not None and plugins is not None:
            if is_run:
                sentence = f"{config.name} has flake8 run plugins of the repository itself"
                raise Refused(f"{sentence}, which are not sent to a cluster", "hookkit debt check")
            configurations[config.name.encode()] = without_plugins(config).encode()
    found = lint(configurations, config.name if config is not None else "", files)
    return Flake8Run(found, tuple(sorted({*installed_codes()})), plugins)


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
