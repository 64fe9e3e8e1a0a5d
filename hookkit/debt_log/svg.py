"""A debt log as an SVG with its charts that needs no script, no font and no network."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.debt_log.chart_data import (
    HEAT_LEVEL_COUNT,
    area_paths,
    folder_strips,
    heat_level,
    highest_total,
    horizontal_positions,
    rule_bands,
    shown_indices,
)
from hookkit.debt_log.compute_debt_log import DebtLog
from hookkit.debt_log.debt_log_texts import change_sentence, folder_name, headline, tools_sentence
from hookkit.terminal.svg_of_blocks import (
    INNER_WIDTH,
    ROW_HEIGHT,
    SvgBlock,
    escape_xml,
    svg_of_blocks,
    text_block,
)

LABEL_WIDTH, VALUE_WIDTH = 190, 80
"""The widths of the label before a strip and of the value after it."""

CHART_HEIGHT = 200
MAX_NAME_LENGTH = 26

_COLOURS = {
    "heat": ("#a02c00", "#ff9a5c"),
    "b0": ("#2f4fb0", "#9db8ff"),
    "b1": ("#b3541e", "#f0a36b"),
    "b2": ("#1a7f45", "#6fce94"),
    "b3": ("#8b1e5d", "#f29bc1"),
    "b4": ("#0b7285", "#6fd3e0"),
    "b5": ("#8a6d00", "#e3c55a"),
    "b6": ("#6b3fa0", "#cdb2f7"),
    "b7": ("#6c717c", "#8d939e"),
}


def debt_svg(log: DebtLog) -> str:
    """Give the charts of a log as SVG to be written in UTF-8, the same for the same log."""
    last = log.samples[-1].by_rule
    rules = sorted(last, key=lambda each: (-last[each], each))
    counts = ", ".join(f"{last[each]:,} {each}" for each in rules[:10])
    description = f"{headline(log)}. {counts}."
    return svg_of_blocks(f"Debt of {log.branch}", description, _COLOURS, _blocks(log))


def _blocks(log: DebtLog) -> Iterator[SvgBlock]:
    yield text_block(f"Debt of {log.branch}", "h")
    yield text_block(headline(log))
    if len(log.samples) > 1:
        yield text_block(change_sentence(log))
    yield text_block(tools_sentence(log), "quiet")
    if len(log.samples) > 1 and rule_bands(log):
        yield SvgBlock(ROW_HEIGHT // 2, "")
        yield _chart(log)
        yield from _legend(log)
        yield SvgBlock(ROW_HEIGHT // 2, "")
        yield from _strips(log)


def _chart(log: DebtLog) -> SvgBlock:
    highest = highest_total(log)
    paths = area_paths(
        rule_bands(log), horizontal_positions(log), (INNER_WIDTH, CHART_HEIGHT), highest
    )
    drawn = "".join(f'<path class="b{index}" d="{line}"/>' for index, line in enumerate(paths))
    names = [
        escape_xml(log.samples[index].sampled_commit.label[:MAX_NAME_LENGTH]) for index in (0, -1)
    ]
    label_y = CHART_HEIGHT + 18
    return SvgBlock(
        CHART_HEIGHT + ROW_HEIGHT + ROW_HEIGHT // 2,
        f'{drawn}<rect class="line" y="{CHART_HEIGHT}" width="{INNER_WIDTH}" height="1"/>'
        f'<text class="quiet" y="{label_y}">{names[0]}</text>'
        f'<text class="quiet end" x="{INNER_WIDTH}" y="{label_y}">{names[1]}</text>'
        f'<text class="quiet end" x="{INNER_WIDTH}" y="-4">{highest:,} at most</text>',
    )


def _legend(log: DebtLog) -> Iterator[SvgBlock]:
    """Draw the legend of the colours, four in a row."""
    bands = rule_bands(log)
    for start in range(0, len(bands), 4):
        drawn = ""
        for index in range(start, min(start + 4, len(bands))):
            x = (index - start) * INNER_WIDTH // 4
            name, now = escape_xml(bands[index].name), bands[index].values[-1]
            drawn += f'<rect class="b{index}" x="{x}" y="6" width="11" height="11" rx="2"/>'
            drawn += f'<text x="{x + 18}" y="16">{name} {now:,}</text>'
        yield SvgBlock(ROW_HEIGHT, drawn)


def _strips(log: DebtLog) -> Iterator[SvgBlock]:
    strips = folder_strips(log)
    most = max([1, *(value for each in strips for value in each.values)])
    cells = len(shown_indices(len(log.samples)))
    width = (INNER_WIDTH - LABEL_WIDTH - VALUE_WIDTH) / cells
    yield text_block("By folder", "h")
    for each in strips:
        name = folder_name(each.folder)
        shown = name if len(name) <= MAX_NAME_LENGTH else f"…{name[-MAX_NAME_LENGTH + 1 :]}"
        drawn = "".join(
            f'<rect class="heat" x="{LABEL_WIDTH + width * index:.1f}" y="4" width="{width:.1f}"'
            f' height="16" fill-opacity="{heat_level(value, most) / HEAT_LEVEL_COUNT:.2f}"/>'
            for index, value in enumerate(each.values)
            if value
        )
        now = log.samples[-1].by_folder.get(each.folder, 0)
        value = f'<text class="end" x="{INNER_WIDTH}" y="16">{now:,}</text>'
        yield SvgBlock(ROW_HEIGHT, f'<text y="16">{escape_xml(shown)}</text>{drawn}{value}')
