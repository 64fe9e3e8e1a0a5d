"""Run flake8 on contents that are written into a scratch folder, and on no other files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hookkit.debt.finding import UNREADABLE, LintFinding
from hookkit.debt.flake8_process import (
    CODES,
    CONFIGURATIONS,
    find_configuration,
    found_by,
    tell_flake8,
)
from hookkit.debt.local_plugins import (
    LocalPlugins,
    configuration_text,
    find_local_plugins,
    with_files,
)
from hookkit.debt.logging_rules import (
    OWN,
    OWN_PLUGIN,
    SELECTED,
    is_logging,
    reported_twice,
    require_plugins,
    selects_logging,
)
from hookkit.debt.scratch_tree import write_tree
from hookkit.debt.started_flake8 import StartedFlake8, started_flake8
from hookkit.debt.tracked_files import python_files
from hookkit.debt.trust import is_trusted
from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.logging_rules import Kind


class Flake8Run(NamedTuple):
    """The findings of a run of flake8, and how it was run.

    ``codes`` are the prefixes of the codes that flake8 knows, except codes of installed plugins.
    ``not_run`` are the repository's own plugins that were not run, None for none. ``kind`` is the
    requested kind; ``has_logging`` is True if findings on logging are included in "style".
    ``unreadable`` are the files that do not parse, ``by_other_python`` the files that another
    Python checked; ``notes`` are sentences on both.
    """

    findings: list[LintFinding]
    codes: tuple[str, ...]
    not_run: LocalPlugins | None = None
    kind: Kind = "style"
    has_logging: bool = False
    unreadable: frozenset[str] = frozenset()
    by_other_python: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def is_selected(self, code: str) -> bool:
        """Whether findings with a code are among the selected ones."""
        if self.kind == "logging":
            return is_logging(code)
        return self.has_logging or not is_logging(code)


class PluginCode(NamedTuple):
    """The place from which the code of the repository's own plugins is read.

    ``commit`` is a commit, "" for the index, None for the worktree. ``is_run_untrusted`` is True if
    the code is run although the person does not trust it.
    """

    commit: str | None
    is_run_untrusted: bool = False


WaitForFindings = Callable[[float | None], Flake8Run]
"""Waits for flake8, at most this many seconds (None for no limit), and gives its findings.

Raises EnvironmentFailed if flake8 fails or takes longer."""

Lint = Callable[[Mapping[bytes, bytes], str, Mapping[bytes, bytes]], list[LintFinding]]
"""Runs flake8 on other machines and gives its findings. Its parameters are configuration
files (contents by path), the name of flake8's file among them ("" for none), and contents by path.
"""


def lint_contents(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    code: PluginCode,
    seconds: float | None = None,
    lint: Lint | None = None,
    kind: Kind = "style",
) -> Flake8Run:
    """Give flake8's findings in contents. Raises as ``started_linting`` does."""
    with started_linting(git, contents, code, lint=lint, kind=kind) as wait:
        return wait(seconds)


@contextmanager
def started_linting(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    code: PluginCode,
    lint: Lint | None = None,
    kind: Kind = "style",
    flake8: StartedFlake8 | None = None,
) -> Iterator[WaitForFindings]:
    """Start flake8 on contents; the body calls what it is given to wait for the findings.

    ``contents`` are read in portions, to limit memory; the files that configure flake8 are in the
    first portion. The repository's own plugins are run if the person trusts their content; code
    that is not trusted cannot be imported. ``flake8`` is a process that was started before. With
    ``lint``, flake8 checks the contents elsewhere.

    Raises EnvironmentFailed if flake8 cannot be run, or if ``kind`` is "logging" and flake8 lacks
    the plugins for it. Raises Refused if the repository's own plugins would be run elsewhere.
    """
    if lint is not None:
        run = _lint_elsewhere(git, contents, code, lint)
        yield lambda seconds: run
        return
    if kind == "logging":
        require_plugins()
    with ExitStack() as stack:
        flake8 = flake8 or stack.enter_context(started_flake8())
        scratch = stack.enter_context(scratch_folder(git.git_dir))
        stack.callback(flake8.end)  # before its folder is removed
        config = _write_contents(scratch, contents)
        run = _configured_run(git, scratch, config, code, kind)
        folder, output = scratch / "files", scratch / "found"
        tell_flake8(flake8, folder, output, config, *_FLAKE8_OPTIONS[kind])

        def wait(seconds: float | None) -> Flake8Run:
            findings = list(found_by(flake8, folder, output, seconds))
            return _with_other_pythons(git, code, scratch, config, run, findings)

        yield wait


