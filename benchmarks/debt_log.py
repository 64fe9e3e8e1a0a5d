"""What ``hookkit debt log`` costs on real histories, and whether it counts what flake8 finds.

    python -m benchmarks.debt_log [--by ticket] [--every quarter] [REPOSITORY ...]

Without a repository two histories are made of source archives from PyPI, a commit for each of ten
releases, and kept below the cache folder of the benchmarks. Each repository is cloned, and the
command runs in the clone three times: cold, and twice more, which must give the same bytes. Then
flake8 runs by hand on checkouts of some random points, with the configuration of the last commit,
and must find the same. Exit status 1 says that something differed.

CPU is that of all processes, flake8's and git's included: user and system.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.environments import default_cache
from benchmarks.repeated_commit import environment
from hookkit.debt.finding import UNPARSED_CODES
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES

RELEASES = {
    "docutils": (
        *("0.16", "0.17", "0.17.1", "0.18", "0.18.1", "0.19", "0.20", "0.20.1"),
        *("0.21.1", "0.21.2"),
    ),
    "SQLAlchemy": tuple(f"2.0.{number}" for number in range(30, 40)),
}
"""Ten releases of each archive."""

FIRST = 1_400_000_000
MONTH = 30 * 86_400
"""Seconds: the archives have no date that all tools would agree on."""


class Run(NamedTuple):
    """A run of the command: what it wrote, seconds of the processor, its largest process in MB."""

    out: bytes
    seconds: float
    megabytes: int


def history_of(name: str, cache: Path) -> Path:
    """Give the history of an archive by its releases, made where it is not there."""
    folder = cache / "histories" / name
    if not folder.is_dir():
        partial_folder = folder.with_name(f"{name}-made")
        shutil.rmtree(partial_folder, ignore_errors=True)
        partial_folder.mkdir(parents=True)
        git(partial_folder, "init", "--quiet", "--initial-branch=main")
        for number, version in enumerate(RELEASES[name]):
            commit_release(partial_folder, name, version, FIRST + number * MONTH)
        partial_folder.rename(folder)
    return folder


def commit_release(folder: Path, name: str, version: str, when: int) -> None:
    """Commit the files of a release in place of those of the one before."""
    for each in folder.iterdir():
        if each.name != ".git":
            shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        # Not :all:, which would have what builds it built as well.
        command += ["--no-binary", name, "--dest", place, f"{name}=={version}"]
        subprocess.run(command, check=True)
        (archive,) = Path(place).iterdir()
        unpacked = Path(place, "unpacked")
        shutil.unpack_archive(archive, unpacked)
        (top,) = unpacked.iterdir()
        shutil.copytree(top, folder, symlinks=True, dirs_exist_ok=True)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "-m", f"{name} {version}", when=when)
    git(folder, "tag", version)


def git(folder: Path, *args: str, when: int = FIRST) -> str:
    """Run git and give its output."""
    dates = {f"GIT_{each}_DATE": f"@{when} +0000" for each in ("AUTHOR", "COMMITTER")}
    env = environment(folder.parent / "home", **dates)
    command = ["git", *args]
    ended = subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True)
    return ended.stdout


def run_log(folder: Path, options: Sequence[str]) -> Run:
    """Run the command in a repository."""
    command = [sys.executable, "-m", "hookkit", "debt", "log", "--format", "json", *options]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, process.returncode
        out.seek(0)
        return Run(out.read(), used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def contents_in(folder: Path) -> int:
    """Give how many contents the cache of a clone has."""
    with sqlite3.connect(folder / ".git" / "hookkit" / "debt.sqlite") as file:
        return int(file.execute("select count(*) from found").fetchone()[0])


def by_hand(folder: Path, commit: str, place: Path) -> tuple[Counter[str], int]:
    """Run flake8 on a checkout: the findings by rule, and how many files cannot be read."""
    git(folder, "worktree", "add", "--quiet", "--detach", str(place), commit)
    for name in CONFIGURATION_NAMES:
        (place / name).unlink(missing_ok=True)
        if (folder / name).is_file():
            shutil.copyfile(folder / name, place / name)
    command = [sys.executable, "-m", "flake8", "--jobs=1", "--format=%(path)s\x1f%(code)s"]
    ended = subprocess.run(command, cwd=place, capture_output=True, text=True)
    codes = Counter(line.split("\x1f")[-1] for line in ended.stdout.splitlines() if "\x1f" in line)
    unchecked_files = sum(codes.pop(each, 0) for each in UNPARSED_CODES)
    git(folder, "worktree", "remove", "--force", str(place))
    return codes, unchecked_files


def disagreements(folder: Path, samples: list[dict[str, Any]], most: int) -> list[str]:
    """Compare random points with flake8 by hand; give those that differ."""
    chosen = random.Random(0).sample(samples, min(most, len(samples)))
    found = []
    for each in chosen:
        codes, unchecked_files = by_hand(folder, each["commit"], folder.parent / "by-hand")
        if (codes, unchecked_files) != (Counter(each["rules"]), each["unreadable"]):
            found.append(f"{each['name']}: {codes} {unchecked_files}")
    return found


def measure(source: Path, options: Sequence[str], most: int) -> list[str]:
    """Print the row of a repository; give what differed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "clone")
        subprocess.run(["git", "clone", "--quiet", "--shared", source, folder], check=True)
        cold, *warm = (run_log(folder, options) for _ in range(3))
        document = json.loads(cold.out)
        samples, contents = document["samples"], contents_in(folder)
        problems = [] if {each.out for each in warm} == {cold.out} else ["two runs differ"]
        problems += disagreements(folder, samples, most)
    steps = f"{len(samples)} by {document['every']}"
    seconds = f"{cold.seconds:.0f} s ({cold.seconds * 1000 / max(contents, 1):.0f} ms a content)"
    again = f"{min(each.seconds for each in warm):.2f} s"
    agree = f"{min(most, len(samples)) - len(problems)} of {min(most, len(samples))}"
    sizes = f"{contents} | {seconds} | {again} | {cold.megabytes} MB"
    print(f"| {source.name} | {steps} | {sizes} | {agree} |", flush=True)
    return problems


def main(arguments: Sequence[str]) -> int:
    """Measure repositories, and print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.debt_log", description=__doc__)
    parser.add_argument("repositories", nargs="*", type=Path, metavar="REPOSITORY")
    parser.add_argument("--by", default="rule")
    parser.add_argument("--every", default=None)
    parser.add_argument("--checked", type=int, default=10, help="points that are looked at by hand")
    parsed = parser.parse_args(arguments)
    options = ["--by", parsed.by, *(["--every", parsed.every] if parsed.every else [])]
    repositories = parsed.repositories or [history_of(each, default_cache()) for each in RELEASES]
    print("| history | points | contents | cold, CPU | warm, CPU | largest process | as by hand |")
    print("|---|---|---|---|---|---|---|")
    problems = [each for path in repositories for each in measure(path, options, parsed.checked)]
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
