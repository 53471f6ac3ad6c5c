"""A host replaces the key for pushes: phones of the old key go on getting their reminders."""

from __future__ import annotations

from pathlib import Path

import pytest

from push_service import PushService, answer, hang
from storage.reminders.interface import Subscription
from test_push import client_of, new_lease
from webapp.push.delivery import Delivery, DeliveryStatus
from webapp.push.vapid import DamagedKey, VapidKeys

SHORT_SECONDS = 1.5
SENT, REJECTED = Delivery(DeliveryStatus.SENT), Delivery(DeliveryStatus.REJECTED)


def rotated(data: Path) -> tuple[str, VapidKeys]:
    """The public key of before, and the keys after the host renamed its file, as docs/operating.md says."""
    before = VapidKeys(data).public_text()
    (data / "vapid.pem").rename(data / "vapid.old.pem")
    return before, VapidKeys(data)


def subscribed_with(service: PushService, key: str, refusal: int = 403) -> Subscription:
    """A subscription whose push service refuses a push that another key signed."""

    def bound(line: object) -> None:
        answer(201 if service.receipts[-1].server_key == key else refusal)(line)  # type: ignore[arg-type]

    return service.subscribe(bound)


@pytest.mark.parametrize("refusal", [400, 401, 403])
def test_a_phone_of_the_old_key_gets_its_reminder(service: PushService, tmp_path: Path, refusal: int) -> None:
    before, keys = rotated(tmp_path)
    phone = subscribed_with(service, before, refusal)
    assert client_of(service, keys).push(new_lease(), phone) == SENT
    assert [receipt.server_key for receipt in service.receipts] == [keys.public_text(), before]
    assert before != keys.public_text()


def test_a_phone_of_the_new_key_is_asked_once(service: PushService, tmp_path: Path) -> None:
    _, keys = rotated(tmp_path)
    assert client_of(service, keys).push(new_lease(), subscribed_with(service, keys.public_text())) == SENT
    assert len(service.receipts) == 1


def test_a_push_that_no_key_may_send_is_rejected_after_one_try_with_each(
    service: PushService, tmp_path: Path
) -> None:
    _, keys = rotated(tmp_path)
    assert client_of(service, keys).push(new_lease(), subscribed_with(service, "a third key")) == REJECTED
    assert len(service.receipts) == 2


def test_both_tries_have_one_deadline(service: PushService, tmp_path: Path) -> None:
    """Threat: two slow answers together outlast the lease, and another process sends the reminder too."""
    _, keys = rotated(tmp_path)

    def refuse_then_hang(line: object) -> None:
        (answer(403) if len(service.receipts) == 1 else hang)(line)  # type: ignore[arg-type]

    client = client_of(service, keys, seconds=SHORT_SECONDS)
    unreachable = Delivery(DeliveryStatus.UNREACHABLE)
    assert client.push(new_lease(), service.subscribe(refuse_then_hang)) == unreachable
    assert len(service.receipts) == 2


def test_a_damaged_old_key_is_reported(tmp_path: Path) -> None:
    _, keys = rotated(tmp_path)
    (tmp_path / "vapid.old.pem").write_text("x")
    with pytest.raises(DamagedKey, match=r"^vapid\.old\.pem in the data folder holds no key\."):
        keys.check()
