"""Check what must be true after any fault, without hookkit's code."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.inject_fault import KILL_ONE, Attempt, Fault
from tests.faults.repository_snapshot import OWN, RepositoryContent, git, repository_content
from tests.faults.scenarios import HOOKKIT, Operation, Scenario

MARKERS = re.compile(rb"^(<{7}|>{7}|\|{7})( |$)", re.M)
CLAIMS = re.compile(r"nothing (was|has been|is|has) \w+|nothing has changed")
ABORT_REPAIR = "repair: hookkit sync --abort"
GIVES_UP = re.compile(r"git says[^\0]*^give up +hookkit sync --abort", re.M)
# git 2.39 waits for ever where it cannot start this hook, as it does without hookkit; 2.55 ends.
GIT_WAITS = re.compile(r"^fatal: cannot exec '\.git/hooks/pre-push'", re.M)
LOCKS = re.compile(r"(\.lock$|(^|/)\.hookkit-(?!debt\.json$)|^\.git/hookkit-)")


@dataclass(frozen=True)
class Known:
    """The states that an operation knows: before it, and at its end.

    ``rests`` are those in which it may stop as well: what plain git has made on the way.
    ``moves`` is each of them with its name.
    """

    before: RepositoryContent
    done: RepositoryContent
    rests: tuple[RepositoryContent, ...]

    def name_of(self, state: RepositoryContent) -> str:
        """``before``, ``done``, ``rest``, or "" for what is half done."""
        if not state.differences(self.done):
            return "done"
        if not state.differences(self.before):
            return "before"
        return "rest" if any(not state.differences(each) for each in self.rests) else ""


@dataclass
class Verdict:
    """What became of one fault: ``ending`` is before, done, undone or violated."""

    ending: str
    complaints: list[str] = field(default_factory=list)


def look(scenario: Scenario) -> RepositoryContent:
    """See what a scenario holds."""
    return repository_content(scenario.repo, scenario.remote, scenario.env())


def all_refs(scenario: Scenario) -> dict[str, str]:
    """All refs with their ids, but for those that are hookkit's own."""
    lines = git(scenario.repo, scenario.env(), "for-each-ref", "--format=%(refname) %(objectname)")
    pairs = (line.split(" ") for line in lines.decode().splitlines())
    return {name: target for name, target in pairs if not name.startswith(OWN)}


def leftovers(scenario: Scenario) -> list[str]:
    """Locks and temporary files that nobody will take away, relative to the repository."""
    found: list[str] = []
    for folder, folders, names in os.walk(scenario.repo):
        for name in (*folders, *names):
            path = str(Path(folder, name).relative_to(scenario.repo))
            if LOCKS.search(path) and not any(path.startswith(f"{each}/") for each in found):
                found.append(path)
    return sorted(found)


def judge(
    scenario: Scenario,
    operation: Operation,
    known: Known,
    refs: dict[str, str],
    fault: Fault,
    met: Attempt,
) -> Verdict:
    """Check what an operation left behind that met a fault."""
    state = look(scenario)
    name = known.name_of(state)
    complaints = [*of_message(operation, fault, met, state, known)]
    complaints += of_refs(operation, refs, all_refs(scenario))
    if not operation.stops:
        complaints += of_markers(scenario, known.before)
    complaints += of_objects(scenario)
    complaints += of_leftovers(scenario)
    ending = name or "undone"
    if not name:
        complaints += of_undo(scenario, operation, known, state)
    elif not complaints:
        complaints += of_following(scenario, operation, known)
    if name == "rest":
        ending = "before"
    return Verdict("violated" if complaints else ending, complaints)


def of_message(
    operation: Operation, fault: Fault, met: Attempt, state: RepositoryContent, known: Known
) -> Iterable[str]:
    """Find what the operation said that is not so, and what it did not say."""
    if met.is_hanging and not GIT_WAITS.search(met.said):
        yield "it did not end"
    if met.status == 70 or "Traceback (most recent call last)" in met.said:
        yield f"ended with {met.status} and a traceback"
    name = known.name_of(state)
    # Who is ended by a signal before anything has changed needs no word: the shell has one.
    claim = CLAIMS.search(met.said)
    is_proposal = "kept as a proposal" in met.said
    if claim and name in ("", "done") and known.done != known.before and not is_proposal:
        yield f"said {claim.group()!r}, and {state.differences(known.before)[:3]} differ"
    is_excused = name not in ("", "done") and fault.is_signal and met.status != 0
    is_killed = fault.kills or (fault.name == KILL_ONE and "hookkit" in met.by)
    is_silent = name != "done" and not met.said.strip() and met.status >= 0
    if is_silent and not is_killed and not is_excused:
        yield f"ended with {met.status} without a word"


