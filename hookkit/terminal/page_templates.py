"""The templates of the pages, filled in. Nothing in a value can become markup."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from hookkit.phrases import counted
from hookkit.terminal.page_security import safe


def source_of(name: str) -> str:
    """Give the text of a template, a style or a script."""
    return (files("hookkit.terminal") / "templates" / name).read_text(encoding="utf-8")


def filled(name: str, **values: object) -> str:
    """Give a template with its values."""
    environment = Environment(
        autoescape=True,
        finalize=safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=counted, sentence=_sentence)
    return environment.from_string(source_of(name)).render(values)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
