"""Why another node couldn't be talked to, in sentences that say what to do."""

from collections.abc import Mapping

from pages.locale import _, mark

WHY: Mapping[str, str] = {
    "unreachable": mark(
        "%(name)s can't be reached (%(detail)s). Nothing is lost; it is tried again. "
        "See that it runs and is on the same network."
    ),
    "no_address": mark(
        "No address of %(name)s is known here. Type it in on the organizer's page, under Stations."
    ),
    "wrong_key": mark(
        "At the address of %(name)s another machine answers; nothing was sent. "
        "Type in its new address on the organizer's page, under Stations."
    ),
    "not_paired": mark(
        "%(name)s doesn't exchange with this node: it was revoked there, or never joined. "
        "What is here is kept. Ask the organizer to invite it again."
    ),
    "broken_log": mark(
        "A log that came from or went to %(name)s can't be believed (%(detail)s): nothing of it "
        "was kept, the rest went over. Ask whoever looks after the machines to run `kiosk verify` "
        "on both."
    ),
    "many_logs": mark(
        "A machine has begun so many records that %(name)s or this one takes no more of them; the "
        "rest went over. The Stations page there or here names it."
    ),
    "revoked": mark("%(name)s was revoked: nothing is exchanged with it any more."),
    "busy": mark("%(name)s is busy at the moment. Nothing is lost; it is tried again."),
    "full": mark("The disk of %(name)s is full. What is here is kept; make room there."),
    "other_protocol": mark(
        "%(name)s runs a version that doesn't talk with this one. What is here is kept. "
        "Install the same version on both."
    ),
    "no_code": mark(
        "%(name)s doesn't take this invite: it was used, is older than ten minutes, or was "
        "mistyped. Nothing was changed. Ask for a new one."
    ),
    "bad_invite": mark(
        "This is no invite; nothing was changed. Copy the whole line that the organizer's page "
        "or `kiosk invite` shows."
    ),
    "other_root": mark(
        "%(name)s knows this fair as made by another node; nothing was changed. Ask whoever looks "
        "after central."
    ),
    "other_fair": mark(
        "This folder holds another fair; nothing was changed. A node belongs to one fair: choose "
        "another folder with --data."
    ),
    "other_key": mark(
        "%(name)s knows this node by another key; nothing was changed. Join with an empty folder."
    ),
    "put_out": mark(
        "%(name)s has put this node out of the fair, so its folder can't join again; nothing was "
        "changed. Keep the folder aside and join with an empty one."
    ),
    "not_organizer": mark(
        "%(name)s can't let nodes in: only the organizer's node can. Nothing was changed."
    ),
    "no_key": mark(
        "%(name)s can't hand over a fair; nothing was changed. Join the fair by an invite of the "
        "organizer's node first."
    ),
}
OTHER = mark(
    "%(name)s answered something that can't be read (%(detail)s). Nothing of it was kept; "
    "it is tried again."
)


def told(code: str, name: str, detail: str = "") -> str:
    """Make the sentence for a NoTalk or NotPaired."""
    values = {"name": name, "detail": detail or code}
    return _(WHY.get(code, OTHER), **values)