def of_refs(operation: Operation, old: dict[str, str], new: dict[str, str]) -> Iterable[str]:
    """Find refs that have moved and that the operation may not move."""
    may = re.compile(rf"({operation.may_move})$")
    for ref in sorted(old.keys() | new.keys()):
        if old.get(ref) != new.get(ref) and not may.match(ref):
            yield f"{ref} moved"


def of_markers(scenario: Scenario, before: RepositoryContent) -> Iterable[str]:
    """Find conflict markers that were not there before."""
    had_some = {name for name, (_, data) in before.files.items() if MARKERS.search(data)}
    for path in sorted(scenario.repo.rglob("*")):
        inside = path.relative_to(scenario.repo)
        if inside.parts[0] == ".git" or str(inside) in had_some or not path.is_file():
            continue
        if MARKERS.search(path.read_bytes()):
            yield f"conflict markers in {inside}"


def of_objects(scenario: Scenario) -> Iterable[str]:
    """Find broken objects."""
    for repository in (scenario.repo, scenario.remote):
        ended = scenario.run("git", "-C", str(repository), "fsck", "--no-dangling", "--no-progress")
        said = ended.stdout + ended.stderr
        if ended.returncode != 0 or re.search("missing|broken|invalid|corrupt", said):
            yield f"git fsck of {repository.name}: {said.strip()[:200]}"


def of_leftovers(scenario: Scenario) -> Iterable[str]:
    """Find leftovers that the doctor does not name; they are removed, as it says."""
    found = leftovers(scenario)
    if found:
        ended = scenario.run(*HOOKKIT, "doctor")
        said = ended.stdout + ended.stderr
        for path in found:
            if Path(path).name not in said:
                yield f"the doctor does not name {path_without_chance(path)}"
        remove(scenario, found)


def path_without_chance(path: str) -> str:
    """A path with what differs from run to run taken out of its name."""
    return re.sub(r"(hookkit-)[\w.-]+", r"\1…", path)


def remove(scenario: Scenario, paths: Iterable[str]) -> None:
    """Remove leftovers."""
    for path in (scenario.repo / each for each in paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def of_undo(
    scenario: Scenario, operation: Operation, known: Known, state: RepositoryContent
) -> Iterable[str]:
    """Find what the way back does not give back exactly."""
    command = operation.command if operation.again else (*HOOKKIT, "undo")
    ended = scenario.run(*command)
    if ABORT_REPAIR in ended.stderr or GIVES_UP.search(ended.stdout):
        ended = scenario.run(*HOOKKIT, "sync", "--abort")
    after = look(scenario)
    if known.name_of(after):
        return
    said = (ended.stdout + ended.stderr).strip().splitlines()
    yield f"half done: {nearest(state, known)}"
    yield (
        f"undo ended with {ended.returncode} ({' '.join(said[:2])[:160]}) and left "
        f"{nearest(after, known)}"
    )


def nearest(state: RepositoryContent, known: Known) -> str:
    """Tell in what a state differs from the nearest that is known."""
    found = [state.differences(each) for each in (known.before, known.done, *known.rests)]
    return " | ".join(min(found, key=len)[:4])


def of_following(scenario: Scenario, operation: Operation, known: Known) -> Iterable[str]:
    """Find whether the next command fails without a way out: the same one again."""
    if operation.keys:
        return
    ended = scenario.run(*operation.command, **_mode(operation))
    said = ended.stdout + ended.stderr
    if ended.returncode == 70 or "Traceback" in said:
        yield f"the same command again ended with {ended.returncode} and a traceback"
    if ended.returncode not in (0, 1) and "repair" not in said and "hint" not in said:
        yield f"the same command again ended with {ended.returncode}: {said.strip()[:160]}"


def _mode(operation: Operation) -> dict[str, str]:
    return {"HOOKKIT_MODE": operation.mode} if operation.mode else {}
