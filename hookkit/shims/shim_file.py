"""The file of a shim: composed from the files of ``hooks/``, or parsed where it is installed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import hookkit
from hookkit.errors import EnvironmentFailed
from hookkit.hook_events import (
    CONFIG_HOOK_OPTION,
    EVENTS,
    IF_CONFIGURED_OPTION,
    SERVER_EVENTS,
    SHIM_VERSION,
    find_event,
    shim_option,
)
from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

FRAME_FILE = "frame.sh"
"""The lines that the shims of all events share. The decision of an event is inserted into them: the
lines that end the shim if there is nothing to do."""

EVENT_LINE = rb"^event=.*$"
DECISION_LINE = rb"^#: decision$"
FUNCTIONS_FILE = "functions.sh"
"""The functions that decisions call; a shim contains only the ones that it needs."""

WORKER_FILE = "worker.sh"
"""The request to the resident worker, for the events that it serves."""

WORKER_LINE = rb"^#: worker\n\n"
EARLY_EXITS_LINE = rb"^#: early exits\n\n"

ALL_CLONES_FILE, CONFIG_HOOK_FILE = "all-clones.sh", "config-hook.sh"
"""The first lines of a shim for all clones, and of a shim that git's configuration names."""

EARLY_DECISION_LINE = rb"^#: decision without functions$"
DECISION_FUNCTIONS_LINE = rb"^#: functions of the decision\n"
OTHER_FUNCTIONS_LINE = rb"^#: functions of the rest\n"
FUNCTIONS_MARKER = b"\n#: functions\n"
"""The line in a decision above which no function is called."""

FUNCTION_PATTERN = rb"(?:^#.*\n)*^(\w+)\(\) \{\n(?:.*\n)*?^\}\n"
VERSION_LINE = rb"^# hookkit shim (\d+)\s*$"
PYTHON_LINE = rb"^python=(.*)$"
PATH_LINE = rb"^path=(.*)$"
POLICY_LINE = rb"^policy=(.*)$"
OPTIONS_LINE = rb"^options=(.*)$"
ALL_CLONES_LINE = rb"^all_clones=(.*)$"
CHECKSUM_PREFIX = b"# hookkit sum "
_QUOTING = frozenset(" \t\r\n'\"\\")

# They follow the folder of git on the PATH.
_USUAL_FOLDERS = ("/usr/local/bin", "/usr/bin", "/bin")


class ShimKind(NamedTuple):
    """Whether a shim is for one clone or for all clones, and how git finds it.

    ``global_folder`` is the folder of an installation for all clones (``global_install_folder``),
    "" if the shim is for one clone. ``is_config_hook`` is whether git's configuration names the
    file, so that git runs both this shim and the hook in the hooks folder.
    """

    global_folder: str = ""
    is_config_hook: bool = False

    @property
    def options(self) -> tuple[str, ...]:
        """The options of ``hookkit hook`` for this kind."""
        options = {
            IF_CONFIGURED_OPTION: bool(self.global_folder),
            CONFIG_HOOK_OPTION: self.is_config_hook,
        }
        return tuple(option for option, is_set in options.items() if is_set)


HOOKS_FOLDER_KIND = ShimKind()
"""The kind of a shim in the hooks folder of one clone."""


class Shim(NamedTuple):
    """A shim in a hooks folder, or one that git's configuration names.

    ``version`` is the SHIM_VERSION of the hookkit that wrote it. ``interpreter`` is the path of the
    Python that it starts, "" if it finds hookkit on PATH. ``search_path`` is the PATH that it sets
    on a server, "" to keep the PATH of the person who pushes. ``policy_file`` is the path of the
    server's policy file, "" for the default one. ``content`` is the content of the file.
    """

    version: int
    interpreter: str
    search_path: str
    content: bytes
    kind: ShimKind = HOOKS_FOLDER_KIND
    policy_file: str = ""

    @property
    def python(self) -> Path | None:
        """The interpreter as a path, None if the shim names none."""
        from pathlib import Path

        return Path(self.interpreter) if self.interpreter else None

    @property
    def started_python(self) -> Path | None:
        """The path by which the shim starts ``python``: it resolves a link to the environment."""
        python = self.python
        if python is None or not python.parent.parent.is_symlink():
            return python
        return python.parent.resolve() / python.name

    @property
    def is_newer(self) -> bool:
        """Whether a newer hookkit wrote the shim, in a form that this hookkit does not know."""
        return self.version > SHIM_VERSION

    @property
    def is_edited(self) -> bool:
        """Whether a person changed the file after it was installed."""
        body, prefix, checksum = self.content.rpartition(CHECKSUM_PREFIX)
        return _checksum_line(body) != prefix + checksum


