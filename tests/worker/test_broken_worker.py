"""In every state of the worker the commit is corrected, if necessary without the worker."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.ptrace_tracer import Stopped
from tests.hooks.test_settings_of_shims import ON_LINUX, USUAL_GIT, traced
from tests.repository import Repository
from tests.repository_with_hooks import FIXED, commit
from tests.test_hook_files import Recorder, put_shim
from tests.worker.installation import Installation, started_by_commit
from tests.worker.test_worker_commits import commit_sloppy

State = Callable[[Installation], None]


def waiting_fork_of(pid: int) -> int:
    """The fork of a worker that waits."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


def slots_of(installed: Installation) -> Path:
    """The folder of the slots in use."""
    return installed.paths.folder / installed.paths.ready.read_text().split()[1]


def dead(installed: Installation) -> None:
    """Killed, with all of its files left."""
    os.kill(installed.start(), signal.SIGKILL)
    installed.wait_until_gone()


def number_of_another(installed: Installation) -> None:
    """Killed, and its number has been given to another process."""
    dead(installed)
    _, slots = installed.paths.ready.read_text().split()
    installed.paths.ready.write_text(f"{os.getpid()} {slots}\n")


def stopped(installed: Installation) -> None:
    """Stopped, with the fork that waits."""
    os.killpg(installed.start(), signal.SIGSTOP)


def stopped_fork(installed: Installation) -> None:
    """The fork that waits is stopped, the worker is not."""
    os.kill(waiting_fork_of(installed.start()), signal.SIGSTOP)


def without_worker(installed: Installation) -> None:
    """Still importing."""
    installed.start()
    installed.paths.ready.unlink()


def taken(installed: Installation) -> None:
    """All slots are in use."""
    stopped(installed)
    for slot in range(8):
        (slots_of(installed) / f"{slot}.request").write_text("1\n")


def without_slots(installed: Installation) -> None:
    """The folder of the slots is gone."""
    installed.start()
    shutil.rmtree(slots_of(installed))


def without_wake(installed: Installation) -> None:
    """The pipe that wakes it is gone."""
    installed.start()
    (slots_of(installed) / "wake").unlink()


def without_pipes(installed: Installation) -> None:
    """The pipes of the answers are files."""
    installed.start()
    for slot in range(8):
        path = slots_of(installed) / f"{slot}.reply"
        path.unlink()
        path.write_text("ended 0\n")


def full_pipe(installed: Installation) -> None:
    """It is stopped, and as much as fits is in the pipe that wakes it."""
    stopped(installed)
    handle = os.open(slots_of(installed) / "wake", os.O_RDWR | os.O_NONBLOCK)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(handle, b"x" * 4096)
    os.close(handle)


def garbage(installed: Installation) -> None:
    """The file that names it does not."""
    installed.start()
    installed.paths.ready.write_text("-1 ../..\n")


def empty(installed: Installation) -> None:
    """The file that names it is empty."""
    installed.start()
    installed.paths.ready.write_text("")


def a_link(installed: Installation) -> None:
    """Its folder is a link to another one."""
    installed.start()
    own = installed.paths.base / "hookkit"
    own.rename(own.with_name("elsewhere"))
    own.symlink_to("elsewhere")


