"""`doctor`: say what is well with this host and what is not, and what to do about it."""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from functools import partial

import certifi

from webapp.commands.checks_of_a_host import (
    Finding,
    advice,
    build_is_whole,
    clock_is_steady,
    contact_is_set,
    crisis_lines_are_confirmed,
    data_can_be_written,
    database_can_be_used,
    disk_has_room,
    fine,
    is_not_root,
    key_can_be_read,
    origin_is_set,
    port_is_free_or_ours,
    proxies_are_set,
    redis_counts,
    wrong,
)
from webapp.config import Settings
from webapp.push.addresses import HTTPS_PORT, Resolver, global_addresses

CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    is_not_root,
    build_is_whole,
    data_can_be_written,
    disk_has_room,
    database_can_be_used,
    key_can_be_read,
    redis_counts,
    clock_is_steady,
    port_is_free_or_ours,
    origin_is_set,
    proxies_are_set,
    contact_is_set,
    crisis_lines_are_confirmed,
)
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
)
"""A host of each push service, except that of Windows, which has one for each region. Nothing is sent."""
CONNECT_SECONDS = 5.0


def doctor(settings: Settings, network: bool = False) -> int:
    """Print a line for each check; with `--network`, of the push services too. Returns 1 if one is wrong."""
    checks = [partial(check, settings) for check in CHECKS]
    if network:
        checks += [partial(push_service_answers, host) for host in PUSH_SERVICES]
    findings = list(_found(checks))
    worst = [finding for finding in findings if finding.mark == "wrong"]
    print(f"{len(findings)} checks, {len(worst)} wrong" + ("" if worst else ": it can serve"))
    return int(bool(worst))


def _found(checks: list[partial[Finding]]) -> Iterator[Finding]:
    for check in checks:
        try:
            finding = check()
        except Exception as error:  # one check that fails must not hide the others
            print(f"{check.func.__name__}: {type(error).__name__}", file=sys.stderr)
            finding = wrong("this check failed itself; report it.")
        print(f"{finding.mark:6} {finding.sentence}", flush=True)
        yield finding


def push_service_answers(host: str, resolve: Resolver = global_addresses) -> Finding:
    """Whether a push service can be reached and proves its name. Sends no request."""
    context = ssl.create_default_context(cafile=certifi.where())
    try:
        address = resolve(host)[0]
        with (
            socket.create_connection(address, timeout=CONNECT_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return fine(f"{host} answers on port {HTTPS_PORT}.")
    except (OSError, IndexError) as error:
        why = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        return advice(
            f"{host} cannot be reached ({why}). Phones of its browsers get no reminders: "
            f"let this machine connect to port {HTTPS_PORT} of it, without a proxy."
        )
