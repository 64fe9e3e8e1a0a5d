"""The options ``--html`` and ``--svg`` for the file to write, and ``--open`` to show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import rich_click as click

from hookkit.errors import WrongUsage


class HtmlAndSvgOptions(NamedTuple):
    """The options for a file instead of printed text: a page, an SVG, or none."""

    html: str | None
    svg: str | None
    open_in_browser: bool

    @property
    def file_format(self) -> Literal["html", "svg"] | None:
        """The format of the file, None if no file is written."""
        if self.svg is not None:
            return "svg"
        return "html" if self.html is not None or self.open_in_browser else None

    @property
    def file(self) -> str | None:
        """The file: a path, - for stdout, None for the default file in the git directory."""
        return self.html if self.file_format == "html" else self.svg

    @property
    def arguments_to_open(self) -> list[str]:
        """The arguments that write the same file and open it."""
        return [*([f"--{self.file_format}", self.file] if self.file else []), "--open"]


def html_and_svg_options(
    page: str, svg_phrase: str
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a decorator that adds the options; ``page`` and ``svg_phrase`` are for their help."""
    html = click.option("--html", metavar="FILE", help=f"Write {page}; - is stdout.")
    svg = click.option("--svg", metavar="FILE", help=f"Write {svg_phrase}; - is stdout.")
    opened = click.option("--open", "open_in_browser", is_flag=True, help="Show it in a browser.")

    def with_options(function: Callable[..., int]) -> Callable[..., int]:
        return html(svg(opened(function)))

    return with_options


def require_valid_html_and_svg_options(
    options: HtmlAndSvgOptions, command: str, *others: tuple[str, bool]
) -> None:
    """Raise WrongUsage if options of a command exclude each other, or stdout is to be opened.

    ``others`` are further options that exclude a page and an SVG, each with True if it is given.
    """
    is_html = options.html is not None or (options.open_in_browser and options.svg is None)
    if is_html + (options.svg is not None) + sum(is_given for _, is_given in others) > 1:
        *names, last = ("--html", "--svg", *(name for name, _ in others))
        sentence = f"{', '.join(names)} and {last} exclude each other"
        raise WrongUsage(sentence, f"{command} --help")
    if options.open_in_browser and "-" in (options.html, options.svg):
        raise WrongUsage("what goes to stdout cannot be opened", f"{command} --open")
