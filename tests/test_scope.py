"""The scopes: in a file with many older faults only the lines of the commit are corrected."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.repository import Repository
from tests.repository_with_hooks import commit, corrections, install_hooks, run_here

BLOCK = """\
def f{0}(a,b):
  x=a+{0};y = [a,b ,{0}]
  if x :
      return {{'a':x,
        'b' : y}}


  #nothing
  return x
class C{0}( object ):
  def m(self): return  self
"""
UNTIDY = "import os,sys\n" + "".join(BLOCK.format(number) for number in range(200))


@pytest.fixture
def old(repo: Repository) -> Repository:
    """A repository with an untidy file of 2,201 lines, in which hookkit looks at new lines."""
    repo.commit("Begin", {"old.py": UNTIDY})
    repo.git("config", "hookkit.scope", "lines")
    return install_hooks(repo)


def edit(text: str, edits: dict[str, str]) -> str:
    """Replace lines, each of which must be there once."""
    for before, after in edits.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


def changed(repo: Repository, old: str, new: str) -> list[str]:
    """The lines that go and come between two trees, as git tells them."""
    patch = repo.git("diff", "-U0", old, new, "--", "old.py")
    return [line for line in patch.splitlines()[4:] if line[0] in "+-"]


def test_three_lines_of_an_untidy_file_are_corrected_alone(old: Repository) -> None:
    old.write("old.py", edit(UNTIDY, {
        "  x=a+7;y = [a,b ,7]\n": "  x=a*7;y = [a,b ,7]\n",
        "def f90(a,b):\n": "def f90(a,b,c):\n",
        "class C150( object ):\n": "class C150( Exception ):\n",
    }))  # fmt: skip
    said = commit(old, "-a", "-m", "Change three lines")
    assert "hookkit corrected" in said
    (correction,) = corrections(old).values()
    assert changed(old, "HEAD", correction) == [
        "-  x=a*7;y = [a,b ,7]",
        "+  x = a*7",
        "+  y = [a, b, 7]",
        "-def f90(a,b,c):",
        "+",
        "+",
        "+def f90(a, b, c):",
        "-class C150( Exception ):",
        "+",
        "+",
        "+class C150(Exception):",
    ]
    assert changed(old, "HEAD", correction) == [
        line for line in old.git("diff", "-U0").splitlines()[4:] if line[0] in "+-"
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "        'b' : y}\n\n\n  #nothing\n  return x\nclass C3(",
            "        'c' : y}\n\n\n  #nothing\n  return x\nclass C3(",
            ["-      return {'a':x,", "-        'c' : y}"]
            + ["+      return {'a': x,", "+              'c': y}"],
            id="a bracket is not cut",
        ),
        pytest.param(
            "  #nothing\n  return x\nclass C5(",
            "  #everything\n  return x\nclass C5(",
            ["-", "-  #everything", "+  # everything"],
            id="a comment, and the blank lines above it",
        ),
        pytest.param(
            "  def m(self): return  self\ndef f6(",
            "  def m(self): return  None\ndef f6(",
            ["-  def m(self): return  None", "+    def m(self): return None"],
            id="a block of one line is indented",
        ),
    ],
)
def test_a_touched_line_grows_to_its_logical_line(
    old: Repository, before: str, after: str, expected: list[str]
) -> None:
    old.write("old.py", edit(UNTIDY, {before: after}))
    commit(old, "-a", "-m", "Change a line")
    (correction,) = corrections(old).values()
    assert changed(old, "HEAD", correction) == expected


def test_a_file_that_is_new_is_corrected_as_a_whole(old: Repository) -> None:
    old.commit("Add a file", {"new.py": "import os,sys\ndef f():\n  x=1\n"})
    assert old.read("new.py") == b"import os\nimport sys\n\n\ndef f():\n    x = 1\n"


def test_what_scope_lines_leaves_is_the_same_program(old: Repository) -> None:
    lines = UNTIDY.splitlines(keepends=True)
    for at in range(3, len(lines), 97):
        lines[at] = lines[at].replace("\n", "  # seen\n")
    old.write("old.py", "".join(lines))
    subprocess.run([sys.executable, "-m", "py_compile", str(old.path / "old.py")], check=True)
    commit(old, "-a", "-m", "Remark on many lines")
    (correction,) = corrections(old).values()
    fixed = old.git("show", f"{correction}:old.py")
    assert fixed.count("# seen") == "".join(lines).count("# seen")
    untouched = [line for line in lines if "# seen" not in line and line.strip()]
    assert len([line for line in untouched if line in fixed]) == len(untouched)


@pytest.fixture
def hooked(repo: Repository) -> Repository:
    """A repository with the default scope, before its first commit."""
    return install_hooks(repo)


def untidy(faults: int) -> str:
    """A file with so many faults, one a line."""
    return "".join(f"x{number}={number}\n" for number in range(faults))


@pytest.mark.parametrize(
    ("older", "corrected", "last"),
    [
        pytest.param(20, 21, "take back  hookkit undo", id="few"),
        pytest.param(21, 1, "21 older faults in a.py stay: hookkit run a.py", id="many"),
    ],
)
def test_older_faults_are_corrected_while_they_are_few(
    older: int, corrected: int, last: str, hooked: Repository
) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"a.py": untidy(older)})
    hooked.git("config", "hookkit.enabled", "true")
    hooked.write("a.py", untidy(older) + "y=1\n")
    said = commit(hooked, "-a", "-m", "Add a line").splitlines()
    assert said[0].startswith(f"hookkit corrected {corrected} fault")
    assert said[-1] == last
    if older > 20:
        named = run_here(hooked, "run", "a.py")
        assert named.out.startswith("hookkit corrected 21 faults in 1 file of the worktree")
        assert "stay" not in named.out


def test_only_faults_that_can_be_mended_count(hooked: Repository) -> None:
    long = f"x = '{'x' * 90}'\n" * 30  # E501 is ignored, E731 is never taken
    begin = long + "f = lambda: 0\n" * 30 + "x=1\n"
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"a.py": begin})
    hooked.git("config", "hookkit.enabled", "true")
    hooked.write("a.py", begin + "y=1\n")
    assert "corrected 2 faults" in commit(hooked, "-a", "-m", "Add a line")


def test_a_hook_is_silent_where_the_touched_lines_are_clean(hooked: Repository) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"a.py": untidy(30)})
    hooked.git("config", "hookkit.enabled", "true")
    hooked.write("a.py", untidy(30) + "y = 1\n")
    assert commit(hooked, "-a", "-m", "Add a line") == ""
    by_hand = run_here(hooked, "run").out.splitlines()
    assert by_hand[0].startswith("hookkit found nothing to correct in ")
    assert by_hand[1:] == ["30 older faults in a.py stay: hookkit run a.py"]


@pytest.mark.parametrize(
    ("files", "last"),
    [
        (2, "60 older faults in 2 files stay: hookkit run a0.py a1.py"),
        (9, "270 older faults in 9 files stay: hookkit undo && hookkit run --scope file HEAD"),
    ],
)
def test_one_line_for_several_files(files: int, last: str, hooked: Repository) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    names = [f"a{number}.py" for number in range(files)]
    hooked.commit("Begin", {name: untidy(30) for name in names})
    hooked.git("config", "hookkit.enabled", "true")
    for name in names:
        hooked.write(name, untidy(30) + "y=1\n")
    said = commit(hooked, "-a", "-m", "Add a line").splitlines()
    assert said[-1] == last.replace("HEAD", hooked.head[:7])
    for command in said[-1].partition(": ")[2].split(" && "):
        ended = run_here(hooked, *command.split()[1:])
        assert "stay" not in ended.out and ended.status == 0
    assert hooked.read("a1.py").count(b" = ") == 31


@pytest.mark.parametrize("safety", ["strict", "off"])
def test_what_stays_is_the_same_whatever_is_proved(safety: str, hooked: Repository) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"a.py": untidy(30)})
    hooked.commit("Add a line", {"a.py": untidy(30) + "y=1\n"})
    ended = run_here(hooked, "run", "--safety", safety, "--check").out
    assert "would correct 1 fault " in ended
    assert ended.splitlines()[-1] == "30 older faults in a.py stay: hookkit run a.py"


def test_a_framework_names_the_files_of_a_commit(hooked: Repository) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    begin = hooked.commit("Begin", {"a.py": untidy(30), "b.py": untidy(30)})
    hooked.git("config", "hookkit.enabled", "true")
    hooked.write("a.py", untidy(30) + "y=1\n")
    hooked.git("add", "a.py")
    framework = {"PRE_COMMIT": "1"}
    staged = hooked.hookkit("run", "--check", "a.py", **framework).stdout
    assert "would correct 1 fault " in staged and "30 older faults in a.py stay" in staged
    # `pre-commit run --all-files`: what is as it was is looked at as a whole.
    everything = hooked.hookkit("run", "--check", "b.py", **framework).stdout
    assert "would correct 30 faults " in everything
    hooked.git("config", "hookkit.mode", "propose")
    hooked.commit("Add a line", {})
    span = {"PRE_COMMIT_FROM_REF": begin, "PRE_COMMIT_TO_REF": "HEAD"}
    ranged = hooked.hookkit("run", "--check", "a.py", **framework, **span).stdout
    assert "would correct 1 fault " in ranged


def test_why_not_says_that_older_faults_are_many(hooked: Repository) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"a.py": untidy(30)})
    hooked.git("config", "hookkit.enabled", "true")
    hooked.git("config", "hookkit.mode", "propose")
    hooked.write("a.py", untidy(30) + "y=1\n")
    commit(hooked, "-a", "-m", "Add a line")
    assert run_here(hooked, "why-not", "a.py:3").out.splitlines()[1:] == [
        "  out of scope: the last commit did not touch its lines, and older faults are many: 30",
        "    E225  missing whitespace around operator  line 3",
        "    correct it all the same  hookkit run a.py",
    ]
    assert "would be corrected now" in run_here(hooked, "why-not", "a.py:31").out


def test_the_command_can_be_copied_where_it_is_shown(
    hooked: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked.git("config", "hookkit.enabled", "false")
    hooked.commit("Begin", {"src/a.py": untidy(30), "README": ""})
    hooked.commit("Add a line", {"src/a.py": untidy(30) + "y=1\n"})
    monkeypatch.chdir(hooked.path / "src")
    ended = subprocess.run(
        [sys.executable, "-m", "hookkit", "run", "--check"], capture_output=True, text=True
    )
    assert ended.stdout.splitlines()[-1] == (
        "30 older faults in ../src/a.py stay: hookkit run ../src/a.py"
    )
