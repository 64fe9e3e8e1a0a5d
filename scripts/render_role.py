"""Write the table of variables in the README of the Ansible role again, from their specification.

    python -m scripts.render_role
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROLE = Path(__file__).parents[1] / "deploy" / "ansible" / "roles" / "hookkit"
README = ROLE / "README.md"
SPECIFICATION = ROLE / "meta" / "argument_specs.yml"

TABLE = re.compile(r"^\| variable \|.*\n(?:\|.*\n)+", re.MULTILINE)


def options() -> dict[str, dict[str, Any]]:
    """Give the variables of the role as the specification has them."""
    read: Any = yaml.safe_load(SPECIFICATION.read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = read["argument_specs"]["main"]["options"]
    return found


def rows(listed: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Give the lines of the table; what an entry of a variable has comes below it."""
    yield "| variable | default | what |"
    yield "|---|---|---|"
    for name, each in listed.items():
        yield _row(f"`{name}`", _default(each), each)
        for inner, below in each.get("options", {}).items():
            needed = "needed" if below.get("required") else ""
            yield _row(f"&nbsp;&nbsp;`{inner}`", needed, below)


def _row(name: str, default: str, option: Mapping[str, Any]) -> str:
    text = re.sub(r"[CV]\((.+?)\)(?=[ ,.;:)]|$)", r"`\1`", option["description"])
    choices = [str(each) for each in option.get("choices", []) if each != ""]
    allowed = f" One of {', '.join(f'`{each}`' for each in choices)}." if choices else ""
    return f"| {name} | {default} | {text}{allowed} |"


def _default(option: Mapping[str, Any]) -> str:
    if "default" not in option:
        return ""
    given = option["default"]
    if isinstance(given, str):
        return "those of the system" if "{{" in given else f"`{given}`" if given else "none"
    return f"`{json.dumps(given)}`" if given not in ([], {}) else "none"


def with_table(text: str) -> str:
    """Give the text of the README with the table of today."""
    table = "".join(f"{line}\n" for line in rows(options()))
    return TABLE.sub(lambda _: table, text)


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
