"""What a commit costs with hookkit and with its peers, measured by hyperfine in one run.

    python -m benchmarks.post_commit

Needs hyperfine (Debian's package of that name) on PATH, and hookkit, pre-commit and prek in the
Python that runs this. Prints a table in Markdown; the ratio is to the same commit without a hook.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

CLEAN = "import os\n\n\ndef f(a, b):\n    return os.path.join(a, b)\n"
SLOPPY = "import os, sys\nx=1\ndef f( a,b ):\n  return a+b  #comment\n"
COMMITS = {"text": ("a.txt", "one\n"), "clean": ("a.py", CLEAN), "sloppy": ("a.py", SLOPPY)}

CONFIG = """\
repos:
  - repo: local
    hooks:
      - id: nothing
        name: nothing
        entry: "true"
        language: system
        stages: [post-commit]
        always_run: true
        pass_filenames: false
"""

# The script that hookkit began as, as a post-commit hook.
SCRIPT = f"""#!/bin/sh
for f in $(git diff HEAD^ HEAD --name-only --diff-filter=ACM | grep -e '\\.py$'); do
    {sys.executable} -m autopep8 --in-place --ignore=E309,E501,W293 "$f"
done
exit 0
"""


def run(folder: Path, *command: str) -> None:
    """Run a command quietly in a folder."""
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def nothing(folder: Path) -> None:
    """Install no hook."""


def hookkit(folder: Path) -> None:
    """Install hookkit's shims."""
    run(folder, sys.executable, "-m", "hookkit", "install")


def pre_commit(folder: Path) -> None:
    """Install pre-commit with a post-commit hook that does nothing."""
    (folder / ".pre-commit-config.yaml").write_text(CONFIG)
    run(folder, "git", "add", ".pre-commit-config.yaml")
    run(folder, sys.executable, "-m", "pre_commit", "install", "-t", "post-commit")


def prek(folder: Path) -> None:
    """Install prek with the same hook."""
    (folder / ".pre-commit-config.yaml").write_text(CONFIG)
    run(folder, "git", "add", ".pre-commit-config.yaml")
    run(folder, sys.executable, "-m", "prek", "install", "-t", "post-commit")


def script(folder: Path) -> None:
    """Install the script that hookkit began as."""
    hook = folder / ".git" / "hooks" / "post-commit"
    hook.write_text(SCRIPT)
    hook.chmod(0o755)


PEERS: dict[str, Callable[[Path], None]] = {
    "no hook": nothing,
    "hookkit": hookkit,
    "the script": script,
    "prek, a hook that does nothing": prek,
    "pre-commit, a hook that does nothing": pre_commit,
}


def prepare(folder: Path, name: str, content: str, install: Callable[[Path], None]) -> None:
    """Make a repository whose last commit adds the file, with the hook in place."""
    folder.mkdir(parents=True)
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "config", "user.name", "benchmark")
    run(folder, "git", "config", "user.email", "benchmark@hookkit.invalid")
    run(folder, "git", "commit", "--quiet", "--allow-empty", "-m", "Begin")
    install(folder)
    (folder / name).write_text(content)
    run(folder, "git", "add", name)
    run(folder, "git", "commit", "--quiet", "--no-verify", "-m", "Add a file")


def measure(root: Path, kind: str) -> list[str]:
    """Measure one kind of commit with each peer and give the rows of the table."""
    name, content = COMMITS[kind]
    command = [
        "hyperfine",
        "--warmup",
        "3",
        "--runs",
        "25",
        "--export-json",
        str(root / "out.json"),
    ]
    for number, install in enumerate(PEERS.values()):
        folder = root / f"{kind}-{number}"
        prepare(folder, name, content, install)
        # The same commit again: amending runs post-commit as committing does.
        command += ["--prepare", f"git -C {folder} checkout --quiet -- {name}"]
        command += [f"git -C {folder} commit --quiet --amend --no-edit"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    medians = [each["median"] for each in json.loads((root / "out.json").read_text())["results"]]
    return [
        f"| {kind} | {peer} | {median * 1000:.0f} ms | {median / medians[0]:.1f} |"
        for peer, median in zip(PEERS, medians, strict=True)
    ]


def main() -> int:
    """Measure all and print the table."""
    os.environ |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    print("| commit | with | median | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for kind in COMMITS:
            print("\n".join(measure(Path(name), kind)), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
