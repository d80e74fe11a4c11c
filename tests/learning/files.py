"""Files small enough to be read in a moment: the shipped cues, two topics, a sample."""

from intents import Sources
from intents.sources import HOME

TAP = """\
id: tap
kind: request
category: water
team: repairs
priority: P3
place: unit
name: {zh-Hant: 水龍頭, zh-Hans: 水龙头, en: Tap}
phrases:
  zh-Hant: [水龍頭滴水]
  zh-Hans: [龙头一直滴]
  en: [my tap drips]
"""
POOL = """\
id: q_pool
kind: question
category: facilities
team: service
name: {zh-Hant: 泳池, zh-Hans: 泳池, en: Pool}
phrases:
  zh-Hant: [泳池幾點開]
  zh-Hans: [游泳池几点开门]
  en: [when does the pool open]
answer:
  zh-Hant: 七點
  zh-Hans: 七点
  en: "At {{ facts.pool_hours }}"
"""
SAMPLE = "- {kind: request, category: water, text: a tap drips}\n"


def files(tap: str = TAP, pool: str = POOL, samples: str = SAMPLE) -> Sources:
    written = {"topics/tap.yaml": tap, "topics/q_pool.yaml": pool, "samples/en.yaml": samples}
    cues = {name: (HOME / name).read_bytes() for name in ("rules.yaml", "subjects.yaml")}
    return Sources({name: content.encode() for name, content in written.items()} | cues)
