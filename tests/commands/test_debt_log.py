"""``hookkit debt log``: with the real flake8, in real repositories."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

from hookkit.debt_log import flake8_runs
from hookkit.terminal.write_html_or_svg_file import GENERATOR_TAG
from tests.history.checks.scenarios import tick
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here, short_ids

HEAD = "flake8 7"
LOCAL = """\
[flake8]
extend-select = XY
exclude = tools
[flake8:local-plugins]
extension =
    XY = plug:Plugin
paths = ./tools
"""
PLUGIN = """\
class Plugin:
    name = version = "1"
    def __init__(self, tree, filename):
        self.name_of_file = filename
    def run(self):
        if self.name_of_file.endswith("/b.py"):
            yield 1, 0, "XY1 this is b", type(self)
"""


def commit(repo: Repository, subject: str, **files: str) -> None:
    """Commit Python files, a minute later than the last."""
    tick(repo)
    repo.commit(subject, {f"{name.replace('__', '/')}.py": text for name, text in files.items()})


@pytest.fixture
def shop(repo: Repository) -> Repository:
    """A history in which tickets added and removed debt."""
    repo.git("checkout", "-q", "-b", "main")
    commit(repo, "SHOP-1 Begin", shop__a="import os\nx=1\n")
    commit(repo, "SHOP-2 More", shop__b="x = 1\ny=2\nz=3\n")
    repo.git("checkout", "-q", "-b", "feature/SHOP-3")
    commit(repo, "Break", old="def f(:\n")
    repo.git("mv", "shop/a.py", "shop/c.py")
    commit(repo, "Move")
    repo.git("checkout", "-q", "main")
    tick(repo)
    title = "Merge branch 'feature/SHOP-3'"
    repo.git("merge", "-q", "--no-ff", "-m", title, "feature/SHOP-3")
    commit(repo, "SHOP-4 Tidy", shop__b="x = 1\ny = 2\nz = 3\n")
    repo.git("tag", "v1")
    return repo


def log_of(repo: Repository, *args: str) -> list[str]:
    """The lines that the command prints, without those on the tools and the next commands."""
    ended = run_here(repo, "debt", "log", *args)
    assert (ended.status, ended.err) == (0, "")
    lines = short_ids(repo, ended.out).splitlines()
    return [each for each in lines if HEAD not in each and "hookkit debt log" not in each]


def test_the_debt_of_each_commit_and_rule(shop: Repository) -> None:
    assert log_of(shop) == [
        "debt of main: 2 findings in 3 files at <SHOP-4 Tidy> of 2023-11-14",
        "  ±0 since: 2 findings in <SHOP-1 Begin>",
        "",
        "By commit  findings   change   files  per 1,000  unread",
        "  <SHOP-1 Begin>         2                1     1000.0",
        "  <SHOP-2 More>         4       +2       2      800.0",
        "  <Merge branch 'feature/SHOP-3'>         4       ±0       3      666.7       1",
        "  <SHOP-4 Tidy>         2       −2       3      333.3       1",
        "",
        "By rule  now, and the change since the first point",
        "  E225        1        ±0  missing whitespace around operator",
        "  F401        1        ±0  'os' imported but unused",
        "note  this Python cannot read 1 file of <Merge branch 'feature/SHOP-3'>: what is in it is"
        " not counted, nor shown as added or removed",
    ]


def test_which_ticket_added_and_removed(shop: Repository) -> None:
    shop.git("config", "hookkit.ticketPattern", "[A-Z]+-[0-9]+")
    assert log_of(shop, "--by", "ticket", "--every", "week")[2:-1] == [
        "By week     findings   change   files  per 1,000  unread",
        "  2023-W46         2                3      333.3       1",
        "",
        "By ticket     added   removed       net   commits",
        "  SHOP-1         +2                  +2         1",
        "  SHOP-2         +2                  +2         1",
        "  SHOP-4                   −2        −2         1",
        "",
        "What changed most",
        '        +2            <SHOP-1 Begin>  "SHOP-1 Begin"  SHOP-1',
        '        +2            <SHOP-2 More>  "SHOP-2 More"  SHOP-2',
        '                  −2  <SHOP-4 Tidy>  "SHOP-4 Tidy"  SHOP-4',
    ]


def next_commands(repo: Repository, *args: str) -> list[list[str]]:
    """The arguments of the commands that are named at the end."""
    out = run_here(repo, "debt", "log", *args).out
    found = re.findall(r"^(?:look closer|what added it) +hookkit (.*?)(?:   *.*)?$", out, re.M)
    return [shlex.split(each) for each in found]


def test_the_commands_at_the_end_are_about_the_same_and_run(shop: Repository) -> None:
    asked = ("main~1", "--since", "2023-11-14 00:00", "--by", "folder", "--every", "week")
    page, by_author = next_commands(shop, *asked)
    assert page == ["debt", "log", *asked, "--html", "debt.html"]
    assert by_author == ["debt", "log", *asked[:4], "author", *asked[5:]]
    assert [run_here(shop, *each).status for each in (page, by_author)] == [0, 0]
    shop.git("config", "hookkit.ticketPattern", "[A-Z]+-[0-9]+")
    assert next_commands(shop)[-1] == ["debt", "log", "--by", "ticket"]


def test_tickets_need_a_pattern(shop: Repository) -> None:
    ended = run_here(shop, "debt", "log", "--by", "ticket")
    assert ended.status == 2
    assert "ticket_pattern is not set" in ended.err


def test_the_json_has_all_of_it(shop: Repository) -> None:
    shop.git("config", "hookkit.ticketPattern", "[A-Z]+-[0-9]+")
    asked = ("--by", "ticket", "--every", "release", "--format", "json")
    document = json.loads(run_here(shop, "debt", "log", *asked).out)
    (sample,) = document["samples"]
    assert sample["name"] == "v1"
    assert sample["folders"] == {"shop": 2}
    assert sample["rules"] == {"E225": 1, "F401": 1}
    assert [(each["name"], each["added"], each["removed"]) for each in document["credits"]] == [
        ("SHOP-1", 2, 0),
        ("SHOP-2", 2, 0),
        ("SHOP-4", 0, 2),
    ]
    assert [(each["subject"], each["net"]) for each in document["steps"]] == [
        ("SHOP-1 Begin", 2),
        ("SHOP-2 More", 2),
        ("SHOP-4 Tidy", -2),
    ]
    assert document["steps"][1]["rules"] == {"E225": {"added": 2, "removed": 0}}


def table(repo: Repository, *args: str) -> list[dict[str, str]]:
    """The lines of the CSV."""
    ended = run_here(repo, "debt", "log", "--format", "csv", *args)
    assert (ended.status, ended.err) == (0, "")
    return [*csv.DictReader(io.StringIO(ended.out))]


def test_the_csv_has_a_line_for_each_count(shop: Repository) -> None:
    lines = table(shop, "--by", "folder")
    assert [(each["folder"], each["findings"]) for each in lines] == [
        ("shop", "2"),
        ("shop", "4"),
        ("shop", "4"),
        ("shop", "2"),
    ]
    (line,) = table(shop, "--by", "author")
    assert (line["author"], line["added"], line["removed"]) == ("hookkit tests", "4", "2")


def test_a_second_run_starts_no_flake8(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run_here(shop, "debt", "log")
    before = repository_content(shop)
    monkeypatch.setattr(flake8_runs, "flake8_command", None)
    assert run_here(shop, "debt", "log") == first
    assert repository_content(shop) == before


def test_the_page_and_the_picture_are_written(shop: Repository, tmp_path: Path) -> None:
    page = tmp_path / "debt.html"
    ended = run_here(shop, "debt", "log", "--by", "author", "--html", str(page))
    assert (ended.status, ended.err) == (0, "")
    show = f"hookkit debt log --by author --html {page} --open"
    assert ended.out == (
        f"hookkit wrote the debt log: {page} (4 points)\n"
        f"show  {show}  or open the file in a browser\n"
    )
    assert GENERATOR_TAG in page.read_bytes()
    assert run_here(shop, "debt", "log", "--svg", "-").out.startswith("<svg")
    page.write_text("mine")
    refused = run_here(shop, "debt", "log", "--html", str(page))
    assert refused.status == 1
    assert f"hookkit debt log --html {tmp_path}/debt-debt-log.html" in refused.err


@pytest.mark.parametrize(
    "args", [("--html", "a", "--svg", "b"), ("--svg", "-", "--open"), ("--open", "--format", "csv")]
)
def test_ways_to_show_it_that_exclude_each_other(repo: Repository, args: tuple[str, ...]) -> None:
    assert run_here(repo, "debt", "log", *args).status == 2


def test_since_a_date_and_since_a_tag(shop: Repository) -> None:
    shop.git("tag", "v0", "main~2")
    by_tag = [each["sample"] for each in table(shop, "--since", "v0", "--every", "commit")]
    ids = [each[:7] for each in shop.git("rev-list", "--first-parent", "main").splitlines()[::-1]]
    assert list(dict.fromkeys(by_tag)) == ids
    ended = run_here(shop, "debt", "log", "--since", "2099-01-01")
    assert ended.status == 2
    assert "main has no commit since 2099-01-01" in ended.err


def test_links_submodules_and_names_of_any_bytes(repo: Repository) -> None:
    repo.git("checkout", "-q", "-b", "main")
    commit(repo, "Begin", a="x=1\n")
    (repo.path / "link.py").symlink_to("a.py")
    repo.write(b"gr\xf6\xdfe.py", "x=1\n")
    repo.write("new\nline \x1e\x1f.py", "x=1\n")
    repo.write("-dash.py/b.py", "x=1\n")
    repo.git("add", "-A")
    sub = f"160000,{repo.head},sub.py"
    repo.git("update-index", "--add", "--cacheinfo", sub)
    tick(repo)
    repo.git("commit", "-q", "-m", "Odd")
    repo.write(".flake8", "[flake8]\nexclude = nothing/at/all\n")
    lines = table(repo)
    assert [(each["files"], each["findings"]) for each in lines] == [("1", "1"), ("4", "4")]


def test_a_shallow_clone_says_that_it_is_one(shop: Repository, tmp_path: Path) -> None:
    url = shop.path.as_uri()
    shop.git("clone", "-q", "--depth=2", url, str(tmp_path / "clone"))
    lines = log_of(Repository(tmp_path / "clone"))
    assert lines[-1] == (
        "note  this clone is shallow: what lies below its oldest commits is unknown"
    )
    assert "  ±0 since" not in lines[1]


def test_what_a_shallow_clone_has_not_does_not_count_where_the_log_begins_later(
    shop: Repository, tmp_path: Path
) -> None:
    shop.git("clone", "-q", "--depth=3", shop.path.as_uri(), str(tmp_path / "clone"))
    since = shop.git("log", "-1", "--format=%cI", "main")
    assert "shallow" not in "".join(log_of(Repository(tmp_path / "clone"), "--since", since))


def test_a_content_that_is_not_here_is_not_counted(shop: Repository) -> None:
    blob = shop.git("rev-parse", "main~1:shop/b.py")
    (shop.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    lines = table(shop)
    assert [each["unreadable"] for each in lines if each["rule"] in ("", "E225")][1:] == [
        *("1", "2", "1")
    ]


def test_a_partial_clone_names_the_command_that_gets_all(
    shop: Repository, tmp_path: Path
) -> None:
    shop.git("config", "uploadpack.allowFilter", "true")
    url = shop.path.as_uri()
    shop.git("clone", "-q", "--bare", "--filter=blob:none", url, str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "set-url", "origin", (tmp_path / "gone").as_uri())
    ended = run_here(clone, "debt", "log", "main")
    assert ended.status == 3
    assert "is not in this partial clone" in ended.err
    assert "git fetch --refetch --no-filter" in ended.err


def test_a_content_that_is_too_large_is_not_looked_at(
    shop: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hookkit.debt_log.compare_debt_of_trees.MAX_CONTENT_BYTES", 10)
    assert {each["findings"] for each in table(shop)} == {"0"}


def test_ids_of_64_digits(tmp_path: Path) -> None:
    repo = Repository.init(tmp_path / "repo", "--object-format=sha256", "-b", "main")
    commit(repo, "Begin", a="x=1\n")
    assert [each["findings"] for each in table(repo)] == ["1"]


def test_a_bare_repository(shop: Repository, tmp_path: Path) -> None:
    shop.git("clone", "-q", "--bare", str(shop.path), str(tmp_path / "bare"))
    bare = Repository(tmp_path / "bare")
    assert table(bare, "main")[-1]["findings"] == "1"


def test_plugins_of_the_repository_run_where_they_are_trusted(shop: Repository) -> None:
    shop.write(".flake8", LOCAL)
    commit(shop, "Plug", tools__plug=PLUGIN)
    log = run_here(shop, "debt", "log", "--every", "commit")
    assert "which you do not trust as they are: they were not run" in log.out
    assert "XY1" not in log.out
    assert run_here(shop, "trust").status == 0
    log = run_here(shop, "debt", "log", "--every", "commit")
    assert "trust" not in log.out
    assert "XY1" in log.out


def test_without_flake8(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    ended = run_here(shop, "debt", "log")
    assert (ended.status, ended.out) == (3, "")
    assert "flake8 is not installed beside hookkit" in ended.err


def test_a_cell_is_no_formula(shop: Repository) -> None:
    shop.git("commit", "-q", "--allow-empty", "-m", "x", "--author", "=1+1 <a@b>")
    commit(shop, "Bring", d="y=1\n")
    shop.git("commit", "-q", "--amend", "--no-edit", "--author", "=1+1 <a@b>")
    assert "'=1+1" in [each["author"] for each in table(shop, "--by", "author")]


def test_without_a_commit(repo: Repository) -> None:
    ended = run_here(repo, "debt", "log")
    assert (ended.status, ended.out) == (3, "")
    assert "there is no commit here yet" in ended.err


def test_what_was_done_before_an_interruption_is_kept(shop: Repository) -> None:
    shop.write("setup.cfg", "[flake8]\nexclude = nothing/at/all\n")
    for number in range(6):
        slow = "x=1\n" * 20_000
        commit(shop, f"Slow {number}", **{f"slow{number}": f"{slow}# {number}\n"})
    shop.git("config", "hookkit.jobs", "1")
    code = (
        "import sys; from hookkit.debt_log import flake8_runs; flake8_runs.MAX_CONTENTS = 1;"
        "from hookkit.__main__ import main; sys.exit(main(['debt', 'log']))"
    )
    command = [sys.executable, "-c", code]
    running = subprocess.Popen(
        command, cwd=shop.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    kept = shop.path / ".git/hookkit/debt.sqlite"
    before = 0
    while running.poll() is None and before < 3:
        time.sleep(0.05)
        before = _contents_in(kept)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "are done and kept: the next run goes on there" in err
    assert _contents_in(kept) >= before
    assert [*shop.path.glob(".git/hookkit-*")] == []


def _contents_in(path: Path) -> int:
    import sqlite3

    if not path.exists():
        return 0
    file = sqlite3.connect(path)
    try:
        return int(file.execute("select count(*) from found").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        file.close()
