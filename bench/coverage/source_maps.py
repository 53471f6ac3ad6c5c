"""Build the served scripts of a checkout once more, with source maps, into the folder named.

Run it inside that checkout. The code must be the served one to the letter, because V8 notes places in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from webapp import assets, bundling
from webapp.config import settings_from


def name_sources(folder: Path) -> None:
    """Make the sources of the maps whole paths; webapp/bundles.mjs writes them from the root of the system.

    What a bundle makes up is left out: its entry, and stand-ins for modules that lie in another bundle.
    """
    for path in folder.glob("*.map"):
        told = json.loads(path.read_text())
        places = [Path("/", name) for name in told["sources"]]
        told["sources"] = [str(place) if place.is_file() else "" for place in places]
        path.write_text(json.dumps(told))


def main(target: Path) -> None:
    """Write each script and its map; end with a sentence where the code is not what phones get."""
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
