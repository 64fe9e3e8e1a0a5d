"""The syntax tree of a program, and whether two texts have the same syntax tree."""

from __future__ import annotations

import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ast import Module
    from typing import Any

_ONLY_AST_FLAG = 0x400  # ast.PyCF_ONLY_AST, without importing ast


class DoesNotParse(Exception):
    """The text is not a Python program; the message says where and why."""


def parse(source: str | bytes) -> Module:
    """Parse a program. Raises DoesNotParse with the line and the reason."""
    try:
        with warnings.catch_warnings():  # such as that of "\d" in a string
            warnings.simplefilter("ignore")
            tree: Module = compile(source, "<unknown>", "exec", _ONLY_AST_FLAG, dont_inherit=True)
            return tree
    except SyntaxError as error:
        line_prefix = f"line {error.lineno}: " if error.lineno else ""
        raise DoesNotParse(f"{line_prefix}{error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise DoesNotParse(str(error) or "too deeply nested") from error


MAX_PARSED_TEXTS = 64
"""How many texts that parse are remembered."""

_parsed_texts: dict[str, None] = {}


def ensure_parses(text: str) -> None:
    """Raise DoesNotParse unless a text is a program; a remembered text is not parsed again."""
    if text not in _parsed_texts:
        parse(text)
        remember_parsed(text)


def remember_parsed(text: str) -> None:
    """Remember that a text is a program."""
    if len(_parsed_texts) >= MAX_PARSED_TEXTS:
        _parsed_texts.clear()
    _parsed_texts[text] = None


def is_same_program(before: str | bytes, after: str | bytes) -> bool:
    """Whether two texts have the same syntax tree; a split ``import a, b`` counts as the same.

    Raises DoesNotParse if either of them is not Python.
    """
    old, new = parse(before), parse(after)
    try:
        return _is_same(old, new) or _is_same(_with_split_imports(old), _with_split_imports(new))
    except RecursionError as error:
        raise DoesNotParse("too deeply nested") from error


def _is_same(old: Any, new: Any) -> bool:
    """Whether ``ast.dump`` would give the same text for two trees, or for two of their fields."""
    if old is new:
        return True
    kind = type(old)
    if kind is not type(new):
        return False
    if kind is list:
        return len(old) == len(new) and all(map(_is_same, old, new))
    if kind is str:
        return bool(old == new)
    fields = getattr(old, "_fields", None)
    if fields is None:
        return repr(old) == repr(new)
    return all(_is_same(getattr(old, name, None), getattr(new, name, None)) for name in fields)


def _with_split_imports(tree: Module) -> Module:
    """Write ``import a, b`` as two statements with the same meaning (Python reference, 7.11)."""
    import ast

    class SplitImports(ast.NodeTransformer):
        def visit_Import(self, node: ast.Import) -> list[ast.Import]:
            return [ast.Import(names=[name]) for name in node.names]

    changed: ast.Module = SplitImports().visit(tree)
    return changed
