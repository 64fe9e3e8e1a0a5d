"""The shims of ``hooks/``, run by real git: what they start, when, and with what."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from hookkit.hook_events import SHIM_VERSION, shim_option
from hookkit.settings.definitions import Settings
from hookkit.shims.shim_file import events_with_shim, render_shim
from tests.repository import Repository

# Records what it was called with; stands for Python and for the hookkit on PATH.
RECORDER = """\
#!/bin/sh
{{
    printf 'cwd %s\\n' "$PWD"
    for word in "$@"; do printf 'arg %s\\n' "$word"; done
    sed 's/^/in /'
}} >> '{log}'
exit {status}
"""


@dataclass(frozen=True)
class Recorder:
    """A program that writes down its folder, its arguments and its stdin."""

    path: Path
    log: Path

    @classmethod
    def make(cls, path: Path, status: int = 0) -> Recorder:
        """Put the program at ``path``; it ends with ``status``."""
        log = path.parent / f"{path.name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORDER.format(log=log, status=status))
        path.chmod(0o755)
        return cls(path, log)

    @property
    def lines(self) -> list[str]:
        """What was recorded."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    @property
    def calls(self) -> int:
        """How often it was called."""
        return sum(line.startswith("cwd ") for line in self.lines)

    def words(self, kind: str) -> list[str]:
        """The recorded lines of one kind: ``cwd``, ``arg`` or ``in``."""
        return [line[len(kind) + 1 :] for line in self.lines if line.startswith(kind + " ")]


def put_shim(repo: Repository, event: str, python: Path | None, folder: Path | None = None) -> Path:
    """Put the shim for ``event`` in a hooks folder, without the installer."""
    path = (folder or repo.path / ".git" / "hooks") / event
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render_shim(event, python))
    path.chmod(0o755)
    return path


@pytest.fixture
def python(tmp_path: Path) -> Recorder:
    """A recorder in the place of the interpreter that the shims name."""
    return Recorder.make(tmp_path / "bin" / "python")


@pytest.fixture
def hooked(repo: Repository, python: Recorder) -> Repository:
    """A repository with all shims, which start the recorder, and the folder of an installation."""
    (repo.path / ".git" / "hookkit").mkdir()
    for event in events_with_shim():
        put_shim(repo, event, python.path)
    return repo


NUMBER = shim_option(SHIM_VERSION)
"""What each shim says to hookkit of itself."""

# What git gives to each hook, where there is something to check or to correct.
ONE = "1" * 40
GIVEN: dict[str, tuple[list[str], bytes]] = {
    "commit-msg": (["message"], b""),
    "post-checkout": ([ONE, ONE, "1"], b""),
    "post-commit": ([], b""),
    "post-merge": (["0"], b""),
    "post-rewrite": (["rebase"], b"old new\n"),
    "pre-commit": ([], b""),
    "pre-merge-commit": ([], b""),
    "pre-push": (["origin", "url"], f"refs/heads/a {ONE} refs/heads/a {ONE}\n".encode()),
}
BLOCKING = ("commit-msg", "pre-commit", "pre-merge-commit", "pre-push")


def ready(repo: Repository) -> Repository:
    """Bring a repository where each event has something to do: a new branch, all checks awake."""
    if repo.attempt("rev-parse", "HEAD").returncode:
        repo.commit("first", {"a.py": "x=1\n"})
    for key, value in {"branchPattern": "x", "ticketPattern": "x", "protected": "topic"}.items():
        repo.git("config", f"hookkit.{key}", value)
    repo.git("checkout", "-q", "-b", "topic", HOOKKIT="0")
    return repo


