"""What managers read about official warnings."""

from datetime import timedelta

from markupsafe import Markup

from tests.texts.samples.world import LETTER, NOW, Samples, Values, Worded

_HEAT = Worded("高溫警報", "高温预警", "heat warning")
_TITLE = Worded(
    "今天很熱，慢一點、多喝水", "今天很热，慢一点、多喝水", "Very hot today, so slow down and drink"
)
_NCDR = Worded("國家災害防救科技中心（NCDR）", "灾害防救科技中心（NCDR）", "Taiwan’s NCDR")
_CWA = Worded("中央氣象署的天氣預報", "台湾气象署的天气预报", "the forecast of Taiwan’s CWA")
_EXPECTED = Worded(
    "這兩天會很熱，先做準備", "这两天会很热，先做准备", "Great heat is expected, so get ready"
)
_INDOORS = Worded("請留在屋裡，先別出門", "请留在屋里，先别出门", "Please stay indoors for now")
_WAITS = Worded(
    Markup("溫馨提示「<b>今天很熱</b>」準備好了。您一核准，就發給住戶。"),
    Markup("温馨提示“<b>今天很热</b>”准备好了。您一通过，就发给住户。"),
    Markup("The reminder “<b>Very hot today</b>” is ready. Once you approve it, it goes out."),
)
_CALLED: Values = {"source": _NCDR, "name": _HEAT, "waits": _WAITS}
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
        _CALLED | {"said": "高溫資訊 <黃色>", "risen": False},
        _CALLED | {"said": "", "risen": True},
    ],
    "warning.waits": [
        {
            "title": _TITLE,
            "approved": approved,
            "unread": False,
            "later": later,
            "due": NOW,
            "expires": NOW + timedelta(hours=7),
        }
        for approved, later in ((False, False), (False, True), (True, False), (True, True))
    ]
    + [
        {
            "title": _INDOORS,
            "approved": True,
            "unread": True,
            "later": False,
            "due": NOW,
            "expires": NOW + timedelta(hours=6),
        }
    ],
    "warning.expected": [
        {
            "source": _CWA,
            "metric": metric,
            "degrees": degrees,
            "day": NOW + timedelta(days=1),
            "waits": _WAITS,
        }
        for metric, degrees in (("tmax", 37), ("tmin", 9))
    ],
    "warning.no_more_expected": [{"title": _EXPECTED}],
    "warning.withdrawn": [
        _ABOUT | {"still": still, "instead": instead}
        for still, instead in ((False, False), (True, False), (True, True))
    ],
    "warning.back": [_ABOUT],
    "warning.over": [_ABOUT | {"words": LETTER}],
    "warning.feed_down": [
        {"source": source, "problem": _SLOW, "since": since, "forecast": forecast}
        for source, since, forecast in (
            (_NCDR, NOW, False),
            (_NCDR, None, False),
            (_CWA, NOW, True),
        )
    ],
    "warning.feed_well": [
        {"source": _NCDR, "forecast": False},
        {"source": _CWA, "forecast": True},
    ],
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
