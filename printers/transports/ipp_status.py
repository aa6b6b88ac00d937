"""What `printer-state-reasons` say (RFC 8011 section 5.4.12), in the words of all printers."""

from printers.status import WORST_FIRST, Condition, Status
from printers.transports.ipp_message import Attributes

REASONS: dict[str, Condition] = {
    "media-empty": "paper_out",
    "media-needed": "paper_out",
    "input-tray-missing": "paper_out",
    "cover-open": "cover_open",
    "door-open": "cover_open",
    "interlock-open": "cover_open",
    "media-jam": "jam",
    "paused": "paused",
    "moving-to-paused": "paused",
    "fuser-over-temp": "hot",
    "marker-supply-empty": "ribbon_out",
    "toner-empty": "ribbon_out",
    "media-low": "near_end",
    "shutdown": "error",
    "spool-area-full": "error",
}
IDLE_OR_PRINTING = (3, 4)
STOPPED = 5


def status_of(printer: Attributes) -> Status:
    """The worst of what a printer says about itself. A report needs nobody, and with a warning the
    printer still prints: `-report` and `-warning` at a keyword's end."""
    reasons = [str(each) for each in printer.get("printer-state-reasons", ())]
    state = next(iter(printer.get("printer-state", ())), None)
    accepts = next(iter(printer.get("printer-is-accepting-jobs", ())), True)
    found = {condition for each in reasons if (condition := condition_of(each))}
    if not found and state == STOPPED:
        found = {"error" if any(each.endswith("-error") for each in reasons) else "paused"}
    if not found and not accepts:
        found = {"paused"}
    if not found and state not in IDLE_OR_PRINTING:
        return Status("unknown", ", ".join(reasons))
    worst: Condition = next((each for each in WORST_FIRST if each in found), "ready")
    return Status(worst, ", ".join(each for each in reasons if each != "none"))


def condition_of(reason: str) -> Condition | None:
    """What a keyword means for a label; nothing for what needs nobody."""
    if reason.endswith("-report"):
        return None
    known = REASONS.get(reason.removesuffix("-error").removesuffix("-warning"))
    if reason.endswith("-warning"):
        return "near_end" if known in ("near_end", "paper_out") else None
    if reason.endswith("-error"):
        return known or "error"
    return known
