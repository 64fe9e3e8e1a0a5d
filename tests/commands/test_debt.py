"""``hookkit debt``: with the real flake8, in real repositories."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hookkit.phrases import age
from hookkit.settings.definitions import BASELINE_FILE
from tests.debt.repository_with_baseline import SLOPPY, accept_two
from tests.repository import Repository
from tests.repository_with_hooks import Ended, repository_content, run_here

PLUGIN = """\
class Plugin:
    name = version = "1"
    def __init__(self, tree):
        self.tree = tree
    def run(self):
        {body}
"""
LOCAL = """\
[flake8]
exclude = plug.py
[flake8:local-plugins]
extension = XY = plug:Plugin
paths = .
"""


@pytest.fixture
def team(repo: Repository) -> Repository:
    """A repository whose debt of two findings is accepted."""
    return accept_two(repo)


def new_lines(ended: Ended) -> list[str]:
    """The lines of the findings that are told."""
    return [each.strip() for each in ended.out.splitlines() if ".py:" in each]


def test_the_debt_is_shown_by_rule_and_by_file(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": SLOPPY, "sub/b.py": "y=1\nz=1\n"})
    repo.write("untracked.py", "q=1\n")
    ended = run_here(repo, "debt")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "flake8 finds 4 findings in 2 files of the worktree\n"
        "  E225       3×  missing whitespace around operator\n"
        "  F401       1×  'os' imported but unused\n"
        "to pay first: most findings × commits of the last year\n"
        "       2 in a.py      1 commit\n"
        "       2 in sub/b.py  1 commit\n"
        "pay     hookkit debt pay     up to 3 of 4, by autopep8\n"
        "accept  hookkit debt accept  what there is; from then on only what is new fails\n"
    )


def test_the_files_that_are_changed_most_come_first(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "import os\nimport sys\n", "b.py": "import os\n"})
    for number in range(3):
        repo.commit(f"Change {number}", {"b.py": f"import os\n# {number}\n"})
    lines = run_here(repo, "debt").out.splitlines()
    assert lines[2:] == [
        "to pay first: most findings × commits of the last year",
        "       1 in b.py  4 commits",
        "       2 in a.py  1 commit",
        "accept  hookkit debt accept  what there is; from then on only what is new fails",
    ]


def test_comments_that_are_debt_are_counted_with_the_age_of_what_is_to_do(
    repo: Repository,
) -> None:
    repo.commit("Begin", {"a.py": "x = 1  # noqa\ny = 1  # noqa: E225\n# TODO mend\n"})
    lines = run_here(repo, "debt").out.splitlines()
    assert lines == [
        "flake8 finds nothing in 1 file of the worktree",
        "2 comments silence a tool in 1 file",
        "  # noqa       2×  1 without a rule",
        "1 TODO comment in 1 file",
        f"  TODO       1×  the oldest {age_of(repo)}: a.py:3",
    ]


def age_of(repo: Repository) -> str:
    """How old the newest commit is, in words."""
    return age(int(repo.git("log", "-1", "--format=%at")), int(time.time()))


def test_accepting_again_changes_no_byte(team: Repository) -> None:
    before = repository_content(team)
    ended = run_here(team, "debt", "accept")
    assert (ended.status, ended.out) == (0, f"{BASELINE_FILE} is as it should be: 2 findings\n")
    assert repository_content(team) == before


def test_what_is_accepted_passes_wherever_it_is_in_the_file(team: Repository) -> None:
    team.write("a.py", "# a comment\nimport os\n\n\ndef f():\n    x=1\n    return x\n")
    ended = run_here(team, "debt", "check")
    assert ended.status == 0
    assert ended.out.startswith("hookkit found no new debt in 1 file of the worktree\n")


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("HEAD~1..HEAD",)])
def test_new_debt_fails_with_its_line(team: Repository, arguments: tuple[str, ...]) -> None:
    team.write("b.py", "y=1\n")
    team.git("add", "b.py")
    if arguments == ("HEAD~1..HEAD",):
        team.commit("Add b")
    ended = run_here(team, "debt", "check", *arguments)
    assert ended.status == 1
    name = team.git("log", "-1", "--format=%an")
    by = f"  {name} in {team.head[:7]}" if arguments == ("HEAD~1..HEAD",) else ""
    assert new_lines(ended) == [f"b.py:1:2  E225  missing whitespace around operator{by}"]


NOT_NEEDED = {
    *("click", "rich", "rich_click", "msgspec", "importlib.metadata", "zipfile", "inspect"),
    *("ast", "tokenize", "typing", "hookkit.settings.effective_settings", "hookkit.git.blame"),
}


def test_what_hooks_ask_is_told_as_ever_and_imports_little(team: Repository) -> None:
    team.write("a.py", f"{SLOPPY}z=3\n")
    team.git("add", "a.py")
    code = "import sys; from hookkit.__main__ import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", code, "debt", "check", "--staged"]
    ended = subprocess.run(command, cwd=team.path, capture_output=True, text=True, check=True)
    *lines, modules = ended.stdout.splitlines(keepends=True)
    assert "".join(lines) == run_here(team, "debt", "check", "--staged", "--format", "plain").out
    assert "1 new finding" in lines[0]
    assert NOT_NEEDED.isdisjoint(modules.split()), NOT_NEEDED.intersection(modules.split())


BEFORE_FLAKE8 = {
    *("hookkit", "hookkit.__main__", "hookkit.error_boundary", "hookkit.debt", "hookkit.errors"),
    *("hookkit.debt.prestarted_flake8", "hookkit.safe_imports"),
}


def test_flake8_begins_to_import_before_git_is_asked(team: Repository) -> None:
    code = """\
