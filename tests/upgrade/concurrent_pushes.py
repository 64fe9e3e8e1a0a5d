"""People who push to a server all the time while its hookkit is changed."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.repository import Repository

REFUSED_BY = {"name": "HK101", "delete": "HK502", "fixup": "HK602"}
"""Pushes that the policy refuses, and the rule that says so."""

NOT_TAKEN = "hookkit: nothing of this push was taken."
"""What is said where hookkit could not judge."""


class PushResult(NamedTuple):
    """A push: what was pushed, "good" or how it is bad, whether it came in, and what was said."""

    kind: str
    ref: str
    is_taken: bool
    said: str

    @property
    def is_judged(self) -> bool:
        """Whether hookkit gave the verdict that the policy has."""
        if self.kind == "good":
            return self.is_taken
        return not self.is_taken and REFUSED_BY[self.kind] in self.said

    @property
    def is_put_off(self) -> bool:
        """Whether it was not taken because hookkit could not judge, and that was said."""
        return not self.is_taken and NOT_TAKEN in self.said


@dataclass
class Pushers:
    """People who push at the same time, each again and again, good pushes and bad ones."""

    remote: Repository
    folder: Path
    pushes: list[PushResult] = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)

    def while_doing(self, people: int, action: Callable[[], None]) -> list[PushResult]:
        """Have so many people push until ``action`` has come to its end; give all pushes."""
        clones = [self._clone(number) for number in range(people)]
        with ThreadPoolExecutor(people) as pool:
            jobs = [pool.submit(self._push, *each) for each in clones]
            try:
                action()
            finally:
                self._ended.set()
            for job in jobs:
                job.result()
        return self.pushes

    def wait_for(self, more: int) -> None:
        """Wait until so many more pushes have come to their end."""
        until = len(self.pushes) + more
        while len(self.pushes) < until:
            time.sleep(0.01)

    def _clone(self, number: int) -> tuple[int, Repository, str]:
        clone = Repository(self.folder / f"clone-{number}")
        self.remote.git("clone", "-q", str(self.remote.path), str(clone.path))
        tree = clone.git("rev-parse", "main^{tree}")
        fixup = clone.git("commit-tree", "-p", "main", "-m", "fixup! begin", tree)
        return number, clone, fixup

    def _push(self, number: int, clone: Repository, fixup: str) -> None:
        pairs = {"name": "HEAD:refs/heads/bad", "delete": ":refs/heads/release/1"}
        pairs["fixup"] = f"{fixup}:refs/heads/main"
        for turn, kind in zip(count(), _kinds()):
            if self._ended.is_set():
                return
            ref = f"refs/heads/good-{number}-{turn}"
            ended = clone.attempt("push", "-q", "origin", pairs.get(kind, f"HEAD:{ref}"))
            said = os.fsdecode(ended.stderr)
            self.pushes.append(PushResult(kind, ref, ended.returncode == 0, said))


def _kinds() -> Iterator[str]:
    while True:
        for bad in REFUSED_BY:
            yield from ("good", bad)


def policed(path: Path) -> Repository:
    """A bare repository with a policy, which refuses each of the bad pushes once it checks."""
    bare = Repository.init(path, "--bare")
    tree = bare.git("mktree")
    begin = bare.git("commit-tree", "-m", "begin", tree)
    for name in ("main", "release/1"):
        bare.git("update-ref", f"refs/heads/{name}", begin)
    for value in ("main", "release/*"):
        bare.git("config", "--add", "hookkit.protected", value)
    bare.git("config", "hookkit.branchPattern", "good-.*")
    for check in ("branch-name", "force-push", "fixups"):
        bare.git("config", "--add", "hookkit.checks", f"{check}=refuse")
    return bare


def check_refs(remote: Repository, pushes: list[PushResult], before: str) -> None:
    """Check that the server has what came in by good pushes, and nothing else has changed."""
    form = "--format=%(refname)"
    refs = {*remote.git("for-each-ref", form).splitlines()}
    good = {each.ref for each in pushes if each.kind == "good" and each.is_taken}
    assert refs == good | {"refs/heads/main", "refs/heads/release/1"}
    assert {remote.git("rev-parse", ref) for ref in ("main", "release/1")} == {before}


def tell(pushes: list[PushResult]) -> None:
    """Print what came of them."""
    kinds = Counter((each.kind, "in" if each.is_taken else "out") for each in pushes)
    waited = sum("trying again" in each.said for each in pushes)
    put_off = sum(each.is_put_off for each in pushes)
    counts = ", ".join(f"{count} {kind} {how}" for (kind, how), count in sorted(kinds.items()))
    print(f"{len(pushes)} pushes: {counts}; {waited} have waited, {put_off} were put off")
