"""Draw docs/demo.svg: what a terminal shows of a real run of ``hookkit demo``.

Run it from the top of the checkout: ``python -m scripts.render_demo``.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "demo.svg"
WIDTH = 84
TITLE = "hookkit demo"

# The same commit has the same id each time, if it is made by the same person at the same time.
DATES = {
    "GIT_AUTHOR_DATE": "2026-01-05T09:00:00+0000",
    "GIT_COMMITTER_DATE": "2026-01-05T09:00:00+0000",
}
FIXED = {
    **DATES,
    "FORCE_COLOR": "1",
    "COLUMNS": str(WIDTH),
    "TERM": "xterm-256color",
    "PYTHONUTF8": "1",
}
UNSET = ("NO_COLOR", "COLORTERM")

THEME = TerminalTheme(
    (30, 34, 42),
    (214, 219, 229),
    [
        (30, 34, 42),
        (240, 113, 120),
        (140, 200, 110),
        (229, 192, 123),
        (97, 175, 239),
        (214, 140, 230),
        (86, 199, 212),
        (200, 206, 217),
    ],
    [
        (127, 136, 153),
        (240, 113, 120),
        (140, 200, 110),
        (229, 192, 123),
        (97, 175, 239),
        (214, 140, 230),
        (86, 199, 212),
        (255, 255, 255),
    ],
)

# No font is fetched from anywhere: the picture is the same on an aeroplane.
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" \
aria-label="hookkit demo: a sloppy commit, what hookkit reports, and the diff of the correction">
    <style>
    .{unique_id}-matrix {{
        font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
    }}
    .{unique_id}-title {{
        font-family: system-ui, -apple-system, "Segoe UI", sans-serif;
        font-size: 16px;
    }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
        <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""


def run_demo() -> str:
    """Run ``hookkit demo`` in this Python's environment and give what it wrote."""
    env = {name: value for name, value in os.environ.items() if name not in UNSET} | FIXED
    # So that its commands are those of a person who has hookkit on PATH.
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), env["PATH"]])
    command = [sys.executable, "-m", "hookkit", "demo"]
    ended = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True)
    return ended.stdout.decode()


def draw(output: str) -> str:
    """Give the picture of a terminal that got ``output``."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ hookkit demo", "bold"))
    console.print(Text.from_ansi(output.rstrip("\n")), soft_wrap=True)
    return console.export_svg(
        title=TITLE, theme=THEME, code_format=FORMAT, font_aspect_ratio=0.6, unique_id="demo"
    )


def main() -> int:
    """Draw the picture."""
    PICTURE.write_text(draw(run_demo()), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
