"""The words the engine answers in: kinds, categories, teams, priorities, places, hazards."""

from enum import StrEnum


class Kind(StrEnum):
    """What an owner wants from us by writing."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    QUESTION = "question"
    EMERGENCY = "emergency"
    PRAISE = "praise"
    STATUS = "status"
    GREETING = "greeting"
    HANDOFF = "handoff"
    OTHER = "other"


class Category(StrEnum):
    """What the message is about."""

    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    ELEVATOR = "elevator"
    HVAC = "hvac"
    DOORS_LOCKS = "doors_locks"
    STRUCTURE = "structure"
    SEWAGE_DRAIN = "sewage_drain"
    CLEANING_WASTE = "cleaning_waste"
    PEST = "pest"
    GREENING = "greening"
    NOISE = "noise"
    PARKING_VEHICLE = "parking_vehicle"
    SECURITY_ACCESS = "security_access"
    FIRE_SAFETY = "fire_safety"
    FEES_BILLING = "fees_billing"
    STAFF_ATTITUDE = "staff_attitude"
    NEIGHBOURS = "neighbours"
    PETS = "pets"
    RENOVATION = "renovation"
    FACILITIES = "facilities"
    PARCELS = "parcels"
    PUBLIC_AREA = "public_area"
    NETWORK_TV = "network_tv"
    DOCUMENTS_ADMIN = "documents_admin"
    COMMITTEE_MEETING = "committee_meeting"
    OTHER = "other"


class Team(StrEnum):
    """Who takes the ticket."""

    REPAIRS = "repairs"
    SECURITY = "security"
    CLEANING = "cleaning"
    GREENING = "greening"
    SERVICE = "service"


class Priority(StrEnum):
    """P1 life or property, P2 an essential service is out, P3 ordinary, P4 small."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Place(StrEnum):
    """The kind of place a ticket needs before anybody can set off."""

    NONE = "none"
    UNIT = "unit"
    BUILDING = "building"
    ANYWHERE = "anywhere"


class Hazard(StrEnum):
    """What threatens life or property in an emergency."""

    FIRE = "fire"
    GAS = "gas"
    TRAPPED = "trapped"
    WATER = "water"
    ELECTRIC = "electric"
    INTRUDER = "intruder"
    MEDICAL = "medical"
    FALLING = "falling"


LANGUAGES = ("zh-Hant", "zh-Hans", "en")
PHRASE_LANGUAGES = (*LANGUAGES, "yue")

KINDS_WITH_A_TICKET = frozenset({Kind.REQUEST, Kind.COMPLAINT, Kind.EMERGENCY, Kind.HANDOFF})
