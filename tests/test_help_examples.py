"""Each example of a help page is run, in a repository as somebody works in it."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from hookkit.error_boundary import INTERRUPTED_STATUS
from hookkit.errors import EnvironmentFailed
from hookkit.help_groups_and_examples import EXAMPLES
from hookkit.settings.definitions import BASELINE_FILE
from tests.copied_scenarios import give_copy
from tests.repository import Repository
from tests.repository_with_hooks import run_here

_FLEET = ["fleet status .. --store fleet.sqlite"]

BEFORE = {
    "hookkit redo": ["accept", "undo"],
    "hookkit undo": ["accept"],
    "hookkit undo --list": ["accept"],
    "hookkit undo --dry-run": ["accept"],
    "hookkit drop HEAD^": ["run HEAD^ --mode propose"],
    "hookkit uninstall": ["install"],
    "hookkit uninstall --global": ["install --global"],
    "hookkit doctor": ["install"],
    "hookkit doctor --clean": ["install"],
    "hookkit config unset mode": ["config set mode fixup"],
    "hookkit config unset checks.history --local": ["config set checks.history off --local"],
    "hookkit fleet status --store fleet.sqlite --format csv": _FLEET,
    **{each: _FLEET for each in EXAMPLES["fleet page"]},
    EXAMPLES["ci merge"][0]: [f"ci --shard {n}/2 --output json=hookkit-{n}.json" for n in (1, 2)],
}
"""What is done before an example, which is about something that was done."""

STATUS = {
    "hookkit run --check main..HEAD": 1,  # there are faults
    "hookkit ci": 1,
    "hookkit ci --from-ref main --output sarif=hookkit.sarif --propose hookkit.patch": 1,
    EXAMPLES["ci merge"][0]: 1,
    "hookkit debt accept": 1,  # there is new debt, which is not taken
    "hookkit debt check main..HEAD": 1,
    "hookkit log -f": INTERRUPTED_STATUS,
    "hookkit review --tui": EnvironmentFailed.exit_status,  # there is no terminal
}
"""How those end that do not end with 0 here."""


HUNK = "3f2a9c1"
"""The id of a hunk in the examples; here it is another."""


def begin(folder: Path) -> None:
    """Make a remote and its clone, in which a branch has a commit with faults that is to be pushed.

    Its correction is kept.
    """
    remote = Repository.init(folder / "remote", "--bare", "-b", "main")
    shop = Repository.init(folder / "shop", "-b", "main")
    shop.git("remote", "add", "origin", str(remote.path))
    shop.git("config", "hookkit.ticketPattern", "SHOP-[0-9]+")
    shop.commit("Begin", {"src/shop.py": "a = 1\nb = 2\n"})
    run_here(shop, "debt", "accept")
    shop.git("add", "-A")
    shop.git("commit", "-q", "-m", "Begin to count")
    shop.git("push", "-q", "-u", "origin", "main")
    shop.git("remote", "set-head", "origin", "main")
    shop.git("switch", "-q", "-c", "SHOP-7-cart")
    shop.commit("SHOP-7: Add the cart", {"src/cart.py": "x=1\n"})
    shop.commit("SHOP-7: Sell", {"src/shop.py": "a = 1\nb = 2\nc=3\nif c == None:\n    d=4\n"})
    run_here(shop, "run", "--mode", "propose")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The clone."""
    give_copy(begin, tmp_path)
    made = Repository(tmp_path / "shop")
    Path("~/src").expanduser().symlink_to(tmp_path)
    made.write("repositories.txt", f"{tmp_path}/shop\n")
    made.write("policy.toml", "[[policy]]\nrepositories = '*'\nchecks.history = 'refuse'\n")
    (tmp_path / "shop" / "policy.toml").chmod(0o644)
    line = {"time": "2026-01-31T10:00:00Z", "repository": "shop", "who": "ann"}
    verdict = {"version": 1, "told_by": "GL_USER", "verdict": "passed"}
    made.write("pushes.jsonl", json.dumps(line | verdict) + "\n")
    for name in ("base.json", "ours.json", "theirs.json"):
        made.write(name, made.read(BASELINE_FILE))
    made.write("github.json", '[{"full_name": "shop/cart"}]')
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("BROWSER", "true")
    return made


def interrupt(_: float) -> None:
    """What a person does to a command that goes on for ever."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("example", sorted({each for some in EXAMPLES.values() for each in some}))
def test_an_example_does_what_it_says(
    example: str, shop: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    if example.startswith("hookkit log"):  # the same time.sleep waits for git elsewhere
        monkeypatch.setattr("hookkit.diagnostic_log.read_log.time.sleep", interrupt)
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        for line in BEFORE.get(example, []):
            assert run_here(shop, *line.split()).status in (0, 1)
        line = example
        if HUNK in example:
            hunks = json.loads(run_here(shop, "review", "--format", "json").out)["hunks"]
            line = example.replace(HUNK, hunks[0]["id"][:7])
        words = shlex.split(line.replace("~/", f"{Path.home()}/"))
        ended = run_here(shop, *words[1:])
    assert ended.status == STATUS.get(example, 0), ended
    explained = (INTERRUPTED_STATUS, EnvironmentFailed.exit_status)
    assert "hookkit: " not in ended.err or ended.status in explained
