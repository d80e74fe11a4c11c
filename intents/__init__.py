"""What a message means: owners' own words in, kind, subject, urgency, topic and place out."""

from intents.catalogue import Catalogue, CatalogueError
from intents.language import Language, detect_language
from intents.slots import Slots, read_slots
from intents.topic import Topic
from intents.understand import Engine, Evidence, Rival, Understanding
from intents.vocabulary import Category, Hazard, Kind, Place, Priority, Team

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Category",
    "Engine",
    "Evidence",
    "Hazard",
    "Kind",
    "Language",
    "Place",
    "Priority",
    "Rival",
    "Slots",
    "Team",
    "Topic",
    "Understanding",
    "detect_language",
    "read_slots",
]
