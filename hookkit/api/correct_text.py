"""Correct a text, by the default settings or by the settings of a file."""

from __future__ import annotations

import io
import os
import tokenize
from collections.abc import Mapping

from hookkit.api.convert_results import to_corrected_file
from hookkit.api.library_call import library_call
from hookkit.api.result_classes import CorrectedFile
from hookkit.corrections.fix_unsaved_text import fix_unsaved_text, read_text_context
from hookkit.errors import WrongUsage
from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options
from hookkit.settings.definitions import Settings


def correct_text(
    source: str | bytes,
    filename: str | os.PathLike[str] | None = None,
    settings: Mapping[str, object] | None = None,
) -> CorrectedFile:
    """Correct a text; the attribute ``text`` of the result is the corrected text.

    With ``filename`` the text is corrected as that file would be: by the settings of hookkit and of
    autopep8 that are in force for the file, overridden by ``settings`` (by name). The file need not
    exist; it is neither read nor written. Without ``filename`` (None) the text is corrected by the
    defaults of both, and ``settings`` must be empty.

    Raises WrongUsage for invalid settings, and EnvironmentFailed if git cannot use the repository
    around the file. A text that does not parse raises nothing: ``skipped`` says why it was left
    alone.
    """
    content = source if isinstance(source, bytes) else _encode(source)
    with library_call():
        if filename is None:
            fixed = _fix_by_defaults(content, settings)
        else:
            text_context = read_text_context(os.fspath(filename), settings or {})
            fixed = fix_unsaved_text(text_context, content)
    name = "text" if filename is None else os.fspath(filename)
    outcome = fixed.outcome._replace(path=os.fsencode(name))
    return to_corrected_file(outcome, content, fixed.data, "100644")


def _fix_by_defaults(content: bytes, settings: Mapping[str, object] | None) -> FileFix:
    if settings:
        raise WrongUsage("settings are those of a file: correct_text needs its filename")
    defaults = Settings()
    task = FixTask(b"text", content, Pep8Options(ignore=UNCONFIGURED_IGNORE), defaults.safety)
    return fix_within_limits(task, Limits(defaults.time_limit))


def _encode(source: str) -> bytes:
    """Encode a text in the encoding that it declares (PEP 263)."""
    try:
        utf8 = source.encode("utf-8")
        encoding, _ = tokenize.detect_encoding(io.BytesIO(utf8).readline)
        return source.encode(encoding.removesuffix("-sig"))
    except (SyntaxError, UnicodeError, LookupError) as error:
        sentence = f"the text cannot be written in the encoding that it declares: {error}"
        raise WrongUsage(sentence) from error
