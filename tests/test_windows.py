"""Code that runs on Windows imports nothing that Windows lacks.

What only POSIX systems have stands behind a guard: a test of ``sys.platform`` or ``os.name``, a
``hasattr``, or a ``try`` that takes the error. A private function may use it bare where all that
call it are behind one. The resident worker is Linux's alone: the rest may call what asks first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.test_imports import MODULES

MODULES_OF_POSIX = {
    *("curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog"),
    *("termios", "tty"),
}
"""Sources: the headings "Availability" of Python's library reference."""

OF_POSIX = {
    "os": {
        *("chown", "chroot", "confstr", "copy_file_range", "ctermid", "fchmod", "fchown"),
        *("fdatasync", "fork", "forkpty", "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid"),
        *("getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getsid", "getuid"),
        *("getxattr", "initgroups", "killpg", "lchown", "listxattr", "lockf", "major", "minor"),
        *("memfd_create", "mkfifo", "mknod", "nice", "openpty", "pathconf", "pipe2", "posix_spawn"),
        *("pread", "pwrite", "register_at_fork", "removexattr", "sched_getaffinity", "sendfile"),
        *("setegid", "seteuid", "setgid", "setpgid", "setpgrp", "setpriority", "setsid", "setuid"),
        *("setxattr", "statvfs", "sync", "sysconf", "tcgetpgrp", "tcsetpgrp", "ttyname", "uname"),
        *("wait", "wait3", "wait4", "waitid", "waitstatus_to_exitcode_of", "writev", "readv"),
        *("O_ASYNC", "O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY", "O_NOFOLLOW", "O_NONBLOCK", "O_PATH"),
        *("ST_RDONLY", "WNOHANG", "WIFEXITED", "WIFSIGNALED", "WEXITSTATUS", "WTERMSIG"),
    },
    "select": {"epoll", "kqueue", "poll"},
    "socket": {"AF_UNIX", "socketpair"},
}
"""What is not there on Windows, by its module. ``os.kill`` and ``os.waitpid`` are, and differ."""

DIFFERENT = {"os": {"kill", "waitpid"}}
"""What Windows has, and does something else: ``os.kill`` ends the process whatever the number."""

