"""Draws latencies over time as an SVG picture: a panel for each store, a line for each act and percentile."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

WIDTH, PANEL, LEFT, TOP, GAP = 760, 210, 64, 40, 62
COLOURS = {"pull p50": "#7fb3d5", "pull p99": "#1f618d", "push p50": "#f0b27a", "push p99": "#a04000"}
GRID_MS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10000)
Series = Mapping[str, Sequence[tuple[float, float]]]
"""By line: minutes and milliseconds."""


def picture(panels: Mapping[str, Series]) -> str:
    """The picture, readable in light and dark. Times are on a logarithmic axis."""
    points = [point for series in panels.values() for line in series.values() for point in line]
    minutes = max(x for x, _ in points)
    low, high = _bounds([y for _, y in points])
    height = TOP + len(panels) * (PANEL + GAP)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        ' font-size="13"><rect width="100%" height="100%" fill="#fff"/>',
        *_legend(),
    ]
    for number, (name, series) in enumerate(panels.items()):
        drawn += _panel(TOP + number * (PANEL + GAP) + 20, name, series, minutes, low, high)
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _bounds(found: Sequence[float]) -> tuple[float, float]:
    """The lines of the grid around all values."""
    low = max([line for line in GRID_MS if line <= min(found)] or [GRID_MS[0]])
    high = min([line for line in GRID_MS if line >= max(found)] or [GRID_MS[-1]])
    return low, high


def _legend() -> list[str]:
    return [
        f'<rect x="{LEFT + n * 120}" y="14" width="14" height="4" fill="{colour}"/>'
        f'<text x="{LEFT + n * 120 + 20}" y="20">{name}</text>'
        for n, (name, colour) in enumerate(COLOURS.items())
    ]


def _panel(top: float, name: str, series: Series, minutes: float, low: float, high: float) -> list[str]:
    def x(minute: float) -> float:
        return LEFT + (WIDTH - LEFT - 20) * minute / minutes

    def y(ms: float) -> float:
        share = math.log(min(max(ms, low), high) / low) / math.log(high / low)
        return top + PANEL * (1 - share)

    drawn = [f'<text x="{LEFT}" y="{top - 6}" font-weight="bold">{name}</text>']
    for line in (line for line in GRID_MS if low <= line <= high):
        drawn.append(f'<path d="M{LEFT} {y(line):.1f}H{WIDTH - 20}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{y(line) + 4:.1f}" text-anchor="end">{line} ms</text>')
    for minute in range(0, math.floor(minutes) + 1):
        label = f'<text x="{x(minute):.1f}" y="{top + PANEL + 18}" text-anchor="middle">{minute}</text>'
        drawn.append(label)
    drawn.append(f'<text x="{WIDTH - 20}" y="{top + PANEL + 34}" text-anchor="end">minutes</text>')
    for line_name, points in series.items():
        path = " ".join(f"{x(minute):.1f},{y(ms):.1f}" for minute, ms in points)
        stroke = f'stroke="{COLOURS[line_name]}" stroke-width="2"'
        drawn.append(f'<polyline points="{path}" fill="none" {stroke}/>')
    return drawn