def _hooks_folder() -> str:
    # In a wheel the shims are inside the package, in a checkout next to it.
    package = os.path.dirname(hookkit.__file__)
    packaged = os.path.join(package, "hooks")
    return packaged if os.path.isdir(packaged) else os.path.join(os.path.dirname(package), "hooks")


def events_with_shim() -> tuple[str, ...]:
    """Give the events that have a shim in a worktree, sorted by name.

    Raises EnvironmentFailed if this installation of hookkit lacks the shims.
    """
    if not os.path.isfile(os.path.join(_hooks_folder(), FRAME_FILE)):
        raise EnvironmentFailed(
            f"the shims of hookkit are missing: there are none in {_hooks_folder()}",
            "pip install --force-reinstall hookkit",
        )
    return tuple(sorted(each.name for each in EVENTS if each.name not in SERVER_EVENTS))


def _read_source(name: str) -> bytes:
    with open(os.path.join(_hooks_folder(), name), "rb") as file:
        return file.read().replace(b"\r\n", b"\n")


def _replace_first(replacement: bytes, pattern: bytes, text: bytes) -> bytes:
    return re.sub(pattern, lambda _: replacement, text, count=1, flags=re.MULTILINE)


def server_search_path() -> str:
    """Give the PATH for a server: the folder of the git on this PATH, and the usual folders.

    It is "" on Windows, because sh writes paths in another form there.
    """
    import shutil  # deferred: it imports bz2 and lzma

    found = shutil.which("git")
    git_folder = [] if found is None else [os.path.dirname(os.path.abspath(found))]
    return "" if os.name == "nt" else os.pathsep.join(dict.fromkeys([*git_folder, *_USUAL_FOLDERS]))


def _compose(
    event: str, python: Path | None, search_path: str, kind: ShimKind, policy_file: str
) -> bytes:
    from shlex import quote

    quoted = "''" if python is None else quote(python.as_posix())
    text = _replace_first(b"event=" + event.encode(), EVENT_LINE, _read_source(FRAME_FILE))
    text = _replace_first(b"python=" + os.fsencode(quoted), PYTHON_LINE, text)
    if event in SERVER_EVENTS:
        text = _replace_first(b"path=" + os.fsencode(quote(search_path)), PATH_LINE, text)
        text = _replace_first(b"policy=" + os.fsencode(quote(policy_file)), POLICY_LINE, text)
    definition = find_event(event)
    is_served = definition is not None and definition.action == "correct"
    text = _replace_first(
        _read_source(WORKER_FILE) + b"\n" if is_served else b"", WORKER_LINE, text
    )
    options = " ".join((shim_option(SHIM_VERSION), *kind.options))
    text = _replace_first(b"options=" + os.fsencode(quote(options)), OPTIONS_LINE, text)
    without_calls, _, with_calls = _read_source(event).rpartition(FUNCTIONS_MARKER)
    text = _replace_first(without_calls.rstrip(), EARLY_DECISION_LINE, text)
    decision = without_calls + with_calls.rstrip()
    text = _replace_first(decision, DECISION_LINE, text)
    return _with_functions(text, _early_exits(kind), decision)


def _early_exits(kind: ShimKind) -> bytes:
    """Give the lines that end a shim early if another hook does the work, or if none should."""
    from shlex import quote

    early_exits = b""
    if kind.global_folder:
        line = b"all_clones=" + os.fsencode(quote(kind.global_folder))
        early_exits += _replace_first(line, ALL_CLONES_LINE, _read_source(ALL_CLONES_FILE)) + b"\n"
    return early_exits + (_read_source(CONFIG_HOOK_FILE) + b"\n" if kind.is_config_hook else b"")