def of_another(installed: Installation) -> None:
    """Its folder belongs to somebody else."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    installed.start()
    os.chown(installed.paths.base / "hookkit", 65534, 65534)


def with_broken_code(installed: Installation) -> None:
    """What was installed after it was started cannot be imported by it, but by a later one."""
    installed.start()
    installed.upgrade(7)


STATES: list[State] = [
    *(
        dead,
        number_of_another,
        stopped,
        stopped_fork,
        without_worker,
        taken,
        without_slots,
        without_wake,
    ),
    *(without_pipes, full_pipe, garbage, empty, a_link, of_another, with_broken_code),
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_plain_start_does_it(
    state: State, clone: Repository, installed: Installation, runtime: Path
) -> None:
    state(installed)
    text = commit_sloppy(clone)
    assert text.startswith("hookkit corrected 3 faults in 1 file")
    assert clone.read("a.py") == FIXED.encode()
    assert [each.how for each in installed.runs] == ["python"]
    # And again, with what the first time left.
    clone.git("commit", "-q", "-am", "Fixed")
    add = commit(clone, "--amend", "-m", "Once more")
    assert "hookkit:" not in add
    if state is a_link:
        (runtime / "hookkit").unlink()
        (runtime / "elsewhere").rename(runtime / "hookkit")
    if state is of_another:
        os.chown(runtime / "hookkit", os.geteuid(), os.getegid())


def wait_past_timeout(installed: Installation) -> None:
    """Make what was withdrawn a minute older: the next commit takes the worker for one that hangs.

    One that is dead has nothing withdrawn.
    """
    for each in slots_of(installed).glob("*.taken"):
        time_ago = each.stat().st_mtime - 60
        os.utime(each, (time_ago, time_ago))


@started_by_commit
@pytest.mark.parametrize(
    "state", [dead, stopped, stopped_fork, full_pipe], ids=lambda state: state.__name__
)
def test_the_next_commits_get_a_new_one(
    state: State, clone: Repository, installed: Installation
) -> None:
    state(installed)
    before = installed.pid
    commit_sloppy(clone)
    wait_past_timeout(installed)
    clone.commit("Another", {"b.py": "x=1\n"})
    until = time.monotonic() + 60
    while installed.pid in (None, before):
        assert time.monotonic() < until
        time.sleep(0.05)
    installed.wait_until_ready()
    clone.commit("A third", {"c.py": "x=1\n"})
    assert installed.runs[-1].how == "worker", installed.why


def test_a_fork_that_is_killed_at_work_ends_the_hook(
    clone: Repository, installed: Installation
) -> None:
    installed.upgrade(2, "os.kill(os.getpid(), 9)")
    installed.start()
    assert commit_sloppy(clone) == ""
    assert [each.how for each in installed.runs] == ["worker"]
    # Its slot is free again.
    installed.wait_until_ready()
    until = time.monotonic() + 10
    while [each for each in slots_of(installed).iterdir() if each.suffix in (".request", ".taken")]:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_worker_that_is_killed_leaves_its_fork_at_work(
    clone: Repository, installed: Installation
) -> None:
    kill = f"os.kill(int(open({str(installed.path / 'pid')!r}).read()), 9)"
    installed.upgrade(2, kill)
    (installed.path / "pid").write_text(str(installed.start()))
    assert commit_sloppy(clone).startswith("hookkit corrected 3 faults")
    assert [each.how for each in installed.runs] == ["worker"]


def test_a_hostile_folder_is_not_used(
    clone: Repository, installed: Installation, runtime: Path
) -> None:
    runtime.chmod(0o777)
    commit_sloppy(clone)
    installed.wait_until_settled()
    assert list(runtime.iterdir()) == []
    runtime.chmod(0o700)
    (runtime / "hookkit").mkdir(mode=0o700)
    (runtime / "hookkit").chmod(0o770)
    clone.commit("Another", {"b.py": "x=1\n"})
    installed.wait_until_settled()
    assert list((runtime / "hookkit").iterdir()) == []
    (runtime / "hookkit").rmdir()
    (runtime / "hookkit").symlink_to(clone.path)
    clone.commit("A third", {"c.py": "x=1\n"})
    installed.wait_until_settled()
    assert not (clone.path / "worker").exists()
    assert [each.how for each in installed.runs] == ["python"] * 3


def test_a_request_for_another_event_or_by_another_process_is_refused(
    installed: Installation,
) -> None:
    installed.start()
    slots = slots_of(installed)
    own = os.getpid()
    for words, why in [
        (f"{own}\npre-push\n.\n", "pre-push is not served"),
        ("1\npost-commit\n.\n", "[Errno|it is not the process that asked"),
        (f"{own}\npost-commit\n.\n", "[Errno|it is not the process that asked"),
    ]:
        installed.paths.not_served_reason.unlink(missing_ok=True)
        reader = os.open(slots / "0.reply", os.O_RDONLY | os.O_NONBLOCK)
        (slots / "0.request").write_text(words)
        os.close(os.open(slots / "wake", os.O_RDWR))
        until = time.monotonic() + 20
        while not (slots / "0.taken").exists() and not installed.why:
            assert time.monotonic() < until
            time.sleep(0.01)
        os.set_blocking(reader, True)
        assert set(os.read(reader, 100).split()) == {b"refused"}
        os.close(reader)
        while (slots / "0.request").exists() or not installed.why:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert any(each in installed.why for each in why.split("|")), installed.why


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def request_and_wait(worker: int, slots: Path, slot: int) -> int:
    """Make a request that is refused, wait until the worker has seen that its fork has ended, and
    give the pipe of the answer, unread."""
    fork = waiting_fork_of(worker)
    reader = os.open(slots / f"{slot}.reply", os.O_RDONLY | os.O_NONBLOCK)
    (slots / f"{slot}.request").write_text(f"{os.getpid()}\npost-commit\n.\n")
    os.close(os.open(slots / "wake", os.O_RDWR))
    wait_for(lambda: not Path(f"/proc/{fork}").exists())
    return reader


def test_a_caller_that_looks_late_finds_its_request_taken(installed: Installation) -> None:
    worker = installed.start()
    slots = slots_of(installed)
    # When the second fork has ended, the worker has done all that it does after the first.
    readers = [request_and_wait(worker, slots, slot) for slot in (0, 1)]
    assert (slots / "0.taken").exists()
    assert os.read(readers[0], 100) == b"refused\n"
    for reader in readers:
        os.close(reader)
    wait_for(lambda: not list(slots.glob("*.request")))


def test_a_worker_that_starts_again_has_other_slots(
    clone: Repository, installed: Installation
) -> None:
    installed.start()
    before = slots_of(installed)
    installed.upgrade(2)
    commit_sloppy(clone)
    wait_for(lambda: installed.is_ready and slots_of(installed) != before)
    assert not before.exists()


@ON_LINUX
def test_the_shim_starts_no_program_to_find_none(repo: Repository, tmp_path: Path) -> None:
    if repo.git("--exec-path") not in USUAL_GIT:
        pytest.skip("this git is at a place of its own")
    repo.git("config", "maintenance.auto", "false")
    (repo.path / ".git" / "hookkit").mkdir()
    for event in ("pre-commit", "post-commit"):
        put_shim(repo, event, tmp_path / "bin" / "python")
    repo.git("checkout", "-q", "-b", "topic")
    put_shim(repo, "post-commit", Recorder.make(tmp_path / "bin" / "python").path)
    repo.write("a.py", "x = 1\n")
    repo.git("add", "a.py")
    programs: list[str] = []

    def watch(stopped: Stopped) -> None:
        if stopped.event.call.startswith("execve"):
            programs.append(Path(stopped.event.path).name)

    assert traced(["git", "commit", "-q", "-m", "x"], repo.path, watch) == 0
    # git is not asked whether hookkit is turned off: the home of the tests has its name elsewhere.
    expected = ["post-commit", "git", "python", "sed"]
    assert programs[programs.index("post-commit") :] == expected
