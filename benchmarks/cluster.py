"""Many real files corrected on a Dask cluster of this machine, while a worker dies.

    python -m benchmarks.cluster [--files 20000] [--largest BYTES] [--workers 2] [--one-machine]

Commits that many files, copies of the library of this Python (with --largest of its files up to
that size), starts a scheduler and WORKERS workers on loopback, runs ``hookkit run --all-files
--mode worktree --cluster``, kills a worker when it works and starts another one. Each file must
then have the bytes that a run without a cluster gives: of one copy of the library, or with
--one-machine of all the files. Prints a table in Markdown, with the memory of processes on Linux
alone. Ends with 1 where bytes differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

LEFT_OUT = {"site-packages", "test", "tests", "idle_test", "lib2to3", "__pycache__"}
"""Folders of the library whose files are not typical code."""


class Run(NamedTuple):
    """A run of hookkit: seconds by the clock and of its own processors, and MB of its memory."""

    name: str
    passed: float
    worked: float
    memory: int


class Cluster:
    """A scheduler on loopback, and workers of one thread each, by a name to tell."""

    def __init__(self, folder: Path) -> None:
        """Start the scheduler; its files are in a folder."""
        self._folder = folder
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        place = folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", place)
        while not (place.exists() and place.read_bytes().endswith(b"}")):
            time.sleep(0.1)
        self.address = json.loads(place.read_bytes())["address"]

    def _start(self, kind: str, *words: str | Path) -> None:
        name = f"{kind} {len(self.running)}" if self.running else kind
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard", *words]
        with (self._folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=self._folder, stderr=log, start_new_session=True
            )

    def add_worker(self) -> None:
        """Start a worker."""
        self._start("worker", self.address, "--nthreads", "1", "--no-nanny")

    def replace_a_worker(self) -> None:
        """Kill the first worker once it fixes files, and start another one."""
        victim = self.running["worker 1"]
        while not is_at_work(victim.pid):
            time.sleep(0.2)
        victim.kill()
        victim.wait()
        self.add_worker()

    def end(self) -> None:
        """End all of it."""
        for each in reversed(self.running.values()):
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()


def library(largest: int | None) -> dict[Path, bytes]:
    """Give the files of the library of this Python, by their paths in it, up to so many bytes."""
    root = Path(sysconfig.get_path("stdlib"))
    paths = (each.relative_to(root) for each in sorted(root.rglob("*.py")))
    usual = (each for each in paths if LEFT_OUT.isdisjoint(each.parts))
    contents = {each: root.joinpath(each).read_bytes() for each in usual}
    return {path: data for path, data in contents.items() if len(data) <= (largest or len(data))}


def names(files: Sequence[Path], count: int) -> Iterator[tuple[Path, Path]]:
    """Give so many paths of copies, each with the file that it is a copy of."""
    for number in range(count):
        original = files[number % len(files)]
        yield Path(f"copy{number // len(files):03}", original), original


def repository(folder: Path, contents: dict[Path, bytes], count: int) -> Path:
    """Commit so many copies of the contents in a new repository."""
    folder.mkdir()
    for path, original in names(list(contents), count):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(contents[original])
    person = [["config", "user.name", "me"], ["config", "user.email", "me@hookkit.invalid"]]
    commit = [["add", "-A"], ["commit", "-q", "-m", "Add files"]]
    for words in (["init", "-q"], *person, *commit):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder


@contextmanager
def cluster_of(folder: Path, workers: int) -> Iterator[Cluster]:
    """Give a cluster with so many workers, for the time of a block."""
    cluster = Cluster(folder)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()


def is_at_work(process: int) -> bool:
    """Whether a worker has started a process that fixes a batch."""
    listed = subprocess.run(["ps", "--ppid", str(process), "-o", "pid="], capture_output=True)
    return bool(listed.stdout.strip())


def run(name: str, repo: Path, cluster: Cluster | None) -> Run:
    """Correct all files of a repository, here or on a cluster of which a worker dies meanwhile."""
    words = ["--cluster", cluster.address] if cluster is not None else []
    command = [sys.executable, "-m", "hookkit", "run", "--all-files", "--mode", "worktree", "-q"]
    begin = time.monotonic()
    process = subprocess.Popen([*command, *words], cwd=repo)
    if cluster is not None:
        cluster.replace_a_worker()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print()
    if process.returncode:
        raise SystemExit(f"hookkit ended with {process.returncode}")
    worked = usage.ru_utime + usage.ru_stime
    return Run(name, time.monotonic() - begin, worked, usage.ru_maxrss // 1_000)


def peak(process: int) -> str:
    """Give the most memory that a process had, in MB; "gone" where it is, or that is unknown."""
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return "gone"
    most = text.partition("VmHWM:")[2].split()
    return f"{int(most[0]) // 1_000}" if most else "gone"


def differing(repo: Path, expected: Path, files: Sequence[Path], count: int) -> list[Path]:
    """Give the files that have not the bytes of those at the other place."""
    is_whole = any(expected.glob("copy001"))
    return [
        path
        for path, original in names(files, count)
        if repo.joinpath(path).read_bytes()
        != expected.joinpath(path if is_whole else Path("copy000", original)).read_bytes()
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Run both and compare them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--largest", type=int, metavar="BYTES")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--one-machine", action="store_true")
    parsed = parser.parse_args(argv)
    contents = library(parsed.largest)
    few = parsed.files if parsed.one_machine else min(parsed.files, len(contents))
    folder = Path(tempfile.mkdtemp(prefix="hookkit-cluster-"))
    try:
        repo = repository(folder / "repo", contents, parsed.files)
        other = repository(folder / "other", contents, few)
        with cluster_of(folder, parsed.workers) as cluster:
            runs = [run("cluster", repo, cluster)]
            peaks = {name: peak(each.pid) for name, each in cluster.running.items()}
        runs.append(run(f"one machine, {few:,} files", other, None))
        different = differing(repo, other, list(contents), parsed.files)
    finally:
        shutil.rmtree(folder)
    size = sum(len(contents[each]) for _, each in names(list(contents), parsed.files))
    print(f"{parsed.files:,} files, {size / 1e6:.0f} MB, {parsed.workers} workers, one is replaced")
    print("\n| run | by the clock, s | hookkit's own processes, s | memory at most, MB |")
    print("|---|---|---|---|")
    for each in runs:
        print(f"| {each.name} | {each.passed:.0f} | {each.worked:.0f} | {each.memory} |")
    for name, most in peaks.items():
        print(f"| {name} | | | {most} |")
    print(f"\n{len(different):,} files differ{': ' if different else ''}", *different[:10])
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
