"""``hookkit ci --shard`` and ``hookkit ci merge``: the parts together are what one run is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hookkit.ci.join_shard_reports import parse_shard_report
from hookkit.ci.shard import Shard, parse_shard
from hookkit.errors import WrongUsage
from tests.repository import Repository
from tests.repository_with_hooks import run_here

SCHEMA = Path(__file__).parents[2] / "docs" / "ci.schema.json"
FORMATS = ("json", "github", "markdown", "gitlab", "sarif", "junit")
COUNT = 3


class Runs(NamedTuple):
    """A request as one run saw it, and as its shards did: folder, exit statuses, what was said."""

    repo: Repository
    folder: Path
    whole: int
    parts: list[int]
    said: str

    @property
    def reports(self) -> list[str]:
        """The files with the reports of the shards."""
        return [str(self.folder / f"shard{number}.json") for number in range(1, COUNT + 1)]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """A branch with faults, withheld fixes, broken, large and oddly named files, and a fixup!."""
    folder = tmp_path_factory.mktemp("shards")
    repo = Repository.init(folder / "repo", "-b", "main")
    repo.commit("Begin", {"a.txt": "a"})
    repo.git("switch", "-q", "-c", "12-cart")
    files = {f"d{number}/shop.py": f"x={number}\n" for number in range(8)}
    odd = {"broken.py": "def f(:\n", "long.py": "a = 1\n" * 50_001, "lo ng.py": "a\n" * 50_001}
    repo.commit("Add the cart", {**files, **odd, "ä|.py": "y = 1\nif y == None:\n    y=2\n"})
    repo.commit("fixup! Add the cart", {"d0/shop.py": "x=0\nf(a , b)\n"})
    ask = ["ci", "--from-ref", "main", "--format", "plain"]
    written = [word for form in FORMATS for word in ("--output", f"{form}={folder}/whole.{form}")]
    whole = run_here(repo, *ask, *written)
    parts = [
        run_here(repo, *ask, "--shard", f"{n}/{COUNT}", "--output", f"json={folder}/shard{n}.json")
        for n in range(1, COUNT + 1)
    ]
    assert [each.err for each in (whole, *parts)] == [""] * (COUNT + 1)
    return Runs(repo, folder, whole.status, [each.status for each in parts], whole.out)


def joined(runs: Runs, *words: str) -> tuple[int, str, str]:
    """Run ``hookkit ci merge``, and give its status and what it said."""
    ended = run_here(runs.repo, "ci", "merge", *words)
    return ended.status, ended.out, ended.err


def documents(runs: Runs) -> list[dict[str, Any]]:
    """The reports of the shards."""
    return [json.loads(Path(name).read_bytes()) for name in runs.reports]


def test_the_merged_report_is_that_of_one_run(runs: Runs) -> None:
    folder = runs.folder
    written = [word for form in FORMATS for word in ("--output", f"{form}={folder}/joined.{form}")]
    files = reversed(runs.reports)  # whatever the order
    assert joined(runs, *files, "--format", "plain", *written) == (runs.whole, runs.said, "")
    for form in FORMATS:
        assert (folder / f"joined.{form}").read_text() == (folder / f"whole.{form}").read_text()


def test_each_file_is_in_one_shard_and_the_history_in_the_first(runs: Runs) -> None:
    whole = json.loads((runs.folder / "whole.json").read_bytes())
    parts = documents(runs)
    seen = Counter(file["path"] for each in parts for file in each["corrections"]["files"])
    assert seen == Counter(file["path"] for file in whole["corrections"]["files"])
    assert all(each["corrections"]["files"] for each in parts)
    assert [bool(each["checks"]["findings"]) for each in parts] == [True, False, False]
    assert parts[1]["checks"]["notes"] == ["its history is checked by shard 1/3"]
    assert "shard" in whole and whole["shard"] is None
    assert runs.whole == 1 and runs.parts == [each["status"] for each in parts]


def test_the_reports_are_as_their_schema_says(runs: Runs) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    for each in documents(runs):
        validator.validate(each)


def rewritten(runs: Runs, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """The reports, the second of them with a change."""
    document = documents(runs)[1]
    change(document)
    other = runs.folder / "other.json"
    other.write_text(json.dumps(document))
    return [runs.reports[0], str(other), runs.reports[2]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it["tool"].update(version="9.9"), "written by hookkit 9.9: these are no"),
        (lambda it: it.update(base="1" * 40), "about 12-cart for main (1111111.."),
        (lambda it: it.update(server="Jenkins"), ") on Jenkins: these are no shards of one run"),
        (lambda it: it.update(corrections=None), "of files that are unknown"),
        (lambda it: it["shard"].update(count=4), "shard 2/4: these are no shards of one run"),
        (lambda it: it["shard"].update(index=3), "shard 3/3 is there twice: "),
        (lambda it: it.update(version=2), "is of version 2 of the reports, and this hookkit"),
        (lambda it: it.update(shard=None), "is the report of a whole request, and of no shard"),
        (lambda it: it["corrections"]["files"][0].pop("path"), "is no report of hookkit ci"),
        (lambda it: it.pop("tool"), "is no report of hookkit ci --format json"),
    ],
    ids=range(10),
)
def test_what_does_not_belong_together_is_named(
    change: Callable[[dict[str, Any]], object], said: str, runs: Runs
) -> None:
    status, out, err = joined(runs, *rewritten(runs, change))
    assert (status, out, said in err) == (2, "", True), err
    assert err.endswith("  repair: hookkit ci merge --help\n")


def test_a_missing_shard_is_named_with_the_command_that_makes_it(runs: Runs) -> None:
    one, two, three = runs.reports
    assert joined(runs, one, three) == (
        2,
        "",
        "hookkit: shard 2/3 is missing\n"
        "  repair: hookkit ci --shard 2/3 --output json=FILE\n",
    )
    assert "shards 1/3, 3/3 are missing" in joined(runs, two)[2]


def test_what_is_no_report_is_named(runs: Runs) -> None:
    assert "no.json cannot be read: No such file or directory" in joined(runs, "no.json")[2]
    for data in (b"", b"[]", b"{}", b"null", b"\xff", b'{"tool": 1}'):
        with pytest.raises(WrongUsage, match="is no report of hookkit ci --format json"):
            parse_shard_report("a.json", data)


def test_an_unknown_range_is_unknown_in_each_shard_and_together(
    runs: Runs, tmp_path: Path
) -> None:
    repo = Repository.init(tmp_path / "alone", "-b", "topic")
    repo.commit("Begin", {"a.py": "x=1\n"})
    ask = ("ci", "--unknown", "fail", "--format", "plain")
    whole = run_here(repo, *ask)
    names = [str(tmp_path / f"{number}.json") for number in (1, 2)]
    parts = [
        run_here(repo, *ask, "--shard", f"{number}/2", "--output", f"json={name}").status
        for number, name in enumerate(names, 1)
    ]
    assert (whole.status, parts) == (3, [3, 3])
    ended = run_here(repo, "ci", "merge", *names, "--format", "plain")
    assert (ended.status, ended.out) == (whole.status, whole.out)


def test_a_file_stays_in_its_shard_on_every_machine() -> None:
    # By sha256 of the path: these numbers are those of every version, or shards would mix.
    names = (b"a.py", b"shop/cart.py", b"\xff.py", "ä.py".encode())
    numbers = [next(n for n in range(1, 6) if Shard(n, 5).contains(name)) for name in names]
    assert numbers == [5, 3, 5, 3]


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/0", "-1/2", "1/2/3", "a/b", "1 / 2"])
def test_what_is_no_shard_is_wrong_usage(text: str) -> None:
    with pytest.raises(WrongUsage, match="allowed: I/N, such as 1/4, with I from 1 to N"):
        parse_shard(text)
