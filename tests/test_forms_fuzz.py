"""The forms of reminders, fed with valid fields changed a little: a sentence, and nothing is lost."""

from __future__ import annotations

from collections import Counter

from flask import Flask
from hypothesis import given, seed
from hypothesis import strategies as st

from reminder_client import Fragment, ReminderClient, ahead
from reminder_makers import new_subscription
from storage import base64url
from sweeps import SEED, fuzzing

EXAMPLES = 400
"""In `bench/run sweeps`; a quarter of it in `bin/test`."""
REACHED = 0.8
"""At least this share of the posts gets past the key and the token, to what the form itself checks."""
NAMES = ("id", "id-0", "id-1", "due-0", "due-1", "endpoint", "p256dh", "auth", "zone", "csrf_token", "key")
VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "x", "0", "A" * 22, "=" * 22, "\x00", "\ud7ff", "\u202e", "<b>", "../..", "Europe/Nowhere",
         "2026-02-30T10:00Z", "9999-12-31T23:59:59Z", "0000-01-01T00:00Z", "https://localhost/x", "https://[::1]/",
         "https://fcm.googleapis.com@evil.example/", "A" * 70_000]
    ),
    st.text(max_size=30),
)  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from(NAMES[:-2]), VALUES, min_size=0, max_size=2)
GUARDS = st.dictionaries(st.sampled_from(NAMES[-2:]), VALUES, max_size=1)


def sent(phone: ReminderClient, act: str, fields: dict[str, str]) -> Fragment:
    """Post a form as the phone does, with these fields in place of its own."""
    own = phone.send("list").form("add" if act == "list" else act) | phone.subscription_fields()
    if act == "add":
        own |= {"id-0": base64url.encode(bytes(16)), "due-0": ahead(days=2)}
    if act == "cancel":
        own |= {"id": base64url.encode(bytes(16))}  # of none that is set
    return phone.send(act, own | fields)


def test_any_form_gets_a_sentence_and_loses_no_reminder(app: Flask) -> None:
    seen = Counter[int]()

    @seed(SEED)
    @fuzzing(EXAMPLES)
    @given(st.sampled_from(["list", "add", "cancel"]), CHANGES, st.integers(0, 9), GUARDS)
    def post(act: str, changes: dict[str, str], chance: int, guards: dict[str, str]) -> None:
        phone = ReminderClient(app, subscription=new_subscription())
        phone.add(("B" * 21 + "A", ahead(days=1)))
        before = phone.stored.reminders
        assert len(before) == 1
        answer = sent(phone, act, changes | (guards if chance == 9 else {}))
        seen[answer.status] += 1
        assert answer.status in (200, 400, 409, 413)
        if answer.status != 200:
            assert answer.root.text()
            assert "<b>" not in answer.response.text
        assert set(before) <= set(phone.stored.reminders), "a reminder that was set is gone"

    post()
    assert seen[409] + seen[413] <= (1 - REACHED) * seen.total(), seen
