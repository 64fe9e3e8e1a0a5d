"""HTML pages from templates, in which no value can become markup.

The Content-Security-Policy of a page lets it run only its own script.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from hookkit import __version__
from hookkit.phrases import plural
from hookkit.terminal.escaping import escape_invisible

_REVIEW_STYLE_COMMENT = "/* the files */"
"""The comment after which the rest of page.css is only for reviews."""


def _content_security_policy(style: str, script: str) -> str:
    """Give the Content-Security-Policy of a page that allows only this style and this script."""
    return (
        f"default-src 'none'; style-src '{_hash_source(style)}'; "
        f"script-src '{_hash_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_source(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def template_text(name: str) -> str:
    """Give the text of a template, a style or a script."""
    return (files("hookkit.terminal") / "templates" / name).read_text(encoding="utf-8")


def shared_style() -> str:
    """Give the style that all pages share: the heading and the colours."""
    return template_text("page.css").partition(_REVIEW_STYLE_COMMENT)[0]


def render_page(name: str, style: str, script: str = "", **values: object) -> str:
    """Give a page: the template ``name`` in the frame of all pages, with its values.

    The Content-Security-Policy allows only this style and this script.
    """
    environment = Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=plural, sentence=lambda text: text[:1].upper() + text[1:])
    shared_values = {
        "policy": _content_security_policy(style, script),
        "style": Markup(style),
        "script": Markup(script),
    }
    return environment.get_template(name).render(values, **shared_values, version=__version__)


def _visible(value: object) -> object:
    """Escape control characters of a text; Markup is hookkit's own and stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return escape_invisible(value)
    return value
