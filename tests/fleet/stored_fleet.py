"""A store that has a fleet, and the data in the page of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hookkit.fleet.page.fleet_page import fleet_page
from hookkit.fleet.page.stored_facts import stored_facts
from hookkit.fleet.result_store import open_store
from tests.fleet.repositories import clone, mirror
from tests.fleet.test_check import history
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, install_starting_hooks, run_here

HOSTILE = "</script><b>x"
"""The name of a folder, and a subject: text and never markup."""


def stored_fleet(folder: Path) -> Path:
    """A store of five repositories: one with hooks, a mirror, two histories, a broken one."""
    with pytest.MonkeyPatch.context() as patched:
        # What a module makes before its first test has no home yet, and no name for its commits.
        for who in ("AUTHOR", "COMMITTER"):
            patched.setenv(f"GIT_{who}_NAME", "hookkit tests")
            patched.setenv(f"GIT_{who}_EMAIL", "tests@hookkit.invalid")
        return _stored(folder)


def _stored(folder: Path) -> Path:
    shop = history(folder / "git" / "shop")
    history(folder / "git" / "till")
    cart = clone(folder / "git" / "cart", mode='"propose"')
    install_starting_hooks(cart)
    cart.commit(HOSTILE, {"sloppy.py": SLOPPY})
    mirror(shop, folder / "git" / "shop.git")
    broken = clone(folder / "git" / HOSTILE.replace("/", "-"))
    (broken.path / ".git" / "config").write_text("[core\n")
    here = Repository(folder)
    for work in ("status", "check", "debt"):
        assert run_here(here, "fleet", work, "git", "--store", "s").status in (0, 1)
    return folder / "s"


def page_of(store: Path) -> str:
    """The page of a store."""
    with open_store(str(store)) as opened:
        return fleet_page(stored_facts(opened), "Shop")


def page_data(page: str) -> Any:
    """The data of a page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found is not None
    return json.loads(found[1])
