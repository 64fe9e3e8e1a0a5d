"""A commit that the worker corrects is the same as one without the worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import FIXED, SLOPPY, commit, said
from tests.worker.installation import Installation, started_by_commit

DATES = {"GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000"}


def commit_sloppy(repo: Repository, **env: str) -> str:
    """Commit a file with faults and give what was said."""
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    return commit(repo, "-m", "Add a", **{**DATES, **env})


def take_back(repo: Repository) -> None:
    """Bring a repository back to where it was before its last commit."""
    repo.git("reset", "-q", "--hard", "HEAD^")
    for ref in repo.git("for-each-ref", "--format=%(refname)", "refs/hookkit").splitlines():
        repo.git("update-ref", "-d", ref)


@started_by_commit
def test_the_first_commit_starts_it_and_the_next_is_corrected_by_it(
    clone: Repository, installed: Installation
) -> None:
    plain = commit_sloppy(clone)
    assert clone.read("a.py") == FIXED.encode()
    installed.wait_until_ready()
    take_back(clone)
    assert commit_sloppy(clone) == plain
    assert clone.read("a.py") == FIXED.encode()
    assert [each.how for each in installed.runs] == ["python", "worker"], installed.why


def test_without_the_setting_nothing_is_started(clone: Repository, installed: Installation) -> None:
    clone.git("config", "--unset", "hookkit.worker")
    commit_sloppy(clone)
    installed.wait_until_settled()
    assert installed.pid is None
    assert not installed.paths.folder.exists()


def test_a_commit_of_another_priority_starts_none(
    clone: Repository, installed: Installation
) -> None:
    clone.write("a.py", SLOPPY)
    clone.git("add", "a.py")
    command = ["nice", "-n", "1", "git", "commit", "-q", "-m", "Add a"]
    subprocess.run(command, cwd=clone.path, check=True, capture_output=True)
    installed.wait_until_settled()
    assert [each.how for each in installed.runs] == ["python"]
    assert installed.pid is None


def test_a_repository_that_does_not_want_it_is_not_served(
    clone: Repository, installed: Installation
) -> None:
    installed.start()
    clone.git("config", "--unset", "hookkit.worker")
    assert "hookkit corrected 3 faults" in commit_sloppy(clone)
    assert [each.how for each in installed.runs] == ["python"]
    assert "do not say worker = true" in installed.why


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_each_shell_asks_it(shell: str, clone: Repository, installed: Installation) -> None:
    hook = clone.path / ".git" / "hooks" / "post-commit"
    text = hook.read_text()
    assert text.count("50000}") == 2
    # The worker is there for sure: on a busy machine it may only come late.
    text = text.replace("50000}", "1000000}").replace("#!/bin/sh --", f"#!/bin/{shell} --", 1)
    hook.write_text(text)
    installed.start()
    commit_sloppy(clone)
    assert [each.how for each in installed.runs] == ["worker"], installed.why


def test_the_end_of_a_rebase_is_looked_at_by_it(clone: Repository, installed: Installation) -> None:
    installed.start()
    clone.commit("Topic", {"t.py": SLOPPY}, "--no-verify")
    clone.git("reset", "-q", "--hard")
    clone.git("checkout", "-q", "-b", "other", "HEAD^")
    clone.commit("Other", {"o.txt": "x\n"})
    before = len(installed.runs)
    ended = clone.attempt("rebase", "-q", "other", "topic")
    assert "as a proposal" in said(ended), said(ended)
    [run] = installed.runs[before:]
    assert (run.event, run.how) == ("post-rewrite", "worker"), installed.why


def test_a_kept_hook_that_reads_the_lines_leaves_them_to_a_plain_start(
    clone: Repository, installed: Installation
) -> None:
    kept = clone.path / ".git/hooks/post-rewrite.before-hookkit"
    kept.write_text("#!/bin/sh\ncat >/dev/null\n")
    kept.chmod(0o755)
    installed.start()
    clone.commit("Topic", {"t.py": SLOPPY}, "--no-verify")
    clone.git("reset", "-q", "--hard")
    clone.git("checkout", "-q", "-b", "other", "HEAD^")
    clone.commit("Other", {"o.txt": "x\n"})
    assert "as a proposal" in said(clone.attempt("rebase", "-q", "other", "topic"))
    assert installed.runs[-1].how == "python"


@started_by_commit
def test_a_captured_commit_ends_when_it_is_done(clone: Repository, installed: Installation) -> None:
    clone.write("a.py", SLOPPY)
    clone.git("add", "a.py")
    # The first one leaves the worker behind, the second is answered by it.
    for number in range(2):
        begin = time.monotonic()
        ended = subprocess.run(
            f"exec 3>&1; git commit -qm {number} 2>&1 | cat; git commit -q --amend -m x",
            shell=True,
            cwd=clone.path,
            capture_output=True,
            timeout=50,
        )
        assert ended.returncode == 0
        installed.wait_until_ready()
        assert time.monotonic() - begin < 50
        clone.write("a.py", SLOPPY + f"y={number}\n")
        clone.git("add", "a.py")
    opened = Path(f"/proc/{installed.pid}/fd")
    names = {os.readlink(each) for each in opened.iterdir() if each.exists()}
    assert not [name for name in names if str(clone.path) in name]
    standard = {os.readlink(opened / str(number)) for number in range(3)}
    assert standard == {os.devnull}


ASKED = "; ".join(
    [
        "import os, sys, resource",
        "mask = os.umask(0)",
        "os.umask(mask)",
        "print(sorted(os.environ.items()), os.getcwd(), oct(mask), sys.argv, sys.path[:1]"
        ", sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdout.line_buffering"
        ", os.isatty(1), sys.stdin.read(), resource.getrlimit(resource.RLIMIT_NOFILE)"
        ", sys.flags, file=sys.stderr, flush=True)",
    ]
)


def test_it_has_the_environment_of_the_commit_and_of_no_other(
    clone: Repository, installed: Installation
) -> None:
    installed.upgrade(2, ASKED)
    first = commit_sloppy(clone, ONE="1", LANG="C.UTF-8")
    installed.start()
    take_back(clone)
    second = commit_sloppy(clone, TWO="2", LANG="C.UTF-8")
    take_back(clone)
    again = commit_sloppy(clone, ONE="1", LANG="C.UTF-8")
    assert [each.how for each in installed.runs] == ["python", "worker", "worker"], installed.why
    assert "('ONE', '1')" in first and "('TWO', '2')" in second
    assert "('ONE', '1')" not in second
    assert again == first


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"PYTHONPATH": "/nowhere"}, "PYTHONPATH is set"),
        ({"LD_PRELOAD": ""}, "LD_PRELOAD is set"),
        ({"LC_ALL": "C"}, "the locale is C"),
    ],
)
def test_where_python_would_start_in_another_way_it_is_started(
    clone: Repository, installed: Installation, variables: dict[str, str], reason: str
) -> None:
    installed.start()
    commit_sloppy(clone, **variables)
    assert [each.how for each in installed.runs] == ["python"]
    assert reason in installed.why


def test_in_a_file_the_plain_start_writes(
    clone: Repository, installed: Installation, tmp_path: Path
) -> None:
    installed.start()
    clone.write("a.py", SLOPPY)
    clone.git("add", "a.py")
    with (tmp_path / "out").open("w") as out:
        subprocess.run(["git", "commit", "-qm", "x"], cwd=clone.path, stderr=out, check=True)
    assert (tmp_path / "out").read_text().startswith("hookkit corrected 3 faults")
    assert [each.how for each in installed.runs] == ["python"]


def test_a_reader_that_is_slow_gets_all_of_it(clone: Repository, installed: Installation) -> None:
    installed.upgrade(2, "import sys; sys.stderr.write('x' * 300_000 + chr(10))")
    installed.start()
    clone.write("a.py", SLOPPY)
    clone.git("add", "a.py")
    ended = subprocess.run(
        "git commit -qm x 2>&1 | (sleep 1; cat)", shell=True, cwd=clone.path, capture_output=True
    )
    assert len(ended.stdout) > 300_000
    assert ended.stdout.endswith(b"take back  hookkit undo\nhookkit is " + _command(installed))
    assert [each.how for each in installed.runs] == ["worker"], installed.why


def _command(installed: Installation) -> bytes:
    return f"{installed.python} -m hookkit\n".encode()


def test_nothing_of_the_worktree_is_imported(clone: Repository, installed: Installation) -> None:
    installed.start()
    for name in ("ast", "autopep8", "hookkit", "rich", "sitecustomize"):
        clone.write(f"{name}.py", "raise SystemExit('shadowed')\n")
    clone.git("add", ".")
    text = commit(clone, "-m", "Modules")
    assert "shadowed" not in text
    assert [each.how for each in installed.runs] == ["worker"], installed.why


@pytest.mark.parametrize(
    "settings",
    [{}, {"mode": "fixup"}, {"scope": "lines"}, {"jobs": "2"}],
    ids=lambda settings: "-".join(settings.values()) or "usual",
)
def test_nothing_is_imported_after_the_fork(
    clone: Repository, installed: Installation, settings: dict[str, str]
) -> None:
    for key, value in settings.items():
        clone.git("config", f"hookkit.{key}", value)
    installed.upgrade(
        2,
        "import atexit, sys; there = set(sys.modules); atexit.register(lambda: print('new', "
        "sorted(m for m in set(sys.modules) - there), file=open({!r}, 'w')))".format(
            str(installed.path / "imported")
        ),
    )
    installed.start()
    clone.write("b.py", "import os,sys\nx=1\n" + "y = 1\n" * 6000)
    clone.git("add", "b.py")
    commit_sloppy(clone, FORCE_COLOR="1")
    assert [each.how for each in installed.runs] == ["worker"], installed.why
    text = (installed.path / "imported").read_text()
    new = text.removeprefix("new ").strip("[]\n").replace("'", "").split(", ")
    foreign = [name for name in new if name and name.split(".")[0] not in sys.stdlib_module_names]
    assert foreign == []


def test_it_ends_when_nothing_is_asked(installed: Installation) -> None:
    installed.start(idle=0.2)
    installed.wait_until_gone()
    assert not installed.paths.ready.exists()
    assert [each for each in installed.paths.folder.iterdir() if each.name.isdigit()] == []


@started_by_commit
def test_one_of_many_that_are_started_at_once_stays(installed: Installation) -> None:
    code = "from hookkit.worker.start_and_stop import *; start_worker_if_none()"
    many = [
        subprocess.Popen([installed.python, "-E", "-c", code], cwd="/") for _ in range(4)
    ]
    assert [each.wait() for each in many] == [0] * 4
    installed.wait_until_ready()
    pid = installed.pid
    installed.wait_until_settled()
    assert installed.pid == pid
