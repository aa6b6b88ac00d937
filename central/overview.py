"""What central says of its fairs and campaigns: the same for status, pages and workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from central.store import campaigns, counts, peers, state
from central.store.campaigns import Fair, Total
from fair.clock import from_ms
from fair.small_cells import Cells, suppressed


def at(fair: Fair) -> datetime | None:
    """Give when a fair begins; None before its setup arrived."""
    return from_ms(fair.starts_ms) if fair.starts_ms else None


@dataclass(frozen=True, slots=True)
class Campaign:
    """Many fairs under one name; `groups` and `trades` hold registered, came, met by code.

    Of groups, cells that would say something about fewer than five people are None.
    """

    name: str
    fairs: tuple[Fair, ...]
    total: Total
    by_region: tuple[tuple[str, Total], ...]
    groups: dict[str, Cells]
    trades: dict[str, tuple[int, int, int]]


def campaign(db: Connection, name: str, fairs: Iterable[Fair]) -> Campaign:
    """Add the fairs of one campaign up."""
    mine = tuple(fairs)
    ids = [each.id for each in mine]
    regions = sorted({each.region for each in mine})
    total = campaigns.total(db, ids)
    return Campaign(
        name=name,
        fairs=mine,
        total=total,
        by_region=tuple(
            (region, campaigns.total(db, [each.id for each in mine if each.region == region]))
            for region in regions
        ),
        groups=suppressed(campaigns.groups(db, ids), whole=total.registered),
        trades=campaigns.trades(db, ids),
    )


def by_name(fairs: Sequence[Fair]) -> dict[str, list[Fair]]:
    """Sort fairs by their campaign, those of none last under ''."""
    found: dict[str, list[Fair]] = {}
    for each in fairs:
        found.setdefault(each.campaign, []).append(each)
    return dict(sorted(found.items(), key=lambda pair: (not pair[0], pair[0])))


def fair_status(db: Connection, fair: Fair) -> dict[str, Any]:
    """Give the counts and the digest of one fair, in the words of `kiosk status`."""
    heard = [each for each in peers.every(db) if each.fair == fair.id]
    return {
        "fair": fair.id,
        "name": fair.name,
        "campaign": fair.campaign,
        "region": fair.region,
        **asdict(counts.counts(db, fair.id)),
        "peers": [
            {
                "node": each.node,
                "name": each.name,
                "role": each.role,
                "heard_at": each.heard_at.isoformat() if each.heard_at else None,
                "revoked": each.revoked,
            }
            for each in heard
        ],
        "digest": state.digest_of(db, fair.id),
    }


def status(db: Connection) -> dict[str, Any]:
    """Give `central status --json`: every fair, and the totals of each campaign."""
    fairs = campaigns.fairs(db)
    return {
        "fairs": [fair_status(db, each) for each in fairs],
        "campaigns": [
            campaign_status(campaign(db, name, mine)) for name, mine in by_name(fairs).items()
        ],
    }


def campaign_status(campaign: Campaign) -> dict[str, Any]:
    return {
        "campaign": campaign.name,
        **asdict(campaign.total),
        "regions": [{"region": name, **asdict(each)} for name, each in campaign.by_region],
        "groups": [code_status("group", *each) for each in sorted(campaign.groups.items())],
        "trades": [code_status("trade", *each) for each in sorted(campaign.trades.items())],
    }


def code_status(what: str, code: str, cells: Sequence[int | None]) -> dict[str, Any]:
    """Give one line; None stands where a small cell is left out, '' for anybody in a group."""
    registered, came, met = cells
    return {what: code, "registered": registered, "came": came, "met": met}
