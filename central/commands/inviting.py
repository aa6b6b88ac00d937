"""`central invite`: let one organizer's node report its fair here."""

import json
import secrets

from central.commands.shown import Done, Refused, opened
from central.store import invites, settings
from fair.clock import to_ms
from wire import signing
from wire.invite import Invite, draw_code, fingerprint, is_address, write
from wire.talking import NoTalk, key_at

NOT_SERVING = (
    "No central serves this database on this machine, so nobody could come by an invite; none was "
    "made. Start `central serve`, then run this again."
)


def invite(url: str, *, address: str | None) -> Done:
    """Make an invite; `address` where a proxy serves us over ordinary HTTPS. Raises Refused."""
    if address is not None and not is_address(address):
        raise Refused(f"{address} is no address; no invite was made. Use HOST or HOST:PORT.")
    store = opened(url)
    with store.reading() as db:
        at = json.loads(settings.found(db, "serving") or "[]")
        key = signing.public_key(bytes.fromhex(settings.value(db, "node_key")))
    if not any(answers(each, key) for each in at):
        store.close()
        raise Refused(NOT_SERVING)
    code, now_ms = draw_code(secrets.randbelow), to_ms(store.chance.now())
    store.write(lambda db: invites.issue(db, code, now_ms, (address or "").lower()))
    store.close()
    if address is not None:
        made = Invite((address,), None, code, "central")
    else:
        made = Invite(tuple(at), fingerprint(key), code, "central")
    text = write(made)
    return Done(
        {"invite": text},
        f"{text}\nGood for one node and ten minutes. On the organizer's machine: kiosk pair {text}",
    )


def answers(address: str, key: str) -> bool:
    try:
        return key_at(address) == key
    except NoTalk:
        return False
