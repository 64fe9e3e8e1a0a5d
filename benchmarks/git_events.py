"""Measure the hooks of git events in a repository with many commits, by hyperfine in one run.

    python -m benchmarks.git_events [COMMITS] [BRANCHES]

By default 100,000 commits and 1,000 branches at the remote, which is a folder beside. Needs
hyperfine (Debian's package of that name) on PATH, and hookkit, pre-commit and prek in the Python
that runs this. Prints a table in Markdown; the ratio is to the same command without hooks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.history_checks import build

STAGES = ("pre-commit", "commit-msg", "pre-merge-commit", "post-checkout", "pre-push")
CONFIG = f"""\
repos:
  - repo: local
    hooks:
      - id: nothing
        name: nothing
        entry: "true"
        language: system
        stages: [{", ".join(STAGES)}]
        always_run: true
        pass_filenames: false
"""
TOPIC = "git checkout --quiet topic"
MAIN = "git checkout --quiet main && git reset --quiet --hard origin/main"
FORGET = "git -C ../hub.git update-ref -d refs/heads/topic"

EVENTS = {
    "a commit on a topic": (TOPIC, "git commit -q --allow-empty -m Change"),
    "a commit on main, warned of": (MAIN, "git commit -q --allow-empty -m Change"),
    "a checkout": (MAIN, "git checkout -q topic"),
    "a merge": (MAIN, "git merge -q --no-ff --no-edit topic"),
    "a push of nothing": (MAIN, "git push -q origin main"),
    "a push of a topic": (FORGET, "git push -q origin topic"),
}
"""For each event its preparation, unmeasured and without hooks, and the command."""


def run(folder: Path, *command: str) -> None:
    """Run a command quietly in a folder."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def nothing(folder: Path) -> None:
    """Install no hook."""


def hookkit(folder: Path) -> None:
    """Install all of hookkit's shims."""
    run(folder, sys.executable, "-m", "hookkit", "install")


def framework(module: str) -> Callable[[Path], None]:
    """Give what installs a framework with hooks that do nothing."""

    def install(folder: Path) -> None:
        # Not in the worktree: it would be checked out and away again.
        config = folder / ".git" / "hooks.yaml"
        config.write_text(CONFIG)
        types = [word for stage in STAGES for word in ("-t", stage)]
        run(folder, sys.executable, "-m", module, "install", "-c", str(config), *types)

    return install


PEERS: dict[str, Callable[[Path], None]] = {
    "no hook": nothing,
    "hookkit": hookkit,
    "prek, hooks that do nothing": framework("prek"),
    "pre-commit, hooks that do nothing": framework("pre_commit"),
}


def prepare(source: Path, root: Path, install: Callable[[Path], None]) -> Path:
    """Make a remote, a clone of it with a topic of five commits, and the hooks in that."""
    root.mkdir()
    run(root, "git", "clone", "--quiet", "--bare", "--shared", str(source), "hub.git")
    run(root, "git", "clone", "--quiet", "--shared", "hub.git", "clone")
    clone = root / "clone"
    run(clone, "git", "config", "user.name", "benchmark")
    run(clone, "git", "config", "user.email", "benchmark@hookkit.invalid")
    run(clone, "git", "checkout", "--quiet", "-b", "topic")
    for number in range(5):
        run(clone, "git", "commit", "--quiet", "--allow-empty", "-m", f"Change {number}")
    install(clone)
    return clone


def measure(clones: list[Path], what: str, out: Path) -> list[str]:
    """Measure one event with each peer and give the rows of the table."""
    before, command = EVENTS[what]
    call = ["hyperfine", "--warmup", "2", "--runs", "20", "--export-json", str(out)]
    for clone in clones:
        quiet = f'git() {{ command git -c core.hooksPath=/dev/null "$@"; }}; {before}'
        call += ["--prepare", f"cd {clone} && {quiet}", f"cd {clone} && {command}"]
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    medians = [each["median"] for each in json.loads(out.read_text())["results"]]
    return [
        f"| {what} | {peer} | {median * 1000:.0f} ms | {median / medians[0]:.1f} |"
        for peer, median in zip(PEERS, medians, strict=True)
    ]


def main() -> int:
    """Build, measure all and print the table."""
    os.environ |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    commits = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    branches = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        build(root / "source", commits, branches)
        clones = [
            prepare(root / "source", root / f"peer-{number}", install)
            for number, install in enumerate(PEERS.values())
        ]
        print("| event | with | median | ratio |\n|---|---|---|---|")
        for what in EVENTS:
            print("\n".join(measure(clones, what, root / "out.json")), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
