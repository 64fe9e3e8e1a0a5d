"""Draw docs/review.png: the page of a review, as a browser shows it.

Run it from the top of the checkout: ``python -m scripts.render_page``. It needs chromium.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from hookkit.commands.demo import init_scratch, temporary_folder
from hookkit.corrections.page.review_page import review_page
from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.corrections.review.review import Review
from hookkit.git.runner import Git
from hookkit.settings.definitions import Settings

PICTURE = Path(__file__).parents[1] / "docs" / "review.png"
WIDTH, HEIGHT = 1280, 1010
COMMITS = (
    (
        "Add prices with tax",
        "2026-01-05T09:00:00+0000",
        {"shop/prices.py": """\
\"\"\"What things cost.\"\"\"
import os,sys
RATES={'food':7,'books':7,'other':19}
def with_tax(net,kind='other'):
  rate=RATES.get(kind,RATES['other'])
  return round(net*(100+rate)/100,2)
double = lambda price: price*2   # for the sale
"""},
    ),
    (
        "Add the basket",
        "2026-01-06T10:30:00+0000",
        {
            "shop/basket.py": """\
from shop.prices import with_tax



class Basket( object ):
    def __init__(self):
        self.items=[]
    def add(self,name,net,kind = 'other'):
        self.items.append((name,with_tax(net,kind)))
    def total(self):
        #the sum of it all
        return sum(price for _,price in self.items)
""",
            "tests/test_basket.py": """\
from shop.basket import Basket
def test_total():
    basket=Basket()
    basket.add( 'bread',2.00,'food')
    assert basket.total()==2.14
""",
        },
    ),
)


class SilentProgress:
    """A progress that shows nothing."""

    def redraw(self) -> None:
        """Show nothing."""

    def count_finished(self, path: bytes) -> None:
        """Show nothing."""


def reviewed(folder: Path) -> Review:
    """Make the commits in a new repository and give the review of all of them."""
    git = init_scratch(folder)
    _commit(git, folder, "Begin", "2026-01-04T09:00:00+0000", {"README": "A shop.\n"})
    git.run("tag", "v1.0")
    for subject, when, files in COMMITS:
        _commit(git, folder, subject, when, files)
    source = find_review_source(git, Settings(), None, ("v1.0", "main"))
    return build_review(git, Settings(), source, SilentProgress())


def _commit(git: Git, folder: Path, subject: str, when: str, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git.run("add", "--all")
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    git.run("commit", "--quiet", "-m", subject, env=dates)


def draw(text: str, picture: Path) -> None:
    """Have a browser show a page at the place of its first file, and write a screenshot."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("chromium is not on PATH: apt-get install chromium")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1)
        view.set_content(text)
        view.screenshot(path=picture)
        browser.close()


def main() -> int:
    """Draw the picture."""
    with temporary_folder(is_kept=False) as folder:
        draw(review_page(reviewed(folder)), PICTURE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