SIGNALS_OF_WINDOWS = {
    *("SIGABRT", "SIGBREAK", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"),
    *("CTRL_BREAK_EVENT", "CTRL_C_EVENT", "SIG_DFL", "SIG_IGN", "Handlers", "Signals"),
    *("default_int_handler", "getsignal", "raise_signal", "set_wakeup_fd", "signal", "strsignal"),
    "valid_signals",
}

ERRORS = {"AttributeError", "Exception", "ImportError", "ModuleNotFoundError"}
GUARDS = {"hasattr", "is_supported"}

WORKER = "hookkit.worker."
ASK_FIRST = {"why_worker_cannot_run", "start_worker_if_none", "worker_states"}
"""What the rest calls of the worker, and what asks whether there can be one."""

BEHIND = {
    "worker_state": "why_worker_cannot_run",
    "stop_worker": "worker_states",
    "state_rows": "",
    "stopped_rows": "",
}
"""What the rest calls of it behind one of them, or with what these give."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def is_guard(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether a condition asks which system this is, or what it has."""
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            if (each.value.id, each.attr) in {("sys", "platform"), ("os", "name")}:
                return True
        if isinstance(each, ast.Name) and each.id in GUARDS | names:
            return True
    return False


def catches_error(node: ast.Try) -> bool:
    """Whether a try goes on where something is missing."""
    caught = {
        each.id
        for handler in node.handlers
        for each in ast.walk(handler.type or ast.Name("Exception", ast.Load()))
        if isinstance(each, ast.Name)
    }
    return bool(caught & ERRORS)


def leaves(body: list[ast.stmt]) -> bool:
    """Whether what follows a block is not reached from it."""
    return bool(body) and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


class Uses(ast.NodeVisitor):
    """Collects what a module uses of POSIX without a guard, and who calls whom without one."""

    def __init__(self, tree: ast.Module) -> None:
        """Read a module."""
        self.bare: list[tuple[str, str, int]] = []  # function, what, line
        self.calls: list[tuple[str, str]] = []  # function or "", name that it mentions
        self._names = frozenset(
            target.id
            for each in tree.body
            if isinstance(each, ast.Assign) and is_guard(each.value, frozenset())
            for target in each.targets
            if isinstance(target, ast.Name)
        )
        self._within: list[str] = [""]
        self._guarded = 0
        self._block(tree.body)

    def _block(self, body: list[ast.stmt]) -> None:
        depth = self._guarded
        for each in body:
            self.visit(each)
            if isinstance(each, ast.If) and is_guard(each.test, self._names) and leaves(each.body):
                self._guarded += 1
            if isinstance(each, ast.Assert) and is_guard(each.test, self._names):
                self._guarded += 1
        self._guarded = depth

    def _behind(self, body: list[ast.stmt] | list[ast.expr], guarded: bool) -> None:
        self._guarded += guarded
        if body and isinstance(body[0], ast.stmt):
            self._block([each for each in body if isinstance(each, ast.stmt)])
        else:
            for each in body:
                self.visit(each)
        self._guarded -= guarded

    def visit_If(self, node: ast.If) -> None:
        """Both branches of a guard know where they are."""
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            self._block(node.orelse)
            return
        self.visit(node.test)
        found = is_guard(node.test, self._names)
        self._behind(node.body, found)
        self._behind(node.orelse, found)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """The same as an expression."""
        self.visit(node.test)
        self._behind([node.body, node.orelse], is_guard(node.test, self._names))

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """What comes behind a guard in a condition is behind it."""
        for number, each in enumerate(node.values):
            before = any(is_guard(value, self._names) for value in node.values[:number])
            self._behind([each], before)

    def visit_Try(self, node: ast.Try) -> None:
        """A try that takes the error is a guard of its body."""
        self._behind(node.body, catches_error(node))
        for handler in node.handlers:
            self._block(handler.body)
        self._block(node.orelse)
        self._block(node.finalbody)

    def _function(self, node: Function) -> None:
        for each in node.decorator_list:
            self.visit(each)
        depth, self._guarded = self._guarded, 0 if len(self._within) == 1 else self._guarded
        self._within.append(node.name if len(self._within) == 1 else self._within[-1])
        self._block(node.body)
        self._within.pop()
        self._guarded = depth

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """What a function does is done when it is called."""
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """The same."""
        self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """A class counts as one function with all of its methods."""
        self._function(node)

    def _found(self, what: str, line: int) -> None:
        if not self._guarded:
            self.bare.append((self._within[-1], what, line))

    def visit_Import(self, node: ast.Import) -> None:
        """A module of POSIX."""
        for alias in node.names:
            if alias.name in MODULES_OF_POSIX:
                self._found(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """The same."""
        if node.module in MODULES_OF_POSIX or node.module in of_posix_modules():
            self._found(str(node.module), node.lineno)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Something of a module that is there, which is not."""
        if isinstance(node.value, ast.Name):
            name = node.value.id
            known = OF_POSIX.get(name, set()) | DIFFERENT.get(name, set())
            if node.attr in known or (name == "signal" and node.attr not in SIGNALS_OF_WINDOWS):
                self._found(f"{name}.{node.attr}", node.lineno)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """A function of this module that is mentioned."""
        if not self._guarded:
            self.calls.append((self._within[-1], node.id))


@cache
def parsed(path: Path) -> ast.Module:
    """Read a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def of_posix_modules() -> frozenset[str]:
    """The modules that import one of POSIX as they are imported themselves."""
    return frozenset(name for name, path in MODULES.items() if any(_imports_at_once(path)))


def _imports_at_once(path: Path) -> Iterator[bool]:
    for each in parsed(path).body:
        if isinstance(each, ast.Import):
            yield any(alias.name in MODULES_OF_POSIX for alias in each.names)


def reached(found: Uses) -> set[str]:
    """The functions of a module that are called somewhere without a guard, or by others."""
    public = {each for each, _, _ in found.bare if not each.startswith("_")}
    seen = {"", *public} | {each for each, _ in found.calls if not each.startswith("_")}
    while True:
        more = {name for within, name in found.calls if within in seen} - seen
        if not more:
            return seen
        seen |= more


def test_what_only_posix_has_is_behind_a_guard() -> None:
    wrong = []
    for name in sorted(each for each in MODULES if not each.startswith(WORKER)):
        found = Uses(parsed(MODULES[name]))
        there = reached(found)
        wrong += [(name, line, what) for within, what, line in found.bare if within in there]
    assert wrong == []


@cache
def _of_worker(name: str) -> list[tuple[str, str]]:
    """Give what a module imports of the worker, module and name."""
    return [
        (str(each.module), alias.name)
        for each in ast.walk(parsed(MODULES[name]))
        if isinstance(each, ast.ImportFrom) and str(each.module).startswith(WORKER)
        for alias in each.names
    ]


def _function(module: str, name: str) -> ast.FunctionDef:
    tree = parsed(MODULES[module])
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    return functions[name]


def test_the_rest_calls_of_the_worker_what_asks_first() -> None:
    others = [name for name in MODULES if not name.startswith(WORKER)]
    called = {each for name in others for each in _of_worker(name)}
    assert {name for _, name in called} == ASK_FIRST | BEHIND.keys()
    for module, name in called:
        if name in ASK_FIRST:
            ifs = [each for each in _function(module, name).body if isinstance(each, ast.If)]
            assert is_guard(ifs[0].test, frozenset()) and leaves(ifs[0].body), name


def test_what_the_rest_imports_of_the_worker_can_be_imported() -> None:
    others = [name for name in MODULES if not name.startswith(WORKER)]
    left = {module for name in others for module, _ in _of_worker(name)}
    seen: set[str] = set()
    while left:
        name = left.pop()
        assert name not in of_posix_modules()
        seen.add(name)
        for each in parsed(MODULES[name]).body:
            if isinstance(each, ast.ImportFrom) and each.module in MODULES:
                left |= {str(each.module)} - seen


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl",
        "def f():\n    os.fork()",
        "def f():\n    signal.pause()",
        "def f():\n    os.kill(1, 9)",
        "def f():\n    _g()\ndef _g():\n    import pwd",
        "def f():\n    if hasattr(os, 'fork'):\n        pass\n    os.fork()",
        "def f():\n    try:\n        os.fork()\n    except OSError:\n        pass",
    ],
)
def test_what_is_bare_is_found(text: str) -> None:
    found = Uses(ast.parse(text))
    assert [within for within, _, _ in found.bare if within in reached(found)]


@pytest.mark.parametrize(
    "text",
    [
        "if sys.platform != 'win32':\n    import fcntl",
        "def f():\n    if sys.platform == 'win32':\n        return\n    os.fork()",
        "def f():\n    return hasattr(os, 'fork') and os.fork()",
        "HAS = hasattr(signal, 'pause')\ndef f():\n    if HAS:\n        signal.pause()",
        "def f():\n    if os.name != 'nt':\n        _g()\ndef _g():\n    os.fork()",
        "def f():\n    try:\n        import pwd\n    except ImportError:\n        pass",
        "if TYPE_CHECKING:\n    import termios",
        "signal.signal(signal.SIGINT, signal.SIG_DFL)",
    ],
)
def test_what_is_guarded_is_not(text: str) -> None:
    found = Uses(ast.parse(text))
    assert [within for within, _, _ in found.bare if within in reached(found)] == []
