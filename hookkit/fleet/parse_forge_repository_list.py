"""Parse the lists of repositories that GitHub, GitLab and Forgejo export as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.formats.escaping import utf8_text

NAME_KEYS = ("full_name", "nameWithOwner", "path_with_namespace")
"""The key of the name: in GitHub's and Forgejo's API, in the output of ``gh``, in GitLab's API."""

BRANCH_KEYS = ("default_branch", "defaultBranchRef")
PAGE_URL_KEYS = ("html_url", "url", "web_url")
ARCHIVED_KEYS = ("archived", "isArchived")

_INVALID_SURROGATES = "[\ud800-\udc7f\udd00-\udfff]"
"""Surrogates that JSON may have as escapes; the others stand for bytes of a path (PEP 383)."""


class ExportedRepository(NamedTuple):
    """A repository in the list of a forge; a text is "" if the forge does not give it.

    ``page_url`` is also "" if it is no URL of HTTP or HTTPS.
    """

    name: str
    default_branch: str
    page_url: str
    is_archived: bool


def parse_forge_repository_list(text: str, label: str) -> list[ExportedRepository]:
    """Parse a list of repositories; ``label`` is the name of the text in messages.

    The text may be one list, several lists one after the other (``gh api --paginate``), a list of
    lists (``--slurp``), or one object on each line. Raises WrongUsage if it is none of these, or if
    an object has no name.
    """
    return [
        _parse_repository(each, label) for value in _values(text, label) for each in _objects(value)
    ]


def _values(text: str, label: str) -> Iterator[object]:
    decoder, position = json.JSONDecoder(), 0
    while True:
        position += len(text[position:]) - len(text[position:].lstrip())
        if position >= len(text):
            return
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", position)) + 1
            raise WrongUsage(f"{label}, line {line}: this is not JSON") from error
        yield value


def _objects(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _objects(each)
    else:
        yield value


def _parse_repository(entry: object, label: str) -> ExportedRepository:
    values: Mapping[str, object] = entry if isinstance(entry, dict) else {}
    name = _text(values, NAME_KEYS)
    if not name:
        keys = ", ".join(NAME_KEYS)
        raise WrongUsage(f"{label} has an entry without a name: none of {keys}")
    branch_object = values.get(BRANCH_KEYS[1])
    default_branch = _text(values, BRANCH_KEYS[:1])
    if not default_branch and isinstance(branch_object, dict):
        default_branch = _text(branch_object, ("name",))
    is_archived = any(values.get(each) is True for each in ARCHIVED_KEYS)
    url = _text(values, PAGE_URL_KEYS)
    is_page = url.startswith(("https://", "http://"))
    return ExportedRepository(name, default_branch, url if is_page else "", is_archived)


def _text(values: Mapping[str, object], keys: tuple[str, ...]) -> str:
    candidates = (values.get(each) for each in keys)
    text = next((each for each in candidates if isinstance(each, str)), "")
    return re.sub(_INVALID_SURROGATES, lambda match: utf8_text(match[0]), text)
