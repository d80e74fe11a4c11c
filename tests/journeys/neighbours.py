"""More people for a conversation: they move in as anybody does, by an invitation."""

from db.vocabulary import Language
from tests.journeys.stage import Stage

_OWN_NAMES = {Language.HANT: "繁體中文", Language.HANS: "简体中文", Language.EN: "English"}


async def invitation_link(stage: Stage, home: str) -> str:
    """The words that the link of a fresh invitation says for whoever opens it."""
    heard = await stage.say("mei", f"/invite {home}")
    link = next(word for word in heard.one_to("mei").text.split() if "?start=" in word)
    return f"/start {link.partition('?start=')[2]}"


async def move_in(stage: Stage, who: str, home: str, language: Language) -> None:
    await stage.say(who, await invitation_link(stage, home))
    await stage.tap(who, _OWN_NAMES[language])
