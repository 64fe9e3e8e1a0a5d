"""Look at everything that can keep hookkit from working, and name the command that repairs it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hookkit.corrections.refusals import count_unread
from hookkit.errors import HookkitError, Refused, WrongUsage
from hookkit.git.config import missing_includes
from hookkit.git.head import head_ref
from hookkit.git.in_progress import operation_in_progress, ways_out
from hookkit.git.refs import HEADS, has_refs_elsewhere
from hookkit.git.runner import Git
from hookkit.history.refs.missing_target import fetch_command, is_not_here, usual_remote
from hookkit.history.refs.targets import find_target
from hookkit.install.configured_hooks import examine_configured
from hookkit.install.configured_shims import again_command
from hookkit.install.doctor_configured import examine_own
from hookkit.install.doctor_leftovers import examine_leftovers
from hookkit.install.folders import problem_of, problems_of_repository
from hookkit.install.other_frameworks import examine_husky, examine_shared, examine_wired
from hookkit.install.outcome import Diagnosis
from hookkit.operation_log.stopped_sync import CONTINUE, branch_of, is_under_way, stopped_sync
from hookkit.phrases import counted
from hookkit.settings.events import COMBINED_HOOK, OWN_EVENTS, PRE_COMMIT_CONFIG, SERVER_EVENTS
from hookkit.shims.hooks_folder import HookFiles, find_shim, folder_in_force, own_folder
from hookkit.shims.import_check import imports_hookkit
from hookkit.shims.missing_configuration import failing_scripts
from hookkit.shims.other_frameworks import OtherFramework, find_other_framework
from hookkit.shims.own_configured import OwnHook, hooks_in_force
from hookkit.shims.owner import doubled_hooks, installed_framework, listed_events
from hookkit.shims.template import Shim, events, generated_by, is_generated, read_shim, render

OLDEST_GIT = (2, 31)

INSTALL = "hookkit install"


def examine(git: Git) -> tuple[Diagnosis, ...]:
    """Look at the repository and everything around it that hookkit needs.

    Nothing is changed and nothing is raised for what is found wrong.
    """
    return (
        check_git_version(git.line("version")),
        *_refs(git),
        *(Diagnosis("git directory", "bad", *each) for each in problems_of_repository(git)),
        *(_as_server(each) if git.top is None else each for each in _hooks(git)),
        *_configuration(git),
        *_includes(git),
        *_target(git),
        *_worker(git),
        *_operation(git),
        *_refused(git),
        *examine_leftovers(git),
    )


def _as_server(found: Diagnosis) -> Diagnosis:
    return replace(found, repair=f"{INSTALL} --server") if found.repair == INSTALL else found


def is_well(findings: tuple[Diagnosis, ...]) -> bool:
    """Say whether nothing in ``findings`` keeps hookkit from working."""
    return all(each.state != "bad" for each in findings)


def check_git_version(version: str) -> Diagnosis:
    """Diagnose what ``git version`` printed."""
    numbers = re.search(r"(\d+)\.(\d+)", version)
    needed = ".".join(map(str, OLDEST_GIT))
    if numbers is not None and (int(numbers[1]), int(numbers[2])) >= OLDEST_GIT:
        return Diagnosis("git", "ok", f"{version} ({needed} or newer is needed)")
    return Diagnosis("git", "bad", f"{version} is too old: {needed} or newer is needed")


def _refs(git: Git) -> Iterator[Diagnosis]:
    """Name the ref format where refs are no files; hookkit works with each format."""
    if has_refs_elsewhere(git):
        kind = git.line("rev-parse", "--show-ref-format")
        yield Diagnosis("refs", "ok", f"kept as {kind}, in no files of their own")


def _hooks(git: Git) -> Iterator[Diagnosis]:
    other = find_other_framework(git)
    if other is not None and other.name == "husky" and other.wired:
        yield from examine_husky(other)
        return
    named = {} if git.top is None else hooks_in_force(git)
    try:
        folder = own_folder(git)
        yield _folder(folder, git)
    except Refused as refusal:
        if not named:
            yield Diagnosis("hooks folder", "bad", refusal.message, refusal.repair)
            return
        folder = folder_in_force(git)
        yield Diagnosis("hooks folder", "ok", f"{folder}, which is not this clone's own")
    yield from _failing(git, folder)
    try:
        listed = listed_events(git.top)
        yield from _doubled(git)
    except WrongUsage as error:
        yield Diagnosis(PRE_COMMIT_CONFIG, "bad", error.message, error.repair)
        listed = frozenset()
    shims: dict[str, Shim] = {}
    for event in _wanted(git, folder):
        yield from _event(HookFiles(event, folder), event in listed, other, named, shims)
    if git.top is not None:
        in_folder = [each for each in shims if find_shim(str(folder), each)]
        yield from examine_own(git, in_folder, shims)
    yield from examine_configured(git, _wanted(git, folder), shims)
    yield from _pythons(shims)


def _event(
    files: HookFiles,
    is_listed: bool,
    other: OtherFramework | None,
    named: Mapping[str, OwnHook],
    shims: dict[str, Shim],
) -> Iterator[Diagnosis]:
    """Look at one event; a shim of ours that is run for it is added to ``shims``.

    ``named`` are the hooks of ours that git's configuration names, and that it runs.
    """
    if is_listed and files.event not in OWN_EVENTS:
        yield from _owned(files)
        return
    if other is not None and files.event in other.wired:
        yield examine_wired(other, files)
        return
    beside = None if other is None else examine_shared(other, files)
    if beside is not None:
        yield beside
    shim = None if files.shim is None else read_shim(files.shim)
    if files.shim is not None and shim is not None:
        shims[files.event] = shim
        yield from _installed(files, files.shim, shim)
    elif files.event in named:
        yield from _named(files, named[files.event], shims)
    elif beside is None:
        yield _missing(files, is_listed)


def _named(files: HookFiles, hook: OwnHook, shims: dict[str, Shim]) -> Iterator[Diagnosis]:
    """Look at a shim that git runs by its configuration."""
    if hook.shim is not None:
        shims[hook.event] = hook.shim
        place = Path(hook.place)
        beside = files._replace(folder=place.parent)
        yield _diagnose_shim(beside, place, hook.shim, again_command(hook))


def _folder(folder: Path, git: Git) -> Diagnosis:
    problem = problem_of(folder)
    if problem is None:
        return Diagnosis("hooks folder", "ok", str(folder))
    is_installed = any(HookFiles(each, folder).shim is not None for each in _wanted(git, folder))
    return Diagnosis("hooks folder", "warn" if is_installed else "bad", *problem)


def _failing(git: Git, folder: Path) -> Iterator[Diagnosis]:
    failing = failing_scripts(git.places.top, str(folder))
    if failing is not None:
        yield Diagnosis(failing.config, "bad", failing.sentence, failing.repair)


def _doubled(git: Git) -> Iterator[Diagnosis]:
    names = doubled_hooks(git.top)
    if names:
        sentence = f"the hook {COMBINED_HOOK} does the work of {', '.join(names)}: told twice"
        command = f"git grep -n hookkit -- {PRE_COMMIT_CONFIG}"
        yield Diagnosis(PRE_COMMIT_CONFIG, "warn", sentence, command)


def _wanted(git: Git, folder: Path) -> Sequence[str]:
    """Give the events to look at: in a bare repository those of a server."""
    if git.top is None:
        return SERVER_EVENTS
    served = [each for each in SERVER_EVENTS if HookFiles(each, folder).shim is not None]
    return (*events(), *served)


def _owned(files: HookFiles) -> Iterator[Diagnosis]:
    program = generated_by(files.hook) or installed_framework(files.folder)
    reason = f"{program} owns {files.event} by {PRE_COMMIT_CONFIG}"
    if not is_generated(files.hook):
        yield Diagnosis(files.event, "bad", f"{reason}, but has no hook in {files.folder}", INSTALL)
    elif files.shim is not None:
        sentence = f"{reason}, and {files.shim} does the work before it: one of them is enough"
        yield Diagnosis(files.event, "warn", sentence, INSTALL)
    else:
        yield Diagnosis(files.event, "ok", f"{reason}: {files.hook}")


def _installed(files: HookFiles, place: Path, shim: Shim) -> Iterator[Diagnosis]:
    yield _diagnose_shim(files, place, shim)
    if place == files.legacy and is_generated(files.previous):
        yield Diagnosis(
            files.event,
            "warn",
            f"a loop: {files.hook} runs {place}, which keeps {files.previous}, and that is the same"
            " script again",
            f"rm -- {shlex.quote(str(files.previous))}",
        )


def _missing(files: HookFiles, is_listed: bool) -> Diagnosis:
    if os.path.lexists(files.previous):
        sentence = f"{files.previous} is kept for a shim that is gone: neither of them runs"
    elif is_listed:
        sentence = (
            f"{installed_framework(files.folder)} shows the hooks of {PRE_COMMIT_CONFIG} only the"
            " first ref of a push, and"
            f" hookkit's own, which sees all of them, is not installed in {files.folder}"
        )
    else:
        sentence = f"hookkit is not installed in {files.folder}"
    return Diagnosis(files.event, "bad", sentence, INSTALL)


def _diagnose_shim(
    files: HookFiles, place: Path, shim: Shim, again: str = INSTALL
) -> Diagnosis:
    if not os.access(place, os.X_OK):
        repair = f"chmod +x {shlex.quote(str(place))}"
        return Diagnosis(files.event, "bad", f"{place} is not executable: git skips it", repair)
    if shim.is_edited:
        sentence = f"{place} was edited by hand (an install puts the edited file aside)"
        return Diagnosis(files.event, "warn", sentence, again)
    if place.read_bytes() != render(files.event, shim.python, shim.path, shim.use):
        sentence = f"{place} is from another version of hookkit"
        return Diagnosis(files.event, "warn", sentence, again)
    chained = f", after {files.previous}" if os.access(files.previous, os.X_OK) else ""
    return Diagnosis(files.event, "ok", f"{place}{chained}")


def _pythons(shims: Mapping[str, Shim]) -> Iterator[Diagnosis]:
    """Diagnose each Python that the shims start, once."""
    pythons = list(dict.fromkeys(shim.python for shim in shims.values()))
    for python in pythons:
        whose = [event for event, shim in shims.items() if shim.python == python]
        name = "Python" if len(pythons) == 1 else f"Python of {', '.join(whose)}"
        yield _diagnose_python(name, python)


def _diagnose_python(name: str, python: Path | None) -> Diagnosis:
    if python is not None and python.exists():
        if imports_hookkit(python):
            return Diagnosis(name, "ok", str(python))
        return Diagnosis(name, "bad", f"{python} cannot import hookkit", INSTALL)
    found = shutil.which("hookkit")
    gone = "" if python is None else f"{python} is gone; "
    if found is None:
        return Diagnosis(name, "bad", f"{gone}hookkit is not on PATH either", INSTALL)
    sentence = f"{gone}hookkit is looked up on PATH: {found}"
    return Diagnosis(name, "warn" if gone else "ok", sentence, INSTALL if gone else None)


def _configuration(git: Git) -> Iterator[Diagnosis]:
    from hookkit.settings.environment import is_switched_off
    from hookkit.settings.reader import settings_to_show

    if is_switched_off():
        sentence = "HOOKKIT turns everything off in this environment"
        yield Diagnosis("enabled", "warn", sentence, "unset HOOKKIT")
    try:
        found, rejected = settings_to_show(git)
    except HookkitError as error:
        yield Diagnosis("configuration", "bad", error.message, error.repair)
        return
    for each in rejected:
        yield Diagnosis("configuration", "bad", each.message, each.repair)
    if not rejected:
        yield Diagnosis("configuration", "ok", "every setting can be read")
    enabled = next(each for each in found if each.key == "enabled")
    if not enabled.value and not is_switched_off():
        kind, _, variable = enabled.origin.partition(" ")
        is_variable = kind == "environment"
        repair = f"unset {variable}" if is_variable else "git config hookkit.enabled true"
        yield Diagnosis("enabled", "warn", f"hookkit is turned off by {enabled.origin}", repair)


def _worker(git: Git) -> Iterator[Diagnosis]:
    """Look at the resident worker where the settings ask for one."""
    from hookkit.settings.reader import load
    from hookkit.worker.state import problem_of, state_of

    try:
        is_wanted = load(git).worker and git.top is not None
    except HookkitError:  # reported above
        return
    shim = read_shim(folder_in_force(git) / "post-commit")
    if not is_wanted or shim is None or shim.python is None:
        return
    problem = problem_of(str(shim.python))
    if problem is not None:
        sentence = f"worker = true does nothing here: {problem}"
        yield Diagnosis("worker", "warn", sentence, "git config hookkit.worker false")
        return
    state = state_of(str(shim.python))
    sentence = "none runs; a commit of a .py file starts one"
    if state.pid is not None:
        sentence = f"runs as process {state.pid}"
    reason = f"; last left to a plain start: {state.refusal}" if state.refusal else ""
    yield Diagnosis("worker", "ok", sentence + reason)


def _target(git: Git) -> Iterator[Diagnosis]:
    """Diagnose whether the target is known, which is protected."""
    from hookkit.settings.reader import load

    if git.top is None:
        if git.lines("for-each-ref", "--count=1", HEADS) and git.resolve("HEAD") is None:
            name = (head_ref(git) or "").removeprefix(HEADS)
            sentence = f"HEAD is on {name}, which is not there: the default branch is not protected"
            yield Diagnosis("target", "warn", sentence, "git symbolic-ref HEAD refs/heads/BRANCH")
        return
    try:
        configured = load(git).target
    except HookkitError:  # reported above
        return
    remote = usual_remote(git.lines("remote"))
    if find_target(git, configured or None) is not None:
        return
    if configured and git.resolve("HEAD") is not None:
        sentence = f"hookkit.target: {is_not_here(git, configured)}"
        yield Diagnosis("target", "bad", sentence, fetch_command(git, configured))
    elif remote is not None:
        sentence = "the branch that others are merged into is unknown, and not protected"
        repair = shlex.join(["git", "remote", "set-head", remote, "--auto"])
        yield Diagnosis("target", "warn", sentence, repair)


def _includes(git: Git) -> Iterator[Diagnosis]:
    """Name each file that git's configuration includes and that is not there: git says nothing."""
    for origin, path in missing_includes(git):
        sentence = f"{origin} includes {path}, which is not there: git passes over it"
        repair = f"git config --file {shlex.quote(origin)} --get-all include.path"
        yield Diagnosis("git configuration", "warn", sentence, repair)


def _refused(git: Git) -> Iterator[Diagnosis]:
    count = count_unread(git)
    if count:
        what = f"{counted(count, 'refused hunk')} {'is' if count == 1 else 'are'}"
        sentence = f"{what} of a newer hookkit: not read here, and may be proposed again"
        yield Diagnosis("refused hunks", "warn", sentence, "pip install --upgrade hookkit")


def _operation(git: Git) -> Iterator[Diagnosis]:
    name = operation_in_progress(git)
    stored = stopped_sync(git)
    until = "until it ends corrections are only proposed"
    if name is not None and stored is not None and is_under_way(git, stored):
        sentence = f"the sync of {branch_of(stored.entry)} is stopped in a conflict: {until}"
        yield Diagnosis("state", "warn", sentence, CONTINUE)
    elif name is not None:
        finish, abort = ways_out(name)
        instead = f"; to take it back: {abort}" if abort else ""
        yield Diagnosis("state", "warn", f"{name} is under way: {until}{instead}", finish)
