"""The interpreter that hooks name: the one of this process, by a name that an upgrade keeps."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

NAME_FILE = "hookkit-python"
"""A file of an environment: the path of its Python by a link that upgrades switch."""


def python_to_name() -> Path:
    """Give the path of this interpreter as hooks are to name it.

    Where environments of several versions lie beside each other, and a link leads to the one in
    use, each of them has the file NAME_FILE with one line: its Python by way of that link. A hook
    that names it needs no change when the link does. Where the link leads elsewhere, or there is
    no such file, it is ``sys.executable``.
    """
    from pathlib import Path

    # Not resolved: the python of a virtual environment is a link to the one it was made from.
    own = Path(sys.executable)
    try:
        line = (own.parent.parent / NAME_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return own
    named = Path(line)
    leads_here = os.path.realpath(named.parent) == os.path.realpath(own.parent)
    return named if named.is_absolute() and leads_here and "\n" not in line else own
