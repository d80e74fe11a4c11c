"""Templates of notices, and what can be wrong with one."""

from tests.texts.samples.world import Samples, Values, Worded

_NAME = Worded("停水通知", "停水通知", "No water")
_DATE, _NOTE = Worded("日期", "日期", "date"), Worded("備註", "备注", "note")
_SOURCE = Worded(
    "{{ 日期 }} 停水。{% if 備註 %}{{ 備註 }}{% endif %}",
    "{{ 日期 }} 停水。{% if 备注 %}{{ 备注 }}{% endif %}",
    "No water on {{ date }}. {% if note %}{{ note }}{% endif %}",
)
_LINE = Worded("{{ 日期|upper }} 停水", "{{ 日期|upper }} 停水", "No water on {{ date|upper }}")

_WRONG: Values = {
    "line": 2,
    "said": _LINE,
    "name": _NAME,
    "known": [_DATE, _NOTE],
    "limit": 3500,
    "length": 4097,
    "most": 40,
}

SAMPLES: Samples = {
    "template.list": [{"names": [_NAME, _DATE]}, {"names": []}],
    "template.write_version": [
        {"reading": "en", "names": [_DATE, _NOTE]},
        {"reading": "zh-Hant", "names": []},
    ],
    "template.one": [
        {
            "name": _NAME,
            "versions": [{"reading": "zh-Hant", "words": _SOURCE}],
            "names": [_DATE, _NOTE],
            "missing": [Worded("加英文", "加英文", "Add English")],
            "dropped": ["en", "zh-Hans"],
        },
        {
            "name": _NAME,
            "versions": [{"reading": each, "words": _SOURCE} for each in ("en", "zh-Hans")],
            "names": [],
            "missing": [],
            "dropped": [],
        },
    ],
    "template.wrong": [
        _WRONG | {"what": what}
        for what in (*("name", "taken", "many", "long", "empty", "syntax", "unknown", "forbidden"),)
    ]
    + [_WRONG | {"what": "unknown", "known": []}],
    "template.fill": [
        {"title": _NAME, "name": _DATE, "reading": reading} for reading in (None, "en")
    ],
    "template.drop": [{"name": _NAME}],
    "template.dropped": [{"name": _NAME}],
}
