"""Measure the checks of history in a repository with many commits.

    python -m benchmarks.history_checks [COMMITS [BRANCHES]]

Builds, with git fast-import, a main of COMMITS (100,000) commits in semi-linear merges and BRANCHES
(1,000) remote-tracking branches, and times each check in it: the median of 9 runs, Python and git
already read from disk. The last rows compare GitPython with one of our git
processes. Prints a table in Markdown.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hookkit.git.ancestry import CommitRange
from hookkit.git.runner import Git
from hookkit.history.checks.direct_commits import check_direct_commits
from hookkit.history.checks.fixups import check_fixups
from hookkit.history.checks.force_push import check_force_push
from hookkit.history.checks.history_of_protected_branch import check_history
from hookkit.history.checks.merge_context import MergeCheckSettings
from hookkit.history.checks.rebase_before_merge import check_merge_heads
from hookkit.history.refs.checked_commits import base_of_new_commits, protected_remote_tips
from hookkit.history.refs.merge_heads import MergeHead
from hookkit.history.refs.pushed_refs import PushedRef

FOLDERS = 40
ON_A_BRANCH = 9
RUNS = 9
PROTECTED = ("main", "release/*")


def person(number: int) -> str:
    """Give the author and committer lines of a commit; each is a minute after the one before."""
    name = "me" if number % 3 else "you"
    when = 1_500_000_000 + number * 60
    line = f"{name} <{name}@hookkit.invalid> {when} +0000\n"
    return f"author {line}committer {line}"


def commit(number: int, ref: str, parents: list[int], subject: str) -> str:
    """Give one commit for fast-import; its mark is its number."""
    lines = [f"commit {ref}\nmark :{number}\n{person(number)}data {len(subject)}\n{subject}\n"]
    for word, parent in zip(("from", *["merge"] * 8), parents, strict=False):
        lines.append(f"{word} :{parent}\n")
    content = f"{number}\n"
    path = f"d{number % FOLDERS}/f{number % 977}"
    lines.append(f"M 100644 inline {path}\ndata {len(content)}\n{content}\n")
    return "".join(lines)


def merge(number: int, ref: str, first: int, second: int) -> str:
    """Give a merge that has the tree of its second parent."""
    head = f"commit {ref}\nmark :{number}\n{person(number)}data 5\nMerge\n"
    # Files are those of the first parent: repeat what the branch changed.
    files = "".join(
        f"M 100644 inline d{n % FOLDERS}/f{n % 977}\ndata {len(str(n)) + 1}\n{n}\n\n"
        for n in range(first + 1, second + 1)
    )
    return f"{head}from :{first}\nmerge :{second}\n{files}\n"


def history(commits: int, branches: int) -> Iterator[str]:
    """Give the stream: main, the remote-tracking branches, and the branches to check."""
    number, tip = 1, 1
    yield commit(1, "refs/heads/main", [], "Begin")
    merges = [1]
    while number < commits:
        below = tip
        for step in range(ON_A_BRANCH):
            number += 1
            parents = [below] if step == 0 else [number - 1]
            yield commit(number, "refs/hidden/branch", parents, f"Change {number}")
        number += 1
        yield merge(number, "refs/heads/main", below, number - 1)
        tip = number
        merges.append(tip)
    old = merges[-6]
    yield f"reset refs/remotes/origin/main\nfrom :{old}\n\n"
    for each in range(branches):
        at = merges[-1 - each * len(merges) // branches // 2]
        number += 1
        yield commit(number, f"refs/remotes/origin/b{each}", [at], f"Branch {each}")
    for name, base in (
        ("rebased", tip),
        ("behind", merges[-51]),
        ("far", merges[len(merges) // 2]),
    ):
        for step in range(10):
            number += 1
            parents = [base] if step == 0 else [number - 1]
            subject = f"fixup! Change {number}" if step == 9 else f"Change {number}"
            yield commit(number, f"refs/heads/{name}", parents, subject)
    yield f"reset refs/tags/old\nfrom :{old}\n\n"
    yield f"reset refs/tags/tip\nfrom :{tip}\n\n"


def build(folder: Path, commits: int, branches: int) -> None:
    """Make the repository."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=-1) as child:
        assert child.stdin
        for piece in history(commits, branches):
            child.stdin.write(piece.encode())
    run(folder, "config", "user.email", "me@hookkit.invalid")
    run(folder, "config", "user.name", "me")
    run(folder, "remote", "add", "origin", "https://hookkit.invalid/repository.git")
    run(folder, "config", "core.logAllRefUpdates", "true")
    run(folder, "pack-refs", "--all")


def run(folder: Path, *command: str) -> str:
    """Run git and give its output."""
    ended = subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    return ended.stdout.decode().strip()


