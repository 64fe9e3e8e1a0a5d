"""The steps of a walk that a user takes without hookkit: edits, and git commands.

Each line that is written has a mark of its own, ``v17``, which no correction changes: by the marks
it is known where every line is. What cannot be done in the state that there is does nothing.
"""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

from tests.faults.scenarios import Scenario

NAMES = ("shop.py", "cart.py", "tax.py", "notes.txt", "lib/deep.py")
MARK = re.compile(rb"\bv\d+\b")
SLOPPY = ("v{0}=[{0},2]", "v{0} = {0} ;w = 1", "if v{0}==1 :  w = 2", "def v{0}( a,b ):return a")
TIDY = ("v{0} = {0}", "# v{0}", "print('v{0}')")


class Person:
    """Somebody who works in a scenario's repository, and a colleague with a clone of the remote."""

    def __init__(self, scenario: Scenario, chance: random.Random) -> None:
        self.scenario = scenario
        self.chance = chance
        self.count = 0
        self.tickets = 10
        self.colleague = Scenario(scenario.path / "colleague")

    @property
    def repo(self) -> Path:
        """The worktree."""
        return self.scenario.repo

    def line(self) -> str:
        """A new line, sloppy half of the time."""
        self.count += 1
        form = self.chance.choice(SLOPPY if self.chance.random() < 0.5 else TIDY)
        return form.format(self.count)

    def git(self, *args: str, hooks: bool = True) -> subprocess.CompletedProcess[str]:
        """Run git as the person does, with the hooks of hookkit."""
        return self.scenario.run("git", *args, **({} if hooks else {"HOOKKIT": "0"}))

    def files(self) -> list[str]:
        """The names of the files that are there."""
        return [name for name in NAMES if (self.repo / name).is_file()]

    def branches(self) -> list[str]:
        """The local branches."""
        return self.git("branch", "--format=%(refname:short)").stdout.split()

    def insert(self) -> None:
        """Write a line or two somewhere in a file, which may be a new one."""
        path = self.repo / self.chance.choice(NAMES)
        path.parent.mkdir(exist_ok=True)
        lines = path.read_text().splitlines() if path.is_file() else []
        at = self.chance.randrange(len(lines) + 1)
        lines[at:at] = [self.line() for _ in range(self.chance.randint(1, 2))]
        path.write_text("".join(f"{line}\n" for line in lines))

    def replace(self) -> None:
        """Replace or delete a line of a file."""
        for name in self.chance.sample(self.files(), min(1, len(self.files()))):
            lines = (self.repo / name).read_text().splitlines()
            if lines:
                new = [self.line()] if self.chance.random() < 0.6 else []
                at = self.chance.randrange(len(lines))
                lines[at : at + 1] = new
                (self.repo / name).write_text("".join(f"{line}\n" for line in lines))

    def leave_untracked(self) -> None:
        """Write a file that git does not know, or that it ignores."""
        ending = self.chance.choice(("txt", "py", "secret"))
        self.scenario.write(f"mine{self.chance.randrange(4)}.{ending}", f"{self.line()}\n")

    def stage(self) -> None:
        """Stage one file, or everything."""
        self.git("add", *self.chance.choice([*self.files(), "-A"]).split())

    def stage_a_part(self) -> None:
        """Stage a file with one of its lines left out, as ``git add -p`` does."""
        for name in self.chance.sample(self.files(), min(1, len(self.files()))):
            path = self.repo / name
            whole = path.read_bytes()
            lines = whole.splitlines(keepends=True)
            if lines:
                del lines[self.chance.randrange(len(lines))]
            path.write_bytes(b"".join(lines))
            self.git("add", name)
            path.write_bytes(whole)

    def unstage(self) -> None:
        """Take everything out of the index again."""
        self.git("reset", "-q")

    def commit(self) -> None:
        """Commit what is staged, everything or one file; hookkit's hooks run."""
        how = self.chance.choice((["-a"], ["-a"], [], ["--amend"], [*self.files()[:1]]))
        subject = self.chance.choice(("Work", "Work", "fixup! Work"))
        self.git("commit", "-q", "-m", f"{subject}", *how)

    def take_back_softly(self) -> None:
        """Undo the last commit of a topic, and keep what it had."""
        if self.git("rev-list", "-n1", "origin/main..HEAD").stdout:
            self.git("reset", "-q", "--soft", "HEAD^")

    def switch(self) -> None:
        """Go to another branch, if git lets them."""
        self.git("switch", "-q", self.chance.choice(self.branches()))

    def branch_off(self) -> None:
        """Begin a branch by plain git."""
        self.tickets += 1
        self.git("switch", "-q", "-c", f"{self.tickets}-by-hand")

    def delete_branch(self) -> None:
        """Delete a branch that is merged."""
        self.git("branch", "-q", "-d", self.chance.choice(self.branches()))

    def throw_away(self) -> None:
        """Throw away the edits of a file."""
        self.git("checkout", "-q", "--", *self.files()[:1])

    def stash(self) -> None:
        """Put the edits away."""
        self.git("stash", "push", "-q")

    def unstash(self) -> None:
        """Take them out again; where that has a conflict it is dropped, and the stash stays."""
        if self.git("status", "--porcelain", "-uno").stdout == "":
            if self.git("stash", "pop", "-q").returncode != 0:
                self.git("reset", "-q", "--hard")

    def fetch(self) -> None:
        """See what the remote has."""
        self.git("fetch", "-q")

    def rebase_by_hand(self) -> None:
        """Rebase on main by plain git; where it stops, it is left there for a while."""
        self.git("rebase", "-q", "origin/main")

    def end_what_is_underway(self) -> None:
        """Give up what stopped."""
        self.git("rebase", "--abort")

    def choose_a_mode(self) -> None:
        """Have corrections put elsewhere."""
        mode = self.chance.choice(("worktree", "propose", "fixup", "commit"))
        self.git("config", "hookkit.mode", mode)

    def colleague_pushes(self) -> None:
        """A colleague pushes to main, or to a branch of the person."""
        other = Person(self.colleague, self.chance)
        other.count = self.count
        if not other.repo.is_dir():
            self.colleague.path.mkdir()
            home = self.colleague.path / "home"
            home.symlink_to("../home")
            self.git("clone", "-q", str(self.scenario.remote), str(other.repo), hooks=False)
        other.git("fetch", "-q", "--prune", hooks=False)
        names = other.git("branch", "-r", "--format=%(refname:lstrip=3)").stdout.split()
        branch = self.chance.choice(["main", "main", *(each for each in names if each != "HEAD")])
        other.git("switch", "-q", "--detach", f"origin/{branch}", hooks=False)
        other.insert()
        self.count = other.count
        other.git("add", "-A", hooks=False)
        other.git("commit", "-q", "-m", "By a colleague", hooks=False)
        other.git("push", "-q", "origin", f"HEAD:{branch}", hooks=False)


ACTS = (
    *(Person.insert, Person.insert, Person.insert, Person.replace, Person.leave_untracked),
    *(Person.stage, Person.stage_a_part, Person.unstage, Person.commit, Person.commit),
    *(Person.commit, Person.take_back_softly, Person.switch, Person.branch_off),
    *(Person.delete_branch, Person.throw_away, Person.stash, Person.unstash, Person.fetch),
    *(Person.rebase_by_hand, Person.end_what_is_underway, Person.choose_a_mode),
    *(Person.colleague_pushes, Person.colleague_pushes),
)
CHECKED = (Person.commit,)
"""Acts in which hookkit may change something, by its hooks."""
