"""A year of reminders to 500 owners in three regions, hour by hour, held against its promises."""

import time
from typing import Any

from db.models import Base
from db.session import Database
from db.vocabulary import Region, Weight
from reminders.notices import Notices
from tests.bench.databases import fresh
from tests.reminders.simulation import Year


async def measure(url: str) -> dict[str, Any]:
    """Ends the bench where a promise was broken."""
    database = Database(await fresh(url, "simulating"))
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    cpu = time.process_time()
    year = Year(database, Notices.load(), owners=500, regions=list(Region), seed=2027)
    await year.run()
    used = time.process_time() - cpu
    got = await year.got()
    await database.close()
    broken = [
        *got.woken(),
        *got.over_budget(),
        *got.twice(),
        *got.against_their_wish(),
        *got.lost(),
    ]
    if broken:
        raise SystemExit("\n".join(["the year broke its promises:", *broken]))
    copies = sum(map(len, got.readers.values()))
    return {
        **{weight.value: len(got.of_weight(weight)) for weight in Weight},
        "copies": copies,
        "expired_aloud": len(year.told.expired),
        "cpu_s": round(used, 1),
    }
