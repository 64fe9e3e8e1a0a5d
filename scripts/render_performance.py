"""Regenerate the figures of docs/performance.md and the charts from the document of a run.

    python -m benchmarks --json docs/performance.json
    python -m scripts.render_performance

A comment ``<!-- table: NAME -->`` names a table: ``machine``, ``rows``, ``worst`` or a case of the
benchmark; ``<!-- chart -->`` is where the chart is shown. What stands between them and
``<!-- end -->`` is replaced.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from benchmarks.commit_chart import chart, label
from benchmarks.markdown_tables import case_table, machine_table, rows_table, worst_table
from benchmarks.result_document import Document

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "performance.json"
PICTURE = ROOT / "docs" / "performance.svg"
PAGES = (ROOT / "docs" / "performance.md", ROOT / "README.md")
PLACE = re.compile(r"<!-- (?P<what>table: (?P<name>\w+)|chart) -->\n.*?<!-- end -->", re.S)


def table(document: Document, name: str) -> str:
    """Give a table by its name."""
    tables = {"machine": machine_table, "rows": rows_table, "worst": worst_table}
    return tables[name](document) if name in tables else case_table(document, name)


def rendered(page: str, document: Document, picture: str) -> str:
    """Give a page with the figures of a document; ``picture`` is where the chart is from there."""

    def written(found: re.Match[str]) -> str:
        name = found["name"]
        shown = table(document, name) if name else f"![{label(document)}]({picture})\n"
        return f"<!-- {found['what']} -->\n{shown}<!-- end -->"

    return PLACE.sub(written, page)


def main() -> int:
    """Write the pages and the chart; 1 where there is no document yet."""
    if not DOCUMENT.exists():
        print(f"{DOCUMENT} is not there: python -m benchmarks --json {DOCUMENT}")
        return 1
    document = json.loads(DOCUMENT.read_text("utf-8"))
    PICTURE.write_text(chart(document), "utf-8")
    for page in PAGES:
        picture = PICTURE.relative_to(page.parent).as_posix()
        page.write_text(rendered(page.read_text("utf-8"), document, picture), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
