"""What is read once a ticket is closed."""

from tests.texts.samples.world import ALICE, AT_WORK, LEAK, LEAK_SAID, SLY, Samples, Worded

SAMPLES: Samples = {
    "rating.low_score": [AT_WORK | {"stars": 1}, AT_WORK | {"stars": 2, "owner": SLY}],
    "rating.low_again": [AT_WORK | {"number": 1030, "words": LEAK_SAID}],
    "rating.settled": [
        AT_WORK
        | {"number": 1030, "owner": ALICE}
        | {"words": Worded("已致歉，改約週五", "已道歉，改约周五", "Apologised; now for Friday")}
    ],
    "rating.shall_we_reopen": [{"number": 1024}],
    "rating.too_long_ago": [AT_WORK],
    "rating.gone_on": [{"number": 1031, "earlier": 1024}],
    "rating.goes_on": [LEAK | {"number": 1031, "earlier": 1024}],
}
