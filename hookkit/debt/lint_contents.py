"""Lint contents: run flake8 on them in a scratch folder, and on no other files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hookkit.debt.finding import UNPARSED_CODES, LintFinding
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES, find_configuration
from hookkit.debt.flake8_process import (
    FLAKE8_PREFIXES,
    start_flake8_run,
    wait_for_findings,
)
from hookkit.debt.local_plugins import (
    LocalPlugins,
    configuration_text,
    find_local_plugins,
    with_imported_files,
)
from hookkit.debt.logging_rules import (
    HOOKKIT_PLUGIN,
    HOOKKIT_PREFIX,
    SELECTED_PREFIXES,
    duplicate_findings,
    is_logging_code,
    require_logging_plugins,
    selects_logging,
)
from hookkit.debt.prestarted_flake8 import PrestartedFlake8, prestarted_flake8
from hookkit.debt.tracked_files import python_file_reader
from hookkit.debt.trusted_plugins import is_trusted
from hookkit.errors import Refused
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder, write_files
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.logging_rules import RuleKind


class Flake8Run(NamedTuple):
    """The findings of a run of flake8, and how it was run.

    ``known_prefixes`` are the prefixes of the codes that flake8 knows, except codes of installed
    plugins. ``skipped_plugins`` are the repository's own plugins that were not run, None for none.
    ``rule_kind`` is the requested kind of rules; ``has_logging_rules`` is True if "style" includes
    the rules on logging. ``unparsed_paths`` are the files that do not parse, ``other_python_paths``
    the files that another Python checked; ``remarks`` are sentences on both.
    """

    findings: list[LintFinding]
    known_prefixes: tuple[str, ...]
    skipped_plugins: LocalPlugins | None = None
    rule_kind: RuleKind = "style"
    has_logging_rules: bool = False
    unparsed_paths: frozenset[str] = frozenset()
    other_python_paths: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()

    def is_selected(self, code: str) -> bool:
        """Whether findings with a code are among the selected ones."""
        if self.rule_kind == "logging":
            return is_logging_code(code)
        return self.has_logging_rules or not is_logging_code(code)


class PluginSource(NamedTuple):
    """Where the code of the repository's own plugins is read from.

    ``commit`` is a commit, "" for the index, None for the worktree. ``may_run_untrusted`` is True
    if the code is run although the person does not trust it.
    """

    commit: str | None
    may_run_untrusted: bool = False


WaitForFindings = Callable[[float | None], Flake8Run]
"""Waits for flake8 until a timeout in seconds (None for no limit), and gives its findings.

Raises EnvironmentFailed if flake8 fails or takes longer."""

Flake8OnCluster = Callable[[Mapping[bytes, bytes], str, Mapping[bytes, bytes]], list[LintFinding]]
"""Runs flake8 on a cluster and gives its findings. Its parameters are configuration
files (contents by path), the name of flake8's file among them ("" for none), and contents by path.
"""


def lint_contents(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    plugin_source: PluginSource,
    timeout: float | None = None,
) -> Flake8Run:
    """Give flake8's findings in contents. Raises as ``started_linting`` does."""
    with started_linting(git, contents, plugin_source) as wait:
        return wait(timeout)


@contextmanager
def started_linting(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    plugin_source: PluginSource,
    flake8_on_cluster: Flake8OnCluster | None = None,
    rule_kind: RuleKind = "style",
    flake8: PrestartedFlake8 | None = None,
) -> Iterator[WaitForFindings]:
    """Start flake8 on contents, and give a function that waits for the findings.

    ``contents`` are read in batches, to limit memory; the files that configure flake8 are in the
    first batch. The repository's own plugins are run if the person trusts their content; code that
    is not trusted cannot be imported. ``flake8`` is a process that is started already;
    ``flake8_on_cluster`` is used instead of it, None for flake8 on this machine.

    Raises EnvironmentFailed if flake8 cannot be run, or if ``rule_kind`` is "logging" and flake8
    lacks the plugins for it. Raises Refused if the repository's own plugins would run on a cluster.
    """
    if flake8_on_cluster is not None:
        run = _lint_on_cluster(git, contents, plugin_source, flake8_on_cluster)
        yield lambda seconds: run
        return
    if rule_kind == "logging":
        require_logging_plugins()
    with ExitStack() as stack:
        flake8 = flake8 or stack.enter_context(prestarted_flake8())
        scratch = stack.enter_context(scratch_folder(git.git_dir))
        stack.callback(flake8.end)  # before its folder is removed
        config = _write_contents(scratch, contents)
        run = _prepare_run(git, scratch, config, plugin_source, rule_kind)
        folder, output = scratch / "files", scratch / "found"
        start_flake8_run(flake8, folder, output, config, *_FLAKE8_OPTIONS[rule_kind])

        def wait(timeout: float | None) -> Flake8Run:
            findings = list(wait_for_findings(flake8, folder, output, timeout))
            return _with_other_pythons(git, plugin_source, scratch, config, run, findings)

        yield wait


