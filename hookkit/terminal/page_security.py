"""A page that can run nothing but what it came with: its policy, and its text made safe."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from hookkit.terminal.escaping import visible


def policy(style: str, script: str) -> str:
    """Give the Content-Security-Policy of a page with just this style and this script."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def safe(value: object) -> object:
    """Give a value of the page with everything in it visible; markup is our own and stays."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value
