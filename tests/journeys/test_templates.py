"""Journey: a notice written once with places for what changes, filled in and sent like any."""

import pytest
from sqlalchemy import update

from db.models import Template
from db.vocabulary import Language
from tests.journeys.matrix import one_database
from tests.journeys.stage import Heard, Message, Stage

WRITTEN = {
    Language.HANT: """停水通知
{{ 日期 }}停水，請先儲水。
{% if 備註 %}
備註：{{ 備註 }}
{% endif %}
{{ 電話 }}""",
    Language.HANS: """停水通知
{{ 日期 }}停水，请提前蓄水。
{% if 备注 %}
备注：{{ 备注 }}
{% endif %}
{{ 电话 }}""",
    Language.EN: """No water
No water on {{ date }}.
{% if note %}
Note: {{ note }}
{% endif %}
{{ phone }}""",
}
SAYS = {
    Language.HANT: "12月1日停水，請先儲水。\n02-2345-6789",
    Language.HANS: "12月1日停水，请提前蓄水。\n02-2345-6789",
    Language.EN: "No water on 1 December.\n02-2345-6789",
}
DAY = {Language.HANT: "12月1日", Language.HANS: "12月1日", Language.EN: "1 December"}


async def saved(stage: Stage) -> Message:
    await stage.say("alice", "/help")
    await stage.say("mei", "/broadcast")
    await stage.tap("mei", "templates")
    await stage.tap("mei", "template_new")
    return (await stage.say("mei", WRITTEN[stage.language])).one_to("mei")


async def sent_on(stage: Stage) -> Heard:
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "submit")
    return await stage.approve_as("sue")


async def test_it_is_filled_in_step_by_step_and_goes_the_way_of_any_notice(stage: Stage) -> None:
    one = await saved(stage)
    assert stage.find_label(one, "add_en") or stage.language is Language.EN
    asked = (await stage.tap("mei", "template_use", message=one)).one_to("mei")
    assert not stage.find_label(asked, "template_skip"), "a day is always said"
    note = (await stage.say("mei", DAY[stage.language])).one_to("mei")
    await stage.tap("mei", "template_skip", message=note)
    again = await stage.tap("mei", "template_skip", message=note, stale=True)
    assert again.note == stage.words("common.stale")
    sent = await sent_on(stage)
    assert SAYS[stage.language] in sent.one_to("alice").text


@one_database
async def test_languages_stand_side_by_side_and_are_asked_for_where_they_differ(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await saved(stage)
    await stage.tap("mei", "add_en")
    unknown = (await stage.say("mei", "No water\non {{ day }}.")).one_to("mei").text
    assert "第 2 行" in unknown
    assert "day" in unknown
    assert "日期、備註" in unknown
    both = (await stage.say("mei", "No water on {{ 日期 }}. {{ 備註 }}")).one_to("mei")
    assert "{{ 日期 }}停水" in both.text
    assert "No water on {{ 日期 }}" in both.text
    await stage.tap("mei", "template_use", message=both)
    in_english = (await stage.say("mei", "12月1日")).one_to("mei")
    assert "英文" in in_english.text
    note = (await stage.say("mei", "1 December")).one_to("mei")
    assert not stage.find_label(note, "template_skip"), "the English words need it"
    in_chinese = (await stage.say("mei", "Bring a bucket")).one_to("mei")
    assert "繁體中文" in in_chinese.text
    await stage.say("mei", "帶水桶")
    preview = (await stage.tap("mei", "audience_all")).one_to("mei")
    assert "12月1日停水，請先儲水。\n備註：帶水桶" in preview.text
    assert "No water on 1 December. Bring a bucket" in preview.text

    await stage.tap("mei", "rewrite_hant", message=both)
    renamed = (await stage.say("mei", "{{ 何時 }}停水。")).one_to("mei").text
    assert "請重寫：英文" in renamed


@one_database
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("停水通知", "第一行請寫名稱"),
        ("停水\n好\n{{ ''.__class__.__mro__ }}", "第 3 行"),
        ("停水\n{% for x in y %}{{ x }}{% endfor %}", "第 2 行"),
        ("停水\n{{ range(10 ** 9) }}", "不執行"),
        ("停水\n{{ 日期|safe }}", "第 2 行"),
        ("停水\n{{ 日期", "括號沒有寫完整"),
        ("停水\n{% if 備註 %}{{ 備註 }}{% endif %}", "至少寫一句"),
        ("停水\n" + "水" * 4093, "4096"),
    ],
)
async def test_what_cannot_be_said_is_told_at_once_and_nothing_is_kept(
    hant_stage: Stage, words: str, why: str
) -> None:
    await hant_stage.say("mei", "/templates")
    await hant_stage.tap("mei", "template_new")
    assert why in (await hant_stage.say("mei", words)).one_to("mei").text
    mended = (await hant_stage.say("mei", "停水\n｛｛ 日期 ｝｝停水。")).one_to("mei")
    assert "{{ 日期 }}停水" in mended.text, "full-width braces are meant so"


@one_database
async def test_it_is_kept_from_others_and_deleted_once(hant_stage: Stage) -> None:
    stage = hant_stage
    await saved(stage)
    await stage.tap("mei", "template_new", message=await stage.newest_with("template_new", "mei"))
    assert "已經有" in (await stage.say("mei", WRITTEN[Language.HANT])).one_to("mei").text
    one = await stage.newest_with("template_use", "mei")
    await stage.tap("mei", "template_use", message=one)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Template).values(changed_at=stage.now.replace(year=2025)))
    assert "/templates" in (await stage.say("mei", "12月1日")).one_to("mei").text
    await stage.tap("mei", "template_drop", message=one)
    assert "刪掉了" in (await stage.tap("mei", "template_drop_surely")).one_to("mei").text
    assert (await stage.tap("mei", "template_use", message=one)).note == stage.words("common.stale")
    assert "還沒有" in (await stage.say("mei", "/templates")).one_to("mei").text
