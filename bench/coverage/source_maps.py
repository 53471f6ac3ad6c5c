"""Rebuild the served scripts of a checkout with source maps, into the given folder.

Run it inside that checkout. The code must equal the served code to the byte: V8 reports offsets in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from webapp import assets, bundling
from webapp.config import settings_from


def name_sources(folder: Path) -> None:
    """Make the sources of the maps absolute; webapp/bundles.mjs writes them relative to the root directory.

    Sources that the build generates are left out: entries, and placeholders for modules of another bundle.
    """
    for path in folder.glob("*.map"):
        source_map = json.loads(path.read_text())
        paths = [Path("/", name) for name in source_map["sources"]]
        source_map["sources"] = [str(source) if source.is_file() else "" for source in paths]
        path.write_text(json.dumps(source_map))


def main(target: Path) -> None:
    """Write each script and its map; exit with an error if the code is not what phones get."""
    settings = settings_from()
    served = settings.build / "static" / assets.build(settings)
    names = ["sw.js", *(f"js/{path.name}" for path in (served / "js").glob("*.js"))]
    sw = ("--bundle", "--minify", "--sourcemap=external", "--format=iife", f"--outfile={target / 'sw.js'}")
    bundling.esbuild(*sw, str(bundling.STATIC / "sw.js"))
    bundling.bundle_scripts(target / "js", "--sourcemap")
    name_sources(target / "js")
    for name in names:
        if (target / name).read_bytes() != (served / name).read_bytes():
            sys.exit(f"{name} with a source map is not what phones get")
    (target / "scripts.json").write_text(json.dumps(names))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
