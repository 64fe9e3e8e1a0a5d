"""What a push costs a server, with and without a policy and a journal.

    python -m benchmarks.server_push [--runs 10] [--entries 200]

The hook ``pre-receive`` is run as its shim runs it, on a push of one commit to a protected branch,
in turn with each policy. Prints the least CPU milliseconds (user and system, git's share included),
once for a team with settings of its own and once for one without.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

POLICY = """\
[[policy]]
repositories = "*"
checks.history = "warn"

[[policy]]
repositories = "web/*"
protected = ["main"]
"""

ENTRY = """
[[policy]]
repositories = "team{0}/*"
checks.ticket = "refuse"
ticket_pattern = "T{0}-[0-9]+"
"""

SETTINGS = "[tool.hookkit]\nprotected = ['main']\n"


def git(folder: Path, *words: str) -> str:
    """Run git, and give what it prints."""
    identity = ("-c", "user.name=A", "-c", "user.email=a@hookkit.invalid")
    command = ["git", *identity, *words]
    ended = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return ended.stdout.strip()


def make_server(folder: Path, settings: str) -> tuple[Path, bytes]:
    """Make a bare repository that has a pushed commit, and give it with the line of git."""
    bare, clone = folder / "srv" / "web" / "shop.git", folder / "clone"
    for each in (bare, clone):
        each.mkdir(parents=True)
    git(bare, "init", "-q", "--bare", "-b", "main")
    git(clone, "init", "-q", "-b", "main")
    (clone / "pyproject.toml").write_text(settings)
    git(clone, "add", "-A")
    for number in range(3):
        git(clone, "commit", "-q", "--allow-empty", "-m", f"Commit {number}")
    git(clone, "push", "-q", str(bare), "HEAD~1:refs/heads/main", "HEAD:refs/heads/topic")
    old, new = git(clone, "rev-parse", "HEAD~1", "HEAD").split()
    return bare, f"{old} {new} refs/heads/main\n".encode()


def policies(folder: Path, entries: int) -> dict[str, list[str]]:
    """Write the policies, and give the options of the hook by the names of the policies."""
    top = f"root = '{folder}/srv'\n"
    journal = f"{top}[journal]\nfile = '{folder}/pushes.jsonl'\n"
    many = "".join(ENTRY.format(number) for number in range(entries))
    texts = {
        "with a policy": top + POLICY,
        "and a journal": journal + POLICY,
        f"a policy of {entries} entries and a journal": journal + POLICY + many,
    }
    options: dict[str, list[str]] = {"without a policy": []}
    for number, (name, text) in enumerate(texts.items()):
        place = folder / f"policy-{number}.toml"
        place.write_text(text)
        place.chmod(0o644)
        options[name] = [f"--policy={place}"]
    return options


def milliseconds(bare: Path, line: bytes, options: list[str]) -> float:
    """Run the hook, and give its CPU milliseconds with its children."""
    command = [sys.executable, "-I", "-m", "hookkit", "hook", *options, "pre-receive"]
    environment = {"PATH": os.environ["PATH"], "GIT_DIR": "."}
    with tempfile.TemporaryFile() as data:
        data.write(line)
        data.seek(0)
        child = subprocess.Popen(
            command, cwd=bare, env=environment, stdin=data, stdout=subprocess.DEVNULL
        )
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return (used.ru_utime + used.ru_stime) * 1_000


def measured(settings: str, runs: int, entries: int) -> Mapping[str, float]:
    """Give the least of some runs for each policy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        bare, line = make_server(folder, settings)
        options = policies(folder, entries)
        rounds = [
            {each: milliseconds(bare, line, words) for each, words in options.items()}
            for _ in range(runs)
        ]
    return {name: min(each[name] for each in rounds) for name in options}


def main() -> None:
    """Measure both kinds of teams, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--entries", type=int, default=200)
    parsed = parser.parse_args()
    with_settings = measured(SETTINGS, parsed.runs, parsed.entries)
    without = measured("", parsed.runs, parsed.entries)
    print("| | the team has settings | it has none |")
    print("|---|---|---|")
    for name, least in with_settings.items():
        print(f"| {name} | {least:.0f} ms | {without[name]:.0f} ms |")


if __name__ == "__main__":
    main()
