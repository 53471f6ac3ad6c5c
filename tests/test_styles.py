"""Rules for the styles that no browser test would miss."""

from pathlib import Path

from webapp.config import ROOT

STYLES = ROOT / "webapp" / "static" / "css"
WHERE_A_POINTER_HOVERS = "@media (hover: hover) {"


def sticking(path: Path) -> list[str]:
    """The selectors of a file that stay lit after a tap, because a touch screen hovers until the next tap."""
    lines = path.read_text("utf-8").splitlines()
    return [
        f"{path.name}: {line.strip()}"
        for before, line in zip(["", *lines], lines, strict=False)
        if ":hover" in line and before.strip() != WHERE_A_POINTER_HOVERS
    ]


def test_no_hover_sticks_on_a_touch_screen() -> None:
    assert [fault for path in sorted(STYLES.glob("*.css")) for fault in sticking(path)] == []
    assert any(":hover" in path.read_text("utf-8") for path in STYLES.glob("*.css"))


def test_a_hover_that_sticks_is_found(tmp_path: Path) -> None:
    path = tmp_path / "made.css"
    path.write_text(f"a:hover {{\n}}\n{WHERE_A_POINTER_HOVERS}\n  a:hover {{\n  }}\n}}\n", "utf-8")
    assert sticking(path) == ["made.css: a:hover {"]