def _with_functions(text: bytes, early_exits: bytes, decision: bytes) -> bytes:
    """Insert the early exits, and insert each called function above its first call."""
    found = re.finditer(FUNCTION_PATTERN, _read_source(FUNCTIONS_FILE), re.MULTILINE)
    functions = {each[1]: each[0] for each in found}
    early_exit_calls = _called_functions(early_exits, functions)
    decision_calls = [
        each for each in _called_functions(decision, functions) if each not in early_exit_calls
    ]
    inserted = [*early_exit_calls, *decision_calls]
    other_calls = [each for each in _called_functions(text, functions) if each not in inserted]
    early_exit_functions = b"".join(functions[name] + b"\n" for name in early_exit_calls)
    text = _replace_first(early_exit_functions + early_exits, EARLY_EXITS_LINE, text)
    insertions = ((DECISION_FUNCTIONS_LINE, decision_calls), (OTHER_FUNCTIONS_LINE, other_calls))
    for pattern, names in insertions:
        text = _replace_first(b"\n".join(functions[name] for name in names), pattern, text)
    return text


def _called_functions(text: bytes, functions: Mapping[bytes, bytes]) -> list[bytes]:
    """Give the names of the functions that a text calls, directly or not, in file order."""
    names: set[bytes] = set()
    texts = [text]
    while texts:
        words = set(re.findall(rb"\w+", texts.pop()))
        new_names = words & functions.keys() - names
        names |= new_names
        texts += [functions[name] for name in new_names]
    return [name for name in functions if name in names]


def _checksum_line(body: bytes) -> bytes:
    import hashlib

    return CHECKSUM_PREFIX + hashlib.sha256(body).hexdigest().encode() + b"\n"


def render_shim(
    event: str,
    python: Path | None,
    search_path: str | None = None,
    kind: ShimKind = HOOKS_FOLDER_KIND,
    policy_file: str = "",
) -> bytes:
    """Give the content of the shim for ``event`` that starts ``python`` (None: hookkit on PATH).

    ``search_path`` is the PATH that the shim sets on a server, None for ``server_search_path()``.
    ``policy_file`` is the path of the server's policy file, "" for the default one. The content is
    the frame with the decision of the event inserted. Its last line is a checksum of the lines
    above, which shows later whether a person edited the file.
    """
    if search_path is None:
        search_path = server_search_path()
    body = _compose(event, python, search_path, kind, policy_file)
    return body + _checksum_line(body)


def parse_shim(content: bytes) -> Shim | None:
    """Parse a shim from the content of a file; None if it is no shim."""
    marker = re.search(VERSION_LINE, content, re.MULTILINE)
    if marker is None:
        return None
    is_config_hook = CONFIG_HOOK_OPTION in _assigned_value(OPTIONS_LINE, content).split()
    kind = ShimKind(_assigned_value(ALL_CLONES_LINE, content), is_config_hook)
    interpreter, search_path, policy_file = (
        _assigned_value(pattern, content) for pattern in (PYTHON_LINE, PATH_LINE, POLICY_LINE)
    )
    return Shim(int(marker[1]), interpreter, search_path, content, kind, policy_file)


def _assigned_value(pattern: bytes, content: bytes) -> str:
    found = re.search(pattern, content, re.MULTILINE)
    text = os.fsdecode(found[1]) if found else ""
    if text == "''" or _QUOTING.isdisjoint(text):  # the common case, without shlex
        return text.strip("'")
    from shlex import split

    try:
        words = split(text)
    except ValueError:  # the quotes were broken by an edit
        words = []
    return words[0] if words else ""


def read_content(path: str | Path) -> bytes | None:
    """Give the bytes of the file at ``path``, None if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:  # missing, a folder, or a dangling link
        return None


def read_shim(path: str | Path) -> Shim | None:
    """Give the shim at ``path``, None if the file is missing or is no shim."""
    content = read_content(path)
    return None if content is None else parse_shim(content)
