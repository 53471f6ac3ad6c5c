"""A server that starts beside one that builds, in the same folder of built files."""

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from server_fixtures import fetch
from webapp import create_app
from webapp.assets import build
from webapp.config import Settings


# WhiteNoise leaves the list of a folder open that goes away while it is read; the collector closes it.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_starts_while_another_builds_and_sweeps_and_serves_no_draft(tmp_path: Path) -> None:
    version = build(Settings())
    settings = Settings(build=tmp_path)
    static = tmp_path / "static"
    shutil.copytree(Settings().build / "static" / version, static / version)
    shutil.copytree(Settings().build / "versions", tmp_path / "versions")
    drafts, was_begun, is_over = (static / f".{'d' * 64}.draft", static / ("2" * 12)), Event(), Event()

    def build_and_sweep() -> None:
        while not is_over.is_set():
            for draft in drafts:
                (draft / "js").mkdir(parents=True)
                for number in range(200):
                    (draft / "js" / f"{number}.js").touch()
            was_begun.set()
            for draft in drafts:
                shutil.rmtree(draft)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(build_and_sweep)
        try:
            assert was_begun.wait(600), other  # hang guard: a folder of 200 files
            apps = [create_app(settings) for _ in range(12)]
        finally:
            is_over.set()
        other.result()
    gc.collect()  # here, not in another test
    for app in apps:
        assert fetch(f"/static/{version}/js/app.js", app=app).status_code == 200
        assert fetch(f"/static/{drafts[0].name}/js/0.js", app=app).status_code == 404
