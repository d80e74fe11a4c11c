"""What a message means: owners' own words in, kind, subject, urgency, topic and place out."""

from intents.cache import engine_of, ready
from intents.catalogue import Catalogue
from intents.language import Language, detect_language
from intents.lesson import LeftOut, Lesson, Lessons, Theft, Trial
from intents.meaning import Evidence, Rival, Understanding, Wish
from intents.mistakes import CatalogueError, Flaw, Mistake
from intents.slots import Slots, read_slots
from intents.sources import Sources
from intents.topic import Topic
from intents.understand import Engine
from intents.vocabulary import Category, Hazard, Kind, Place, Priority, Team

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Category",
    "Engine",
    "Evidence",
    "Flaw",
    "Hazard",
    "Kind",
    "Language",
    "LeftOut",
    "Lesson",
    "Lessons",
    "Mistake",
    "Place",
    "Priority",
    "Rival",
    "Slots",
    "Sources",
    "Team",
    "Theft",
    "Topic",
    "Trial",
    "Understanding",
    "Wish",
    "detect_language",
    "engine_of",
    "read_slots",
    "ready",
]
