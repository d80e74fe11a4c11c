"""What somebody sees to, and where: `/duty 李保 skills 水 電`, `/duty 李保 buildings 1 2`."""

import re

from bot.conversation import posts
from bot.conversation.owner_ticket import CATEGORIES
from bot.conversation.turn import Turn
from bot.roster_file import names_of, plainly
from db import people
from db.models import Person
from db.vocabulary import Language

_SKILLS = frozenset({"skills", "skill", "技能", "專長", "专长"})
_BUILDINGS = frozenset({"buildings", "building", "樓棟", "楼栋", "棟", "栋"})
_EVERYTHING = frozenset({"all", "全部", "不限"})

_LONGEST_NAME = 6
"""Words."""

_JOINTS = re.compile(r"[\s,、/・·&]+")


async def named(turn: Turn, said: str) -> bool:
    """A name alone shows the post. False where the words are something else: a shift, a table."""
    if "\n" in said:
        return False
    words = plainly(said).split()
    staff = {post.person_id: post.person for post in await turn.staff()}
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        name = " ".join(words[:length])
        found = [each for each in staff.values() if name in map(plainly, names_of(each))]
        if len(found) == 1:
            return await _told(turn, found[0], words[length:])
    return False


async def _told(turn: Turn, person: Person, words: list[str]) -> bool:
    if words and words[0] in _SKILLS:
        await _set_skills(turn, person, _parts(words[1:]))
    elif words and words[0] in _BUILDINGS:
        await _set_buildings(turn, person, _parts(words[1:]))
    elif words:
        return False
    else:
        await posts.show_post(turn, person)
    return True


def _parts(words: list[str]) -> list[str]:
    return [each for each in _JOINTS.split(" ".join(words)) if each]


async def _set_skills(turn: Turn, person: Person, wanted: list[str]) -> None:
    known = _skills(turn)
    names = [turn.voice.words(f"categories.{code}", turn.language) for code in CATEGORIES]
    if not _understood(turn, wanted, known, names):
        return
    for post in await turn.staff():
        if post.person_id == person.id:
            post.skills = list(dict.fromkeys(known[each] for each in wanted if each in known))
    await turn.session.flush()
    await posts.show_post(turn, person)


async def _set_buildings(turn: Turn, person: Person, wanted: list[str]) -> None:
    buildings = await people.buildings_of(turn.session, turn.community.id)
    known = {
        plainly(said): each.id
        for each in buildings
        for said in (each.code, *each.names.values(), *each.aliases)
    }
    if not _understood(turn, wanted, known, [each.name(turn.language) for each in buildings]):
        return
    for post in await turn.staff():
        if post.person_id == person.id:
            post.building_ids = sorted({known[each] for each in wanted if each in known})
    await turn.session.flush()
    await posts.show_post(turn, person)


def _understood(
    turn: Turn, wanted: list[str], known: dict[str, str] | dict[str, int], names: list[str]
) -> bool:
    """Every word is known, or all of it is everything; else the speaker hears what there is."""
    unknown = [each for each in wanted if each not in known]
    if wanted and (not unknown or set(wanted) <= _EVERYTHING):
        return True
    turn.say("duty.no_such_thing", said=unknown, names=names)
    return False


def _skills(turn: Turn) -> dict[str, str]:
    """Each category by its code and by what it is called, in every language: 水, power, 馬桶."""
    return {
        part: code
        for code in CATEGORIES
        for said in (code, *(turn.voice.words(f"categories.{code}", each) for each in Language))
        for part in (plainly(said), *_JOINTS.split(plainly(said)))
    }