def force_pushed(folder: Path, onto: str) -> PushedRef:
    """Rewrite the branch "behind" as a rebase would, and give the push of it."""
    old = run(folder, "rev-parse", "behind")
    commits = run(folder, "rev-list", "--reverse", f"{old}~10..{old}").split()
    new = run(folder, "rev-parse", onto)
    for each in commits:
        tree = run(folder, "merge-tree", "--write-tree", new, each)
        new = run(folder, "commit-tree", tree, "-p", new, "-m", "again")
    run(folder, "update-ref", "refs/remotes/origin/behind", old)
    run(folder, "branch", "mine", old)
    run(folder, "update-ref", "--create-reflog", "refs/heads/mine", new)
    return PushedRef("refs/heads/mine", new, "refs/heads/behind", old, "origin")


def cases(folder: Path, git: Git) -> dict[str, Callable[[], object]]:
    """Give each case by its name."""
    old, tip = run(folder, "rev-parse", "old"), run(folder, "rev-parse", "tip")
    ids = {name: run(folder, "rev-parse", name) for name in ("rebased", "behind", "far")}
    root = run(folder, "rev-list", "--max-parents=0", tip)
    thousand = run(folder, "rev-parse", f"{tip}~100")

    def merged(name: str) -> Callable[[], object]:
        heads = (MergeHead(ids[name], name),)
        return lambda: check_merge_heads(
            git, "main", heads, MergeCheckSettings(PROTECTED, "refuse")
        )

    def judged(base: str) -> Callable[[], object]:
        return lambda: check_history(git, base, tip, branch="main", level="refuse")

    def pushed(ref: PushedRef) -> Callable[[], object]:
        return lambda: check_force_push(git, ref, protected=PROTECTED, level="refuse")

    forced, far = force_pushed(folder, "tip"), run(folder, "rev-parse", "far")
    forward = PushedRef("refs/heads/main", tip, "refs/heads/main", old, "origin")
    new = PushedRef("refs/heads/mine", forced.local_id, "refs/heads/behind", far, "origin")
    known = ["--remotes=origin"]

    def new_branch() -> object:
        above = base_of_new_commits(git, ids["rebased"], protected_remote_tips(git, PROTECTED))
        return above and check_history(git, above, ids["rebased"], branch="main", level="refuse")

    def squashable() -> object:
        return check_fixups(git, "rebased", known, branch="main", base="main", level="refuse")

    return {
        "a commit on main": lambda: check_direct_commits(
            git, "main", protected=PROTECTED, level="warn"
        ),
        "a merge of a rebased branch": merged("rebased"),
        "a merge of one 500 commits behind": merged("behind"),
        f"a merge of one {run(folder, 'rev-list', '--count', 'far..main')} behind": merged("far"),
        "5 new merges on main": judged(old),
        "100 new merges on main": judged(thousand),
        "a branch that is new to the remote": new_branch,
        "a push forward": pushed(forward),
        "a forced push after a rebase over 500 commits": pushed(forced),
        "a forced push over an old branch of others": pushed(new),
        "fixups of a branch": squashable,
        "all of main": judged(root),
    }


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    """Give the median time of an action in milliseconds."""
    times = []
    action()
    for _ in range(runs):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def peers(folder: Path, git: Git) -> dict[str, Callable[[], object]]:
    """Give functions that read the same range with our git process and with GitPython."""
    import git as gitpython

    old, tip = run(folder, "rev-parse", "old"), run(folder, "rev-parse", "tip")
    repository = gitpython.Repo(folder)

    def with_gitpython() -> object:
        found = list(repository.iter_commits(f"{old}..{tip}", topo_order=True))
        return [(each.hexsha, each.tree, each.parents, each.summary) for each in found]

    load = [sys.executable, "-c", "import git"]
    return {
        "5 merges read by one git process": lambda: CommitRange.read(git, old, tip),
        "5 merges read by GitPython": with_gitpython,
        "python -c 'import git'": lambda: subprocess.run(load, check=True),
        "python -c pass": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
    }


def main() -> int:
    """Build, measure, print."""
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    branches = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        build(folder, commits, branches)
        git = Git.discover(folder)
        plain = {name: median(action) for name, action in cases(folder, git).items()}
        beside = {name: median(action) for name, action in peers(folder, git).items()}
        run(folder, "branch", "-D", "mine")
        run(folder, "commit-graph", "write", "--reachable")
        graph = {name: median(action) for name, action in cases(folder, git).items()}
    print("| what is judged | plain | with a commit-graph |\n|---|---|---|")
    for what, time_taken in plain.items():
        print(f"| {what} | {time_taken:.0f} ms | {graph[what]:.0f} ms |")
    for what, time_taken in beside.items():
        print(f"| {what} | {time_taken:.0f} ms | |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
