"""Print the responses of a copy of the project as JSON, by path. test_made_up_language.py runs it there."""

import base64
import json
import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

from webapp import create_app
from webapp.config import Settings
from webapp.content.languages import languages
from webapp.pages import text_free_paths
from webapp.push.message import payload

code = next(reversed(languages()))
app = create_app(Settings(data=Path(tempfile.mkdtemp())))
client = app.test_client()
precache = f"/precache/{app.config['VERSION']}.json"
paths = [*text_free_paths(), "/", "/d", "/sw.js", f"/{code}/manifest.webmanifest", f"/{code}/nope", precache]
found = {path: client.get(path, headers={"Accept-Language": code}) for path in paths}
key = base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip("=")
form = {"key": key, "zone": "Europe/Copenhagen"}
found[f"/reminders/{code}/list"] = client.post(f"/reminders/{code}/list", data=form)
answers = {
    path.replace(precache, "/precache"): {
        "status": answer.status_code,
        "headers": dict(answer.headers),
        "body": answer.get_data(as_text=True),
    }
    for path, answer in found.items()
}
lease = SimpleNamespace(language=code, entry=SimpleNamespace(id="x"))
answers["push"] = {"status": 200, "body": payload(lease, "").decode()}  # type: ignore[arg-type]
print(json.dumps(answers))
