"""What managers read about official warnings."""

from datetime import timedelta

from tests.texts.samples.world import NOW, Samples, Values, Worded

_HEAT = Worded("高溫警報", "高温预警", "heat warning")
_TITLE = Worded(
    "今天很熱，慢一點、多喝水", "今天很热，慢一点、多喝水", "Very hot today, so slow down and drink"
)
_NCDR = Worded("國家災害防救科技中心（NCDR）", "灾害防救科技中心（NCDR）", "Taiwan’s NCDR")
_CALLED: Values = {
    "source": _NCDR,
    "name": _HEAT,
    "title": _TITLE,
    "said": "高溫資訊 <黃色>",
    "due": NOW,
    "expires": NOW + timedelta(hours=7),
}
_ABOUT: Values = {"name": _HEAT, "title": _TITLE}
_ALERT: Values = {
    "name": "高溫資訊",
    "place": "臺北市",
    "since": NOW,
    "expires": NOW + timedelta(hours=7),
}
_FEED: Values = {"source": _NCDR, "place": "臺北市", "since": NOW, "problem": None}
_SLOW = Worded("等太久沒有回應", "等太久没有回应", "it takes too long to answer")

SAMPLES: Samples = {
    "warning.called": [
        _CALLED | {"approved": approved, "later": later, "said": said, "risen": risen}
        for approved, later, said, risen in (
            (False, False, "高溫資訊 <黃色>", False),
            (False, True, "", False),
            (True, False, "", True),
            (True, True, "酷熱天氣警告", False),
        )
    ],
    "warning.withdrawn": [_ABOUT],
    "warning.over": [_ABOUT],
    "warning.feed_down": [
        {"source": _NCDR, "problem": _SLOW, "since": since} for since in (NOW, None)
    ],
    "warning.feed_well": [{"source": _NCDR}],
    "warning.now": [
        {
            "alerts": [_ALERT, _ALERT | {"name": "酷熱天氣警告", "place": "", "expires": None}],
            "feeds": [_FEED],
        },
        {
            "alerts": [],
            "feeds": [
                _FEED | {"problem": _SLOW},
                _FEED | {"problem": _SLOW, "since": None, "place": ""},
                _FEED | {"since": None},
            ],
        },
        {"alerts": [], "feeds": []},
    ],
}
