"""Walk at random: steps of the user and of hookkit in turn, drawn from a seed."""

from __future__ import annotations

import random
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.inject_fault import Terminal
from tests.faults.repository_snapshot import RepositoryContent
from tests.faults.scenarios import HOOKKIT, Scenario
from tests.walk.marked_lines import MarkedLines, look
from tests.walk.person import ACTS, CHECKED, Person
from tests.walk.rules import broken, lost_by_hooks

COMMANDS = (
    *("run", "run", "run --mode fixup", "run --mode commit", "run --mode propose", "run --staged"),
    *("run HEAD~2..HEAD --mode fixup", "run --all-files --mode propose", "run shop.py"),
    *("accept", "accept", "accept --as amend", "accept --as commit", "accept --spread"),
    *("review -i", "review -i", "review -i", "undo", "undo", "undo", "redo", "redo"),
    *("undo --list", "undo --dry-run"),
    *("start", "sync", "sync", "sync --no-fetch", "tidy", "tidy", "merge", "merge --rebase"),
    *("push", "push", "check", "corrections", "doctor"),
)
EXACT = ("run", "accept", "review", "start", "sync", "tidy", "merge")
"""Commands of which an undo right behind them gives back everything."""


@dataclass
class Walk:
    """What a walk has done: each step with how it ended, and what is wrong."""

    seed: int
    steps: int = 0
    journal: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Walker:
    """Goes on in one scenario until something is wrong."""

    def __init__(self, base: Scenario, folder: Path, seed: int) -> None:
        self.scenario = base.copy(folder)
        self.chance = random.Random(seed)
        self.person = Person(self.scenario, self.chance)
        self.walk = Walk(seed)
        self.before: RepositoryContent | None = None

    def step(self) -> None:
        """Do one thing."""
        self.walk.steps += 1
        if self.before and self.chance.random() < 0.5:
            self.hookkit("undo", self.before)
        elif self.chance.random() < 0.6:
            act = self.chance.choice(ACTS)
            self.by_person(act.__name__, act in CHECKED)
        else:
            self.hookkit(self.chance.choice(COMMANDS), None)

    def by_person(self, name: str, is_checked: bool) -> None:
        """Let the person do something; where hooks may change something, look at it."""
        before = self.look() if is_checked else None
        getattr(self.person, name)()
        self.walk.journal.append(name)
        self.walk.counts[name] += 1
        self.before = None
        if before is not None:
            self.complain(lost_by_hooks(before, self.look()))

    def hookkit(self, words: str, wanted: RepositoryContent | None) -> None:
        """Run hookkit, and compare; ``wanted`` is the state that an undo must give back."""
        before = self.look()
        args = self.arguments(words)
        status, said = self.run(args)
        after = self.look()
        self.walk.journal.append(f"hookkit {' '.join(args)}: {status}")
        name = args[0] if wanted is None else "undo at once"
        self.walk.counts[f"hookkit {name}, {'done' if status == 0 else 'refused'}"] += 1
        self.complain(broken(before, after, status, said, args[0] in ("undo", "redo")))
        if wanted is not None and (left := without_remote(after.content.differences(wanted))):
            self.complain([f"undo ended with {status} and left {left[:5]}: {said[-300:]}"])
        changed = without_remote(after.content.differences(before.content))
        is_exact = args[0] in EXACT and status == 0 and bool(changed)
        self.before = before.content if is_exact else None

    def arguments(self, words: str) -> list[str]:
        """The words of a command, with a new ticket where it wants one."""
        if words == "start":
            self.person.tickets += 1
            return ["start", str(self.person.tickets), "work"]
        return words.split()

    def run(self, args: list[str]) -> tuple[int, str]:
        """Run hookkit to its end, in a terminal where it asks; give its status and output."""
        if "-i" not in args:
            ended = self.scenario.run(*HOOKKIT, *args)
            return ended.returncode, ended.stdout + ended.stderr
        keys = "".join(self.chance.choices("ynadsru?wfscap", k=6)) + "q" * 60
        terminal = Terminal(keys)
        process = subprocess.Popen(
            [*HOOKKIT, *args],
            cwd=self.scenario.repo,
            env=self.scenario.env(),
            stdin=terminal.files[0],
            stdout=terminal.files[1],
            stderr=terminal.files[2],
            start_new_session=True,
        )
        terminal.begin()
        status = process.wait()
        return status, terminal.end()

    def look(self) -> MarkedLines:
        """See everything."""
        return look(self.scenario)

    def complain(self, found: Iterable[str]) -> None:
        """Keep what is wrong."""
        self.walk.wrong += found


def without_remote(differences: list[str]) -> list[str]:
    """What differs here."""
    return [each for each in differences if not each.startswith("remote ")]


def walk(base: Scenario, folder: Path, seed: int, steps: int) -> Walk:
    """Go some steps, or until something is wrong; give what was done."""
    walker = Walker(base, folder, seed)
    while walker.walk.steps < steps and not walker.walk.wrong:
        walker.step()
    ended = walker.person.git("fsck", "--no-dangling", "--no-progress", hooks=False)
    if ended.returncode != 0:
        walker.walk.wrong.append(f"git fsck: {ended.stdout}{ended.stderr}")
    if not walker.walk.wrong:
        walker.scenario.remove()
    return walker.walk