import subprocess, sys
class Recorded(subprocess.Popen):
    def __init__(self, command, *args, **named):
        print(command[0], *(each for each in sys.modules if each.startswith("hookkit")))
        super().__init__(command, *args, **named)
subprocess.Popen = Recorded
from hookkit.__main__ import main
main(["debt", "check", "--staged"])
"""
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=team.path, capture_output=True, text=True, check=True)
    (first, *modules), (second, *_) = map(str.split, ended.stdout.splitlines()[:2])
    assert (first, second) == (sys.executable, "git")
    assert {*modules} == BEFORE_FLAKE8


@pytest.mark.parametrize("is_hanging", [True, False], ids=["hangs", "at once"])
def test_ctrl_c_ends_flake8_as_well(team: Repository, is_hanging: bool) -> None:
    ran = team.path.parent / "ran"
    body = f"import time; open({str(ran)!r}, 'w').close(); time.sleep(300)"
    team.commit("Plugin", {"plug.py": PLUGIN.format(body=body), "setup.cfg": LOCAL})
    run_here(team, "trust")
    team.write("a.py", f"{SLOPPY}z=3\n")
    team.git("add", "a.py")
    before = repository_content(team)
    command = [sys.executable, "-m", "hookkit", "debt", "check", "--staged"]
    process = subprocess.Popen(command, cwd=team.path, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while is_hanging and not ran.exists() and time.monotonic() < until:
        time.sleep(0.05)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not (flake8 := children.read_text().split()) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=120)[1] == "hookkit: interrupted\n"
    assert process.returncode == 130
    places = [f"/proc/{each}" for each in flake8]
    # Where hookkit was interrupted before it knew the process, that ends by itself.
    while not is_hanging and any(map(os.path.exists, places)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(os.path.exists, places))
    assert repository_content(team) == before
    assert not [*(team.path / ".git").glob("hookkit-*")]


def test_staged_is_what_the_index_has(team: Repository) -> None:
    team.write("a.py", SLOPPY + "y=1\n")
    assert run_here(team, "debt", "check", "--staged").status == 0
    team.git("add", "a.py")
    team.write("a.py", SLOPPY)
    assert run_here(team, "debt", "check", "--staged").status == 1
    assert run_here(team, "debt", "check").status == 0


def test_a_function_that_is_moved_to_another_file_is_no_new_debt(team: Repository) -> None:
    team.write("a.py", "")
    team.write("b.py", SLOPPY)
    team.git("add", ".")
    assert run_here(team, "debt", "check", "--staged").status == 0
    team.commit("Move it")
    assert run_here(team, "debt", "check", "HEAD~1..HEAD").status == 0
    ended = run_here(team, "debt", "accept")
    assert ended.out.startswith(f"hookkit wrote {BASELINE_FILE}: 2 moved, 2 old stay\n")
    assert b'["b.py","E225"' in team.read(BASELINE_FILE)
    assert b"a.py" not in team.read(BASELINE_FILE)


def test_what_is_repaid_is_taken_out_and_new_debt_is_not_taken(team: Repository) -> None:
    team.write("a.py", "import os\ny=2\n")
    before = team.read(BASELINE_FILE)
    ended = run_here(team, "debt", "accept")
    assert ended.status == 1
    assert new_lines(ended) == ["a.py:2:2  E225  missing whitespace around operator"]
    assert set(team.read(BASELINE_FILE).splitlines()) < set(before.splitlines())
    assert run_here(team, "debt", "check").status == 1
    assert run_here(team, "debt", "accept", "--new").status == 0
    assert run_here(team, "debt", "check").status == 0


def test_a_range_may_not_make_the_baseline_longer(team: Repository) -> None:
    team.write("b.py", "y=1\n")
    team.git("add", "b.py")
    assert run_here(team, "debt", "accept", "--new").status == 0
    team.git("add", BASELINE_FILE)
    team.commit("Take more")
    ended = run_here(team, "debt", "check", "HEAD~1..HEAD")
    assert ended.status == 1
    assert f"{BASELINE_FILE} has grown by 1 finding:\n  b.py  E225  1×\n" in ended.out
    fork = team.git("rev-parse", "HEAD~1")[:7]
    assert f"take back  git checkout {fork} -- {BASELINE_FILE}\n" in ended.out


def test_the_range_that_brings_the_baseline_is_compared_with_it(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": SLOPPY})
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt", {"a.py": SLOPPY + "# more\n"})
    assert run_here(repo, "debt", "check", "HEAD~1..HEAD").status == 0


def test_a_range_is_compared_with_where_it_left_the_other_branch(team: Repository) -> None:
    team.git("switch", "-qc", "topic")
    team.commit("Mine", {"b.py": "y = 1\n"})
    team.git("switch", "-q", "main")
    team.write("a.py", "import os\nprint(os)\n")
    team.git("add", "a.py")
    run_here(team, "debt", "accept")
    team.git("add", BASELINE_FILE)
    team.commit("Repay")
    assert run_here(team, "debt", "check", "main..topic").status == 0


def test_two_branches_that_both_repaid_are_merged_without_a_hand(repo: Repository) -> None:
    names = [f"f{number}.py" for number in range(6)]
    repo.commit("Begin", {name: f"x{name[1]}=1\n" for name in names})
    run_here(repo, "debt", "accept")
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    for branch, name in (("topic", "f1.py"), ("main", "f4.py")):
        repo.git("switch", "-q", *(["-c"] if branch == "topic" else []), branch)
        repo.write(name, "x = 1\n")
        run_here(repo, "debt", "accept")
        repo.git("add", BASELINE_FILE, name)
        repo.commit(f"Repay {name}")
    repo.git("merge", "-q", "--no-edit", "topic")
    accepted = run_here(repo, "debt", "accept").out
    assert accepted == f"{BASELINE_FILE} is as it should be: 4 findings\n"


def test_a_conflict_in_the_baseline_is_resolved_by_accept(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "x=1\n", "b.py": "y=1\n"})
    run_here(repo, "debt", "accept")
    repo.git("add", BASELINE_FILE)
    repo.commit("Accept the debt")
    for branch, name in (("topic", "a.py"), ("main", "b.py")):
        repo.git("switch", "-q", *(["-c"] if branch == "topic" else []), branch)
        repo.write(name, "z = 1\n")
        run_here(repo, "debt", "accept")
        repo.git("add", BASELINE_FILE, name)
        repo.commit(f"Repay {name}")
    assert repo.attempt("merge", "-q", "--no-edit", "topic").returncode == 1
    ended = run_here(repo, "debt", "check")
    assert (ended.status, ended.err) == (
        1,
        "hookkit: the baseline has conflict markers of a merge\n  repair: hookkit debt accept\n",
    )
    assert run_here(repo, "debt", "accept").status == 0
    ended = run_here(repo, "debt", "check", "--staged")
    sentence = "the baseline is in conflict in the index"
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == f"hookkit: {sentence}\n  repair: git add {BASELINE_FILE}\n"
    repo.git("add", BASELINE_FILE)
    assert run_here(repo, "debt", "check", "--staged").status == 0
    assert repo.read(BASELINE_FILE) == b'[["hookkit debt",1],\n[]]\n'


def test_nothing_of_a_file_that_does_not_parse_is_taken_out(team: Repository) -> None:
    before = team.read(BASELINE_FILE)
    team.write("a.py", "def f(:\n")
    ended = run_here(team, "debt", "accept")
    assert ended.status == 1
    assert "2 findings in files that do not parse: kept in the baseline" in (
        run_here(team, "debt", "check").out
    )
    assert team.read(BASELINE_FILE) == before


def test_nothing_of_a_plugin_that_is_not_here_is_taken_out(team: Repository) -> None:
    line = b'["a.py","ZZ100","0123456789"],\n'
    team.write(BASELINE_FILE, team.read(BASELINE_FILE).replace(b"[]]", line + b"[]]"))
    before = team.read(BASELINE_FILE)
    ended = run_here(team, "debt", "check")
    assert ended.status == 0
    assert "1 finding of plugins that are not installed: kept in the baseline" in ended.out
    assert run_here(team, "debt", "accept").status == 0
    assert team.read(BASELINE_FILE) == before


def test_files_that_are_gone_are_repaid(team: Repository) -> None:
    team.git("rm", "-q", "a.py")
    assert run_here(team, "debt", "accept").status == 0
    assert team.read(BASELINE_FILE) == b'[["hookkit debt",1],\n[]]\n'


@pytest.mark.parametrize(
    ("configuration", "body", "said"),
    [
        (LOCAL, "raise RuntimeError('no')", "flake8 ended with status 1: RuntimeError: no;"),
        ("[flake8]\nquiet = 1\n", "", "its configuration says quiet"),
        ("[flake8]\nignore = ???\n", "", "flake8 ended with status 1"),
    ],
    ids=["crash", "quiet", "wrong"],
)
def test_a_flake8_that_fails_leaves_the_baseline(
    team: Repository, configuration: str, body: str, said: str
) -> None:
    team.write("setup.cfg", configuration)
    team.write("plug.py", PLUGIN.format(body=body or "return []"))
    team.git("add", "plug.py")
    before = team.read(BASELINE_FILE)
    ended = run_here(team, "debt", "accept", "--local-plugins")
    assert ended.status == 3
    assert said in ended.err
    assert team.read(BASELINE_FILE) == before


def test_what_a_plugin_prints_is_no_finding(team: Repository) -> None:
    team.write("setup.cfg", LOCAL)
    team.write("plug.py", PLUGIN.format(body="print('./a.py:1:1: E999 no'); return []"))
    team.git("add", "plug.py")
    ended = run_here(team, "debt", "check", "--local-plugins")
    assert (ended.status, new_lines(ended)) == (0, [])


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("HEAD~1..HEAD",)])
def test_code_of_the_repository_runs_only_where_that_is_asked(
    team: Repository, arguments: tuple[str, ...]
) -> None:
    ran = team.path.parent / "ran"
    body = f"open({str(ran)!r}, 'w').close()"
    team.write("plug.py", f"{body}\n" + PLUGIN.format(body="return []"))
    for name in ("flake8", "pycodestyle", "ast", "configparser"):
        team.write(f"{name}.py", f"{body}\n")
    team.write("setup.cfg", "[flake8]\nextend-ignore = E,F,W\n")
    team.git("add", ".")
    team.commit("Hostile names")
    assert run_here(team, "debt", "check", *arguments).status == 0
    team.write("setup.cfg", LOCAL)
    team.git("add", ".")
    team.commit("Hostile plugin")
    team.write("more.py", "")
    team.git("add", "more.py")
    ended = run_here(team, "debt", "check", *arguments)
    assert "note  setup.cfg has flake8 run plugins of the repository itself (XY)" in ended.out
    assert not ran.exists()


def test_the_configuration_is_that_of_the_commit(team: Repository) -> None:
    team.commit("Allow", {"setup.cfg": "[flake8]\nextend-ignore = E225\n", "b.py": "y=1\n"})
    team.write("setup.cfg", "[flake8]\n")
    team.write(".flake8", "[flake8]\nselect = X\n")
    assert run_here(team, "debt", "check", "HEAD~1..HEAD").status == 0
    assert run_here(team, "debt", "check").status == 1


def test_odd_names_links_and_excluded_files(repo: Repository) -> None:
    repo.write("a b/-ü'.py", "x=1\n")
    repo.write(b"odd\xff.py", "y=1\n")
    repo.write("left/out.py", "z=1\n")
    repo.write(".flake8", "[flake8]\nexclude = left\n")
    (repo.path / "link.py").symlink_to("left/out.py")
    repo.git("add", ".")
    repo.commit("Begin")
    assert run_here(repo, "debt", "accept").status == 0
    names = [line.split(b",")[0] for line in repo.read(BASELINE_FILE).splitlines()[1:-1]]
    assert names == [b'["a b/-\\u00fc\'.py"']
    assert run_here(repo, "debt", "check").status == 0
    assert run_here(repo, "debt", "check", "--staged").status == 0


def test_a_damaged_baseline_stays_as_it_is(team: Repository) -> None:
    team.write(BASELINE_FILE, b"[\n")
    for arguments in (["debt"], ["debt", "check"], ["debt", "accept", "--new"]):
        ended = run_here(team, *arguments)
        assert ended.status == 2
        assert ended.err.startswith(f"hookkit: the baseline is damaged at {BASELINE_FILE}:1: ")
    assert team.read(BASELINE_FILE) == b"[\n"


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("HEAD~1..HEAD",)])
def test_without_a_baseline_the_first_one_is_offered(
    repo: Repository, arguments: tuple[str, ...]
) -> None:
    repo.commit("Begin", {"a.py": ""})
    repo.write("a.py", SLOPPY)
    repo.git("add", "a.py")
    if arguments == ("HEAD~1..HEAD",):
        repo.commit("Go on")
    ended = run_here(repo, "debt", "check", *arguments)
    assert ended.status == 1
    assert ended.out.startswith("note  there is no baseline: everything that is found is new\n")
    assert ended.out.splitlines()[-1].startswith("accept  hookkit debt accept  what there is;")


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_what_is_new_is_written_for_programs(team: Repository, form: str) -> None:
    ended = run_here(team, "debt", "check", "--format", form)
    assert (ended.status, ended.err, "HK911" in ended.out) == (0, "", False)
    team.write("a.py", SLOPPY + "y=1\n")
    ended = run_here(team, "debt", "check", "--format", form, "--output", f"{form}=out/report")
    assert (ended.status, ended.err) == (1, "")
    assert team.read("out/report").decode() == ended.out
    for word in ("HK911", "a.py", "3", "E225 missing whitespace around operator"):
        assert word in ended.out


def test_a_report_in_no_format_is_wrong_usage(team: Repository) -> None:
    ended = run_here(team, "debt", "check", "--output", "jsn=x")
    assert (ended.status, ended.err.splitlines()[-1]) == (2, "  repair: hookkit debt check --help")


def test_what_autopep8_corrects_is_offered_first(team: Repository) -> None:
    team.write("a.py", SLOPPY + "y=1\n")
    ended = run_here(team, "debt", "check")
    assert ended.out.splitlines()[-2:] == [
        "correct  hookkit run a.py           what autopep8 can",
        "accept   hookkit debt accept --new  what cannot be corrected now",
    ]


def test_the_line_ends_of_the_baseline_stay_as_git_wrote_them(team: Repository) -> None:
    team.write(BASELINE_FILE, team.read(BASELINE_FILE).replace(b"\n", b"\r\n"))
    before = team.read(BASELINE_FILE)
    accepted = run_here(team, "debt", "accept").out
    assert accepted == f"{BASELINE_FILE} is as it should be: 2 findings\n"
    assert team.read(BASELINE_FILE) == before


def test_a_corrected_blank_leaves_what_else_the_line_has(repo: Repository) -> None:
    line = "x=" + "1 + " * 30 + "1\n"
    repo.commit("Begin", {"a.py": line})
    assert run_here(repo, "debt", "accept").status == 0
    repo.write("a.py", line.replace("=", " = "))
    assert run_here(repo, "debt", "accept").out.startswith(
        f"hookkit wrote {BASELINE_FILE}: 1 repaid taken out, 1 old stay\n"
    )


def test_a_baseline_that_is_a_link_is_not_written_through(team: Repository) -> None:
    other = team.path.parent / "other.json"
    shutil.move(team.path / BASELINE_FILE, other)
    (team.path / BASELINE_FILE).symlink_to(other)
    team.write("a.py", "")
    before = other.read_bytes()
    ended = run_here(team, "debt", "accept")
    assert (ended.status, other.read_bytes()) == (3, before)


def test_what_comes_next_can_be_typed_in_any_folder(
    team: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.commit("Add b", {"sub/b.py": "y=1\n"})
    monkeypatch.chdir(team.path / "sub")
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "debt", "accept", "--new"], capture_output=True, text=True
    )
    assert f"look  git diff ../{BASELINE_FILE}\n" in ended.stdout
    assert f"keep  git add ../{BASELINE_FILE}  and commit it\n" in ended.stdout


def test_a_long_message_is_seen_to_go_on(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": "def f():\n    return 1\nx = 1\n"})
    line = run_here(repo, "debt").out.splitlines()[1]
    assert line == ("  E305       1×  expected 2 blank lines after class or function definition,…")


def test_what_looks_at_no_file_counts_nothing_in_the_baseline(team: Repository) -> None:
    ended = run_here(team, "debt", "check", "--staged")
    assert (ended.status, ended.out) == (0, "hookkit found no new debt in 0 files of the index\n")


def test_usage_that_cannot_be(team: Repository) -> None:
    assert run_here(team, "debt", "check", "--staged", "HEAD~1..HEAD").status == 2
    ended = run_here(team, "debt", "check", "HEAD")
    assert (ended.status, ended.err) == (
        2,
        "hookkit: 'HEAD' is no range of commits\n  repair: hookkit debt check HEAD^..HEAD\n",
    )
    ended = run_here(team, "debt", "check", "HEAD^")
    assert ended.err.endswith("\n  repair: hookkit debt check 'HEAD^'..HEAD\n")
    ended = run_here(team, "debt", "check", "nowhere")
    assert ended.err.startswith("hookkit: there is no commit 'nowhere' here\n")
    assert run_here(team, "debt", "check", "nowhere..HEAD").status != 0


def test_a_bare_repository_has_ranges_alone(team: Repository, tmp_path: Path) -> None:
    team.commit("Add b", {"b.py": "y=1\n"})
    team.git("clone", "-q", "--bare", str(team.path), str(tmp_path / "bare.git"))
    bare = Repository(tmp_path / "bare.git")
    assert run_here(bare, "debt", "check", "HEAD~1..HEAD").status == 1
    ended = run_here(bare, "debt")
    assert (ended.status, "there is no worktree here" in ended.err) == (3, True)


def test_nothing_is_written_by_looking(team: Repository) -> None:
    team.commit("Add b", {"b.py": "y=1\n"})
    before = repository_content(team)
    for arguments in ([], ["check"], ["check", "--staged"], ["check", "HEAD~1..HEAD"]):
        run_here(team, "debt", *arguments)
    assert repository_content(team) == before
    assert not list((team.path / ".git").glob("hookkit-*"))


def test_findings_of_own_plugins_are_accepted_and_repaid(team: Repository) -> None:
    team.write("setup.cfg", LOCAL)
    team.write("plug.py", PLUGIN.format(body="return [(1, 0, 'XY100 told', None)]"))
    team.git("add", "plug.py")
    assert run_here(team, "debt", "accept", "--new", "--local-plugins").status == 0
    ended = run_here(team, "debt", "check", "--local-plugins")
    assert (ended.status, new_lines(ended)) == (0, [])
    assert "in the baseline  3 old\n" in ended.out
    team.write("plug.py", PLUGIN.format(body="return []"))
    assert "1 repaid" in run_here(team, "debt", "accept", "--local-plugins").out
    assert b"XY100" not in team.read(BASELINE_FILE)


@pytest.mark.parametrize("arguments", [("--staged",), ("HEAD~1..HEAD",)])
def test_own_plugins_run_for_the_worktree_alone(
    team: Repository, arguments: tuple[str, ...]
) -> None:
    ended = run_here(team, "debt", "check", "--local-plugins", *arguments)
    assert ended.status == 2
    assert ended.err == (
        "hookkit: --local-plugins is for the worktree: what is staged or committed may be"
        " anybody's\n  repair: hookkit debt check --local-plugins\n"
    )


@pytest.mark.parametrize("folder", ["empty", "files", "found", "empty.cfg"])
def test_a_folder_may_have_any_name(repo: Repository, folder: str) -> None:
    repo.commit("Begin", {f"{folder}/a.py": "x=1\n"})
    ended = run_here(repo, "debt")
    assert (ended.status, ended.err) == (0, "")
    assert f"       1 in {folder}/a.py  1 commit\n" in ended.out


def test_without_a_python_file_there_is_nothing(repo: Repository) -> None:
    repo.commit("Begin", {"a.txt": "x\n"})
    ended = run_here(repo, "debt")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "flake8 finds nothing in 0 files of the worktree\n"


@pytest.mark.parametrize("name", [BASELINE_FILE, "setup.cfg"])
def test_what_a_partial_clone_would_have_to_fetch_is_unknown(
    team: Repository, tmp_path: Path, name: str
) -> None:
    if name != BASELINE_FILE:
        team.commit("Configure", {name: "[flake8]\nmax-line-length = 100\n"})
    team.write("b.py", SLOPPY)
    team.git("add", "b.py")
    assert run_here(team, "debt", "accept", "--new").status == 0
    team.git("add", BASELINE_FILE)
    team.commit("Let it grow")
    assert f"{BASELINE_FILE} has grown by 2" in run_here(team, "debt", "check", "HEAD~1..HEAD").out
    team.git("config", "uploadpack.allowFilter", "true")
    clone = Repository(tmp_path / "clone")
    options = ("--filter=blob:none", "--no-checkout")
    team.git("clone", "-q", *options, team.path.as_uri(), str(clone.path))
    others = [each for each in (BASELINE_FILE, "a.py", "b.py", "setup.cfg") if each != name]
    for each in clone.git("ls-tree", "HEAD", "--", *others).splitlines():
        clone.git("cat-file", "blob", each.split()[2])
    if name != BASELINE_FILE:
        clone.git("cat-file", "blob", f"HEAD~1:{BASELINE_FILE}")
    ended = run_here(clone, "debt", "check", "HEAD~1..HEAD")
    assert (ended.status, ended.out) == (3, "")
    assert f"the content of {name} is not in this partial clone" in ended.err


def test_a_baseline_that_is_a_link_to_nothing_is_named(repo: Repository) -> None:
    repo.commit("Begin", {"a.py": SLOPPY})
    (repo.path / BASELINE_FILE).symlink_to("nowhere")
    ended = run_here(repo, "debt", "accept")
    assert (ended.status, ended.out) == (3, "")
    assert f"{BASELINE_FILE} is a link that leads nowhere" in ended.err