def call(
    repo: Repository, event: str, hook: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the hook of an event as git does where there is something to do."""
    args, lines = GIVEN[event]
    return subprocess.run(
        [hook or repo.path / ".git/hooks" / event, *args],
        cwd=repo.path,
        env={**os.environ, **env},
        input=lines,
        capture_output=True,
    )


def path_without_hookkit(tmp_path: Path) -> str:
    """Make a PATH with what git and the shims need, and neither Python nor hookkit."""
    folder = tmp_path / "little"
    folder.mkdir()
    for name in ("git", "sh", "cat", "sed", "grep"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return str(folder)


def rebase(repo: Repository) -> None:
    """Rebase one commit of a topic branch to another base."""
    repo.commit("base", {"a.txt": "1\n"})
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit("topic", {"b.py": "x=1\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("main", {"c.txt": "1\n"})
    repo.git("rebase", "-q", "main", "topic")


@pytest.mark.parametrize("event", events_with_shim())
def test_shellcheck_finds_nothing(event: str, tmp_path: Path) -> None:
    shellcheck = shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("shellcheck is not installed")
    shim = tmp_path / event
    shim.write_bytes(render_shim(event, Path("/a python")))
    ended = subprocess.run([shellcheck, "-s", "sh", shim], capture_output=True, text=True)
    assert ended.stdout == ""


@pytest.mark.parametrize("event", events_with_shim())
@pytest.mark.parametrize("shell", ["dash", "busybox", "bash", "ksh"])
def test_each_shell_reads_it(event: str, shell: str, repo: Repository, python: Recorder) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    hook = put_shim(ready(repo), event, python.path)
    how = {"busybox": [program, "sh"], "bash": [program, "--posix"]}.get(shell, [program])
    args, lines = GIVEN[event]
    ended = subprocess.run([*how, hook, *args], cwd=repo.path, input=lines, capture_output=True)
    assert (ended.returncode, ended.stderr, python.calls) == (0, b"", 1)


@pytest.mark.parametrize("event", events_with_shim())
def test_a_decision_reads_nothing_that_only_python_is_given(event: str) -> None:
    decision, _, rest = render_shim(event, Path("/a python")).partition(b'|| decide "$@"\n')
    assert b"\noptions=--shim=" in rest
    assert b"options" not in decision and b"all_clones" not in decision


def test_the_parts_have_unix_line_ends_and_each_event_has_one() -> None:
    parts = {path.name: path for path in (Path(__file__).parent.parent / "hooks").iterdir()}
    assert parts.keys() >= {"frame.sh", "functions.sh", "worker.sh", *GIVEN}
    assert set(events_with_shim()) == set(GIVEN)
    assert not [name for name, path in parts.items() if b"\r" in path.read_bytes()]


def test_the_functions_know_the_branches_that_are_protected_by_default() -> None:
    functions = (Path(__file__).parent.parent / "hooks" / "functions.sh").read_text()
    assert f"        {' | '.join(Settings().protected)}) return 0 ;;\n" in functions


def test_a_commit_with_python_starts_the_interpreter_of_the_shim(
    hooked: Repository, python: Recorder
) -> None:
    hooked.commit("first", {"a.py": "x=1\n"})
    # In the root folder: from that where it is started Python may import what it needs itself.
    assert python.words("cwd") == ["/"]
    assert python.words("arg")[:2] == ["-E", "-c"]
    assert python.words("arg")[-4:] == [str(hooked.path), "hook", NUMBER, "post-commit"]


def git_processes(repo: Repository, tmp_path: Path, files: dict[str, str]) -> list[str]:
    """Commit and give the git commands that ran, `commit` itself included."""
    trace = tmp_path / "trace"
    for name, content in files.items():
        repo.write(name, content)
        repo.git("add", "--", name)
    options = ("-c", "maintenance.auto=false", "-c", "gc.auto=0")
    repo.git(*options, "commit", "-q", "-m", "traced", GIT_TRACE2_EVENT=str(trace))
    events_seen = [json.loads(line) for line in trace.read_text().splitlines()]
    names = [each["name"] for each in events_seen if each["event"] == "cmd_name"]
    # Where refs are no files git is asked for what is read from files elsewhere.
    asked = [each for each in names if each in ("for-each-ref", "symbolic-ref")]
    if repo.has_reftable:
        assert len(asked) <= 5
        return [each for each in names if each not in asked]
    return names


def test_on_a_topic_without_python_files_no_python_is_started(
    hooked: Repository, python: Recorder, tmp_path: Path
) -> None:
    ready(hooked)
    for key in ("branchPattern", "ticketPattern", "protected"):
        hooked.git("config", "--unset", f"hookkit.{key}")
    # The first looks for a setting: those of the branch and of the message.
    expected = ["commit", "config", "diff-tree"]
    assert git_processes(hooked, tmp_path, {"a.txt": "1\n"}) == expected
    assert python.calls == 1, "for the first commit"


def test_with_python_files_one_git_process_more(
    hooked: Repository, python: Recorder, tmp_path: Path
) -> None:
    hooked.git("checkout", "-q", "-b", "topic")
    expected = ["commit", "config", "diff-tree", "config"]
    assert git_processes(hooked, tmp_path, {"a.py": "1\n"}) == expected
    assert python.calls == 1


def test_without_python_files_a_wrapped_git_is_called_once(
    hooked: Repository, tmp_path: Path
) -> None:
    hooked.commit("text", {"a.txt": "1\n"})
    log = tmp_path / "calls"
    wrapper = tmp_path / "wrap" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f"#!/bin/sh\necho \"$1\" >> '{log}'\nexec '{shutil.which('git')}' \"$@\"\n")
    wrapper.chmod(0o755)
    path = f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [".git/hooks/post-commit"], cwd=hooked.path, env={**os.environ, "PATH": path}, check=True
    )
    assert log.read_text() == "diff-tree\n"


def test_literal_pathspecs_of_the_client_do_not_hide_the_files(
    hooked: Repository, python: Recorder
) -> None:
    hooked.write("a.py", "1\n")
    hooked.git("add", ".")
    hooked.git("--literal-pathspecs", "commit", "-q", "-m", "as Magit does")
    assert python.calls == 1


def test_a_deleted_python_file_starts_nothing(hooked: Repository, python: Recorder) -> None:
    hooked.commit("first", {"a.py": "1\n"})
    hooked.git("rm", "-q", "a.py")
    hooked.commit("second")
    assert python.calls == 1


def test_a_python_file_in_a_folder_counts_from_a_subfolder(
    hooked: Repository, python: Recorder
) -> None:
    hooked.write("sub/ä b/a.py", "1\n")
    hooked.git("add", ".")
    subprocess.run(["git", "commit", "-qm", "x"], cwd=hooked.path / "sub", check=True)
    assert python.words("arg")[-4] == str(hooked.path)


def test_merge_counts_only_what_differs_from_all_parents(
    hooked: Repository, python: Recorder
) -> None:
    hooked.commit("base", {"a.py": "1\n"})
    hooked.git("checkout", "-q", "-b", "topic")
    hooked.commit("topic", {"b.py": "1\n"})
    hooked.git("checkout", "-q", "main")
    hooked.commit("main", {"c.py": "1\n"})
    before = python.words("arg").count("post-commit")
    hooked.git("merge", "-q", "--no-commit", "--no-ff", "topic")
    hooked.git("commit", "-q", "-m", "merge")
    assert python.words("arg").count("post-commit") == before


@pytest.mark.parametrize("event", events_with_shim())
def test_hookkit_0_starts_nothing(
    hooked: Repository, python: Recorder, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOKKIT", "0")
    assert call(ready(hooked), event).returncode == 0
    assert python.calls == 0


@pytest.mark.parametrize("event", events_with_shim())
def test_enabled_false_starts_nothing(hooked: Repository, python: Recorder, event: str) -> None:
    hooked.git("config", "hookkit.enabled", "no")
    assert call(ready(hooked), event).returncode == 0
    assert python.calls == 0


@pytest.mark.parametrize("event", events_with_shim())
def test_it_starts_python_with_the_event_its_arguments_and_its_lines(
    repo: Repository, python: Recorder, event: str
) -> None:
    put_shim(ready(repo), event, python.path)
    assert call(repo, event).returncode == 0
    args, lines = GIVEN[event]
    assert python.words("arg")[-len(args) - 3 :] == ["hook", NUMBER, event, *args]
    assert python.words("in") == lines.decode().splitlines()


def test_enabled_that_is_no_boolean_is_left_to_hookkit_to_report(
    hooked: Repository, python: Recorder
) -> None:
    hooked.git("config", "hookkit.enabled", "perhaps")
    hooked.commit("first", {"a.py": "1\n"})
    assert python.calls == 1


def test_a_rebase_gives_its_rewritten_commits(hooked: Repository, python: Recorder) -> None:
    rebase(hooked)
    old, new = hooked.git("rev-parse", "topic@{1}"), hooked.git("rev-parse", "topic")
    assert python.words("in")[-1] == f"{old} {new}"
    assert python.words("arg")[-4:] == ["hook", NUMBER, "post-rewrite", "rebase"]


def test_an_amend_starts_only_post_commit(hooked: Repository, python: Recorder) -> None:
    hooked.commit("first", {"a.py": "1\n"})
    hooked.git("commit", "-q", "--amend", "-m", "again")
    assert python.calls == 2
    assert "post-rewrite" not in python.words("arg")


def test_the_kept_hook_runs_first_whatever_hookkit_decides(
    hooked: Repository, python: Recorder
) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/post-commit.before-hookkit")
    hooked.commit("text", {"a.txt": "1\n"})
    hooked.write("b.py", "1\n")
    hooked.git("add", ".")
    hooked.git("commit", "-q", "-m", "off", HOOKKIT="0")
    assert (kept.calls, python.calls) == (2, 0)
    hooked.commit("python", {"a.py": "1\n"})
    assert (kept.calls, python.calls) == (3, 1)


@pytest.mark.parametrize("event", events_with_shim())
def test_the_failure_of_the_kept_hook_is_respected(
    hooked: Repository, python: Recorder, event: str
) -> None:
    ready(hooked)
    kept = Recorder.make(hooked.path / f".git/hooks/{event}.before-hookkit", status=7)
    before = python.calls
    assert call(hooked, event).returncode == 7
    assert kept.words("arg") == GIVEN[event][0]
    assert python.calls == before


@pytest.mark.parametrize("event", ["post-rewrite", "pre-push"])
@pytest.mark.parametrize("lines", [b"a b\n", b"a b", b"a b\n\n\n", b" a\\n\t%s\xe9\n-n\n"])
def test_the_kept_hook_and_hookkit_both_get_stdin_byte_for_byte(
    repo: Repository, tmp_path: Path, event: str, lines: bytes
) -> None:
    for name in ("python", f"{event}.before-hookkit"):
        reader = tmp_path / "bin" / name if name == "python" else repo.path / ".git/hooks" / name
        reader.parent.mkdir(exist_ok=True)
        reader.write_text(f"#!/bin/sh\ncat > '{tmp_path}/{name}.in'\n")
        reader.chmod(0o755)
    hook = put_shim(repo, event, tmp_path / "bin" / "python")
    subprocess.run([hook, "rebase"], cwd=repo.path, input=lines, check=True)
    for name in ("python", f"{event}.before-hookkit"):
        assert (tmp_path / f"{name}.in").read_bytes() == lines


def test_a_push_of_nothing_runs_the_kept_hook_alone(hooked: Repository, python: Recorder) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/pre-push.before-hookkit")
    hook = hooked.path / ".git/hooks/pre-push"
    subprocess.run([hook, "origin", "url"], cwd=hooked.path, input=b"", check=True)
    assert (kept.calls, kept.words("in"), python.calls) == (1, [], 0)


def test_the_kept_hook_and_hookkit_both_get_the_pairs_of_a_rebase(
    hooked: Repository, python: Recorder
) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/post-rewrite.before-hookkit")
    rebase(hooked)
    assert kept.words("arg") == ["rebase"]
    assert len(kept.words("in")) == 1
    assert kept.words("in") == python.words("in")


def test_the_kept_hook_gets_the_stdin_of_an_amend(hooked: Repository) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/post-rewrite.before-hookkit")
    old = hooked.commit("first", {"a.txt": "1\n"})
    hooked.git("commit", "-q", "--amend", "-m", "again")
    assert kept.words("arg") == ["amend"]
    assert kept.words("in") == [f"{old} {hooked.head}"]


def test_an_empty_stdin_stays_empty(hooked: Repository, python: Recorder) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/post-rewrite.before-hookkit")
    hook = hooked.path / ".git/hooks/post-rewrite"
    subprocess.run([hook, "rebase"], cwd=hooked.path, input=b"", check=True)
    assert (kept.words("in"), python.words("in")) == ([], [])
    assert (kept.calls, python.calls) == (1, 1)


def test_a_kept_hook_that_does_not_read_a_long_stdin_ends_well(
    hooked: Repository, python: Recorder
) -> None:
    kept = hooked.path / ".git/hooks/post-rewrite.before-hookkit"
    kept.write_text("#!/bin/sh\nexit 0\n")
    kept.chmod(0o755)
    pairs = b"".join(b"%040d %040d\n" % (n, n) for n in range(5000))
    hook = hooked.path / ".git/hooks/post-rewrite"
    ended = subprocess.run([hook, "rebase"], cwd=hooked.path, input=pairs, capture_output=True)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(python.words("in")) == 5000


def test_a_kept_hook_that_is_not_executable_does_not_run(
    hooked: Repository, python: Recorder
) -> None:
    kept = Recorder.make(hooked.path / ".git/hooks/post-commit.before-hookkit")
    kept.path.chmod(0o644)
    hooked.commit("first", {"a.py": "1\n"})
    assert (kept.calls, python.calls) == (0, 1)


def test_the_shim_works_under_the_name_that_pre_commit_gives_it(
    hooked: Repository, python: Recorder
) -> None:
    hooks = hooked.path / ".git/hooks"
    kept = Recorder.make(hooks / "post-commit.before-hookkit")
    (hooks / "post-commit").rename(hooks / "post-commit.legacy")
    caller = hooks / "post-commit"
    caller.write_text('#!/bin/sh\nexec "$0.legacy" "$@"\n')
    caller.chmod(0o755)
    hooked.commit("first", {"a.py": "1\n"})
    assert (kept.calls, python.calls) == (1, 1)


@pytest.mark.parametrize("event", events_with_shim())
def test_a_loop_ends(hooked: Repository, python: Recorder, event: str, tmp_path: Path) -> None:
    ready(hooked)
    before = python.calls
    hooks = hooked.path / ".git/hooks"
    (hooks / event).rename(hooks / f"{event}.legacy")
    # What git runs and what was kept are the same script, which calls the shim.
    for name in (event, f"{event}.before-hookkit"):
        caller = f"#!/bin/sh\necho x >> '{tmp_path}/rounds'\nexec '{hooks}/{event}.legacy' \"$@\"\n"
        (hooks / name).write_text(caller)
        (hooks / name).chmod(0o755)
    assert call(hooked, event).returncode == 0
    assert (tmp_path / "rounds").read_text().count("x") == 2
    assert python.calls == before + 1


def test_without_an_interpreter_of_its_own_hookkit_on_path_runs(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path = Recorder.make(tmp_path / "bin" / "hookkit")
    monkeypatch.setenv("PATH", f"{on_path.path.parent}{os.pathsep}{os.environ['PATH']}")
    put_shim(repo, "post-commit", None)
    put_shim(repo, "post-rewrite", tmp_path / "gone" / "python")
    rebase(repo)
    after_commit = ["hook", NUMBER, "post-commit"]
    assert on_path.words("arg")[-7:] == [*after_commit, "hook", NUMBER, "post-rewrite", "rebase"]
    assert len(on_path.words("in")) == 1


INSTALL = "hookkit: run: pip install hookkit && hookkit install"
WITHOUT = {event: "commit" for event in BLOCKING} | {"pre-push": "push"}


def ways_on(event: str) -> list[str]:
    """What is said below the line that tells what is missing."""
    without = f"hookkit: or this once without it: git {WITHOUT.get(event)} --no-verify"
    return [INSTALL, without] if event in BLOCKING else [INSTALL]


@pytest.mark.parametrize("event", events_with_shim())
def test_nothing_to_run_says_what_to_do_and_stops_only_what_git_waits_for(
    repo: Repository, tmp_path: Path, event: str
) -> None:
    gone = tmp_path / "gone" / "python"
    put_shim(ready(repo), event, gone)
    ended = call(repo, event, PATH=path_without_hookkit(tmp_path))
    first, *others = ended.stderr.decode().splitlines()
    assert first == f"hookkit: not found: neither {gone} nor hookkit on PATH"
    assert others == ways_on(event)
    assert ended.returncode == (event in BLOCKING)


@pytest.mark.parametrize("event", events_with_shim())
def test_an_interpreter_without_hookkit_says_what_to_do_and_stops_only_what_git_waits_for(
    repo: Repository, tmp_path: Path, event: str
) -> None:
    bare = tmp_path / "bare python"
    # -S: without site-packages, so without hookkit, and -I: without PYTHONPATH.
    bare.write_text(f"#!/bin/sh\nexec '{sys.executable}' -I -S \"$@\"\n")
    bare.chmod(0o755)
    put_shim(ready(repo), event, bare)
    ended = call(repo, event)
    first, *others = ended.stderr.decode().splitlines()
    assert "cannot start hookkit: No module named 'hookkit'" in first
    assert others == ways_on(event)
    assert ended.returncode == (event in BLOCKING)


@pytest.mark.parametrize("event", events_with_shim())
@pytest.mark.parametrize(("status", "ends"), [(0, 0), (1, 1), (2, 1), (3, 1), (130, 130)], ids=str)
def test_the_status_of_hookkit_counts_where_git_waits_for_it(
    repo: Repository, tmp_path: Path, event: str, status: int, ends: int
) -> None:
    ended_so = Recorder.make(tmp_path / "python", status)
    put_shim(ready(repo), event, ended_so.path)
    ended = call(repo, event)
    is_told = event in BLOCKING and status in (2, 3)
    assert ended.stderr.decode().splitlines() == (ways_on(event)[1:] if is_told else [])
    assert ended.returncode == (ends if event in BLOCKING else 0)


def test_modules_of_the_worktree_do_not_hide_the_librarys(repo: Repository) -> None:
    put_shim(repo, "post-commit", Path(sys.executable))
    files = {f"{name}.py": "raise SystemExit('shadowed')\n" for name in ("ast", "hookkit", "os")}
    repo.write("sub/x", "")
    for name, content in files.items():
        repo.write(name, content)
        repo.git("add", "--", name)
    ended = repo.attempt("commit", "-q", "-m", "modules")
    assert ended.returncode == 0
    assert b"shadowed" not in ended.stderr


ODD_NAMES = ["with space", 'it\'s "quoted"', "ünï-código-日本", "-dash", "$HOME `x` \\n;&"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_paths_may_have_any_character(tmp_path: Path, name: str) -> None:
    repo = Repository.init(tmp_path / name / name)
    on_path = tmp_path / name / "py" / name
    recorder_log = tmp_path / "log"
    on_path.parent.mkdir()
    on_path.write_text(f"#!/bin/sh\nprintf '%s' \"$4\" > {recorder_log}\n")
    on_path.chmod(0o755)
    put_shim(repo, "post-commit", on_path)
    kept = repo.path / ".git/hooks/post-commit.before-hookkit"
    kept.write_text(f"#!/bin/sh\nprintf kept > {tmp_path}/kept\n")
    kept.chmod(0o755)
    ended = repo.attempt("commit", "-q", "--allow-empty", "-m", "empty")
    assert ended.stderr == b""
    repo.commit("python", {f"{name}.py": "x=1\n"})
    assert recorder_log.read_text() == str(repo.path)
    assert (tmp_path / "kept").read_text() == "kept"


def test_a_relative_hooks_folder_may_begin_with_a_dash(repo: Repository, python: Recorder) -> None:
    with (repo.path / ".git/config").open("a") as config:
        config.write("[core]\n\thooksPath = -hooks\n")
    put_shim(repo, "post-commit", python.path, repo.path / "-hooks")
    kept = Recorder.make(repo.path / "-hooks" / "post-commit.before-hookkit")
    repo.commit("first", {"a.py": "1\n"})
    assert (kept.calls, python.calls) == (1, 1)


def test_it_works_in_a_linked_worktree(
    hooked: Repository, python: Recorder, tmp_path: Path
) -> None:
    hooked.commit("first", {"a.txt": "1\n"})
    hooked.git("worktree", "add", "-q", str(tmp_path / "linked tree"), "-b", "other")
    linked = Repository(tmp_path / "linked tree")
    linked.commit("second", {"a.txt": "2\n"})
    assert python.calls == 0
    linked.commit("third", {"a.py": "2\n"})
    assert python.words("arg")[-4] == str(linked.path)