def _write_contents(scratch: Path, contents: Iterable[Mapping[bytes, bytes]]) -> Path:
    """Write the contents below a folder, and give the file that configures flake8."""
    folder = scratch / "files"
    # Without a configuration flake8 would look for one in the parent folders.
    write_tree(scratch, {b"empty.cfg": b"[flake8]\n"})
    for portion in contents:
        write_tree(folder, portion)
    return find_configuration(folder) or scratch / "empty.cfg"


def _configured_run(
    git: Git, scratch: Path, config: Path, code: PluginCode, kind: Kind
) -> Flake8Run:
    """Write the plugins to run into the configuration; give a run that has no findings yet."""
    plugins, is_run = _local_plugins(git, config, code)
    has_logging = selects_logging(config)
    if plugins is not None or kind == "logging":
        _write_configuration(scratch, config, plugins if is_run else None, kind)
    plugin_codes = plugins.codes if plugins and is_run else ()
    not_run = None if is_run else plugins
    return Flake8Run([], (*CODES, *_OWN_CODES[kind], *plugin_codes), not_run, kind, has_logging)


def _with_other_pythons(
    git: Git,
    code: PluginCode,
    scratch: Path,
    config: Path,
    run: Flake8Run,
    found: list[LintFinding],
) -> Flake8Run:
    """Add findings to a run; other Pythons check the files that this Python cannot parse.

    For logging no other Python is tried: it may lack the plugins.
    """
    if run.kind == "logging" or not any(each.code in UNREADABLE for each in found):
        return _with_selected(run, found)
    from hookkit.debt.unreadable_files import lint_by_others

    checked = lint_by_others(git, code.commit, scratch, config, found)
    run = _with_selected(run, checked.findings)
    unreadable, by_other_python = checked.unreadable, checked.by_other_python
    return run._replace(unreadable=unreadable, by_other_python=by_other_python, notes=checked.notes)


_FLAKE8_OPTIONS: dict[Kind, tuple[str, ...]] = {"style": (), "logging": (f"--select={SELECTED}",)}
_OWN_CODES: dict[Kind, tuple[str, ...]] = {"style": (), "logging": (OWN,)}


def _with_selected(run: Flake8Run, found: Sequence[LintFinding]) -> Flake8Run:
    """Add the selected findings to a run."""
    unreadable = frozenset(each.path for each in found if each.code in UNREADABLE)
    duplicates = reported_twice((each.path, each.line, each.code) for each in found)
    findings = [
        each
        for each in found
        if run.is_selected(each.code) and (each.path, each.line, each.code) not in duplicates
    ]
    return run._replace(findings=findings, unreadable=unreadable)


def _write_configuration(
    scratch: Path, config: Path, plugins: LocalPlugins | None, kind: Kind
) -> None:
    folder = scratch / "plugins"
    if plugins is not None:
        write_tree(folder, plugins.files)
    text = configuration_text(config, plugins, folder, OWN_PLUGIN if kind == "logging" else "")
    write_tree(config.parent, {config.name.encode(): text.encode()})


def _local_plugins(
    git: Git, config: Path | None, code: PluginCode
) -> tuple[LocalPlugins | None, bool]:
    """Give the repository's own plugins, None for none, and whether to run them."""
    plugins = find_local_plugins(config)
    if config is None or plugins is None:
        return None, False
    plugins = with_files(plugins, python_files(git, code.commit))
    return plugins, code.is_run_untrusted or is_trusted(git, plugins.digest)


def _lint_elsewhere(
    git: Git, contents: Iterable[Mapping[bytes, bytes]], code: PluginCode, lint: Lint
) -> Flake8Run:
    files = {path: data for portion in contents for path, data in portion.items()}
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
            text = configuration_text(config, None, scratch)
            configurations[config.name.encode()] = text.encode()
        has_logging = config is not None and selects_logging(config)
    found = lint(configurations, config.name if config is not None else "", files)
    run = Flake8Run([], CODES, plugins, has_logging=has_logging)
    return _with_selected(run, found)


def plugins_of_worktree(git: Git) -> LocalPlugins | None:
    """Give the repository's own plugins as they are in the worktree, None for none."""
    assert git.top is not None
    plugins = find_local_plugins(find_configuration(git.top))
    return None if plugins is None else with_files(plugins, python_files(git, None))