def _write_contents(scratch: Path, contents: Iterable[Mapping[bytes, bytes]]) -> Path:
    """Write the contents below a folder, and give the file that configures flake8."""
    folder = scratch / "files"
    # Without a configuration flake8 would look for one in the parent folders.
    write_files(scratch, {b"empty.cfg": b"[flake8]\n"})
    for batch in contents:
        write_files(folder, batch)
    return find_configuration(folder) or scratch / "empty.cfg"


def _prepare_run(
    git: Git, scratch: Path, config: Path, plugin_source: PluginSource, rule_kind: RuleKind
) -> Flake8Run:
    """Write the plugins to run into the configuration; give a run that has no findings yet."""
    plugins, may_run = _local_plugins(git, config, plugin_source)
    has_logging_rules = selects_logging(config)
    if plugins is not None or rule_kind == "logging":
        _write_configuration(scratch, config, plugins if may_run else None, rule_kind)
    plugin_codes = plugins.code_prefixes if plugins and may_run else ()
    return Flake8Run(
        [],
        (*FLAKE8_PREFIXES, *_HOOKKIT_CODES[rule_kind], *plugin_codes),
        None if may_run else plugins,
        rule_kind,
        has_logging_rules,
    )


def _with_other_pythons(
    git: Git,
    plugin_source: PluginSource,
    scratch: Path,
    config: Path,
    run: Flake8Run,
    findings: list[LintFinding],
) -> Flake8Run:
    """Add findings to a run; other Pythons check the files that this Python cannot parse.

    For logging no other Python is tried: it may lack the plugins.
    """
    if run.rule_kind == "logging" or not any(each.code in UNPARSED_CODES for each in findings):
        return _with_selected(run, findings)
    from hookkit.debt.lint_with_other_pythons import lint_with_other_pythons

    checked = lint_with_other_pythons(git, plugin_source.commit, scratch, config, findings)
    return _with_selected(run, checked.findings)._replace(
        unparsed_paths=checked.unparsed_paths,
        other_python_paths=checked.other_python_paths,
        remarks=checked.remarks,
    )


_FLAKE8_OPTIONS: dict[RuleKind, tuple[str, ...]] = {
    "style": (),
    "logging": (f"--select={SELECTED_PREFIXES}",),
}
_HOOKKIT_CODES: dict[RuleKind, tuple[str, ...]] = {"style": (), "logging": (HOOKKIT_PREFIX,)}


def _with_selected(run: Flake8Run, all_findings: Sequence[LintFinding]) -> Flake8Run:
    """Add the selected findings to a run."""
    unparsed_paths = frozenset(each.path for each in all_findings if each.code in UNPARSED_CODES)
    duplicates = duplicate_findings((each.path, each.line, each.code) for each in all_findings)
    findings = [
        each
        for each in all_findings
        if run.is_selected(each.code) and (each.path, each.line, each.code) not in duplicates
    ]
    return run._replace(findings=findings, unparsed_paths=unparsed_paths)


def _write_configuration(
    scratch: Path, config: Path, plugins: LocalPlugins | None, rule_kind: RuleKind
) -> None:
    folder = scratch / "plugins"
    if plugins is not None:
        write_files(folder, plugins.files)
    logging_plugin = HOOKKIT_PLUGIN if rule_kind == "logging" else ""
    text = configuration_text(config, plugins, folder, logging_plugin)
    write_files(config.parent, {config.name.encode(): text.encode()})


def _local_plugins(
    git: Git, config: Path | None, plugin_source: PluginSource
) -> tuple[LocalPlugins | None, bool]:
    """Give the repository's own plugins, None for none, and whether to run them."""
    plugins = find_local_plugins(config)
    if config is None or plugins is None:
        return None, False
    plugins = with_imported_files(plugins, python_file_reader(git, plugin_source.commit))
    return plugins, plugin_source.may_run_untrusted or is_trusted(git, plugins.digest)


def _lint_on_cluster(
    git: Git,
    contents: Iterable[Mapping[bytes, bytes]],
    plugin_source: PluginSource,
    flake8_on_cluster: Flake8OnCluster,
) -> Flake8Run:
    files = {path: data for batch in contents for path, data in batch.items()}
    names = [each.encode() for each in CONFIGURATION_NAMES if each.encode() in files]
    configurations = {name: files.pop(name) for name in names}
    with scratch_folder(git.git_dir) as scratch:
        write_files(scratch, configurations)
        config = find_configuration(scratch)
        plugins, may_run = _local_plugins(git, config, plugin_source)
        if config is not None and plugins is not None:
            if may_run:
                sentence = f"{config.name} has flake8 run plugins of the repository itself"
                raise Refused(f"{sentence}, which are not sent to a cluster", "hookkit debt check")
            text = configuration_text(config, None, scratch)
            configurations[config.name.encode()] = text.encode()
        has_logging_rules = config is not None and selects_logging(config)
    findings = flake8_on_cluster(configurations, config.name if config is not None else "", files)
    run = Flake8Run([], FLAKE8_PREFIXES, plugins, has_logging_rules=has_logging_rules)
    return _with_selected(run, findings)
