"""Each load with its expected result; processes and objects are counted, never seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.faults.repository_snapshot import RepositoryContent, repository_content
from tests.faults.scenarios import HOOKKIT, begin


class Row(NamedTuple):
    """A command under a load: its exit status, the git processes that it took, what came of it."""

    load: str
    command: str
    status: int
    processes: int
    outcome: str


class Loaded:
    """A scenario under a load; ``do`` runs a command there and notes it."""

    def __init__(self, folder: Path, load: str) -> None:
        self.scenario = begin(folder)
        self.load = load
        self.rows: list[Row] = []

    def do(self, *command: str, outcome: Callable[[str], str], **env: str) -> str:
        """Run a command, note how it ended and how many git processes it took, give its output."""
        trace = self.scenario.path / "trace2.json"
        trace.write_text("")
        ended = self.scenario.run(*command, GIT_TRACE2_EVENT=str(trace), **env)
        events = [json.loads(line)["event"] for line in trace.read_text().splitlines()]
        said = ended.stdout + ended.stderr
        assert "Traceback" not in said, said
        name = " ".join(command).replace(" ".join(HOOKKIT), "hookkit")
        row = Row(self.load, name, ended.returncode, events.count("start"), outcome(said))
        self.rows.append(row)
        return said

    def hookkit(self, *args: str, outcome: Callable[[str], str] = lambda _: "") -> str:
        """Run hookkit and note it."""
        return self.do(*HOOKKIT, *args, outcome=outcome)

    def seen(self) -> RepositoryContent:
        """What the repository holds."""
        return repository_content(self.scenario.repo, self.scenario.remote, self.scenario.env())


def many_files(folder: Path, count: int = 3_000) -> list[Row]:
    """Commit many sloppy files at once, finish what the hook has left, and take all of it back."""
    loaded = Loaded(folder, f"{count:,} files in a commit")
    scenario = loaded.scenario
    for number in range(count):
        scenario.write(f"many/{number % 50}/m{number}.py", f"x{number}=[{number},2]\n")
    scenario.git("add", "many")
    sloppy = {name: data for name, data in loaded.seen().files.items() if name.startswith("many/")}

    def corrected(_: str) -> str:
        now = loaded.seen().files
        done = sum(b" = [" in now[name][1] for name in sloppy)
        assert now.keys() >= sloppy.keys()
        return f"{done:,} of {count:,} files corrected"

    loaded.do("git", "commit", "-q", "-m", "Much", outcome=corrected)
    loaded.hookkit("run", outcome=corrected)
    loaded.hookkit("undo", outcome=corrected)
    loaded.hookkit("undo", outcome=corrected)
    now = loaded.seen().files
    assert {name: now[name] for name in sloppy} == sloppy
    loaded.hookkit("doctor")
    return loaded.rows


def many_branches(folder: Path, count: int = 20_000) -> list[Row]:
    """Let there be many branches here and at the remote, look at them, and push them all."""
    loaded = Loaded(folder, f"{count:,} branches")
    scenario = loaded.scenario
    lines = "".join(f"create refs/heads/many/b{number} HEAD\n" for number in range(count))
    listing = scenario.path / "lines"
    listing.write_text(lines)
    scenario.must("sh", "-c", f"git update-ref --stdin <'{listing}'")
    for words in ("doctor", "check", "graph", "sync --no-fetch", "undo", "push"):
        loaded.hookkit(*words.split())

    def at_the_remote(_: str) -> str:
        names = [name for name in loaded.seen().remote if "/many/" in name]
        assert len(names) in (0, count)
        return f"{len(names):,} branches at the remote"

    loaded.do("git", "push", "-q", "origin", "refs/heads/many/*", outcome=at_the_remote)
    return loaded.rows


def many_commits(folder: Path, count: int = 1_000) -> list[Row]:
    """Commit a sloppy line again and again, with the hooks of hookkit."""
    loaded = Loaded(folder, f"{count:,} commits in a row")
    scenario = loaded.scenario
    for number in range(count):
        with (scenario.repo / "shop.py").open("a") as file:
            file.write(f"x{number}=[{number},2]\n")
        ended = scenario.run("git", "commit", "-q", "-am", f"Commit {number}")
        assert ended.returncode == 0, ended.stderr
    log = scenario.run("git", "rev-list", "--count", "main..HEAD").stdout.strip()
    assert log == str(count + 1), log
    text = (scenario.repo / "shop.py").read_text()
    assert text.count(" = [") == count
    kept = scenario.run("git", "for-each-ref", "refs/hookkit/corrections/").stdout.splitlines()
    loaded.rows.append(
        Row(loaded.load, "git commit -qam", 0, 0, f"{log} commits, {len(kept)} corrections kept")
    )
    for words in ("corrections", "doctor", "undo"):
        loaded.hookkit(*words.split())
    return loaded.rows


LOADS = {"files": many_files, "branches": many_branches, "commits": many_commits}
