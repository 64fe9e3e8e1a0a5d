"""The formats of a checked request by their names; what writes each is imported when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from hookkit.ci.check import CiResult

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "json": "documents:ci_json",
        "github": "github:ci_github",
        "markdown": "github:ci_markdown",
        "gitlab": "documents:ci_gitlab",
        "sarif": "documents:ci_sarif",
        "junit": "documents:ci_junit",
    }
)
"""``module:function`` of each format for programs."""


def written_as(name: str, result: CiResult) -> bytes:
    """Give what was found in one of the FORMATS, as UTF-8 that ends with a line feed."""
    module, _, function = FORMATS[name].partition(":")
    write: Callable[[CiResult], bytes] = getattr(import_module(f"hookkit.ci.{module}"), function)
    return write(result)
