"""Who lives and who works there, and in which language they read."""

from enum import StrEnum


class Language(StrEnum):
    HANT = "zh-Hant"
    HANS = "zh-Hans"
    EN = "en"


class Region(StrEnum):
    """Decides terms, emergency numbers and public holidays; a locale is language × region."""

    TW = "TW"
    HK = "HK"
    CN = "CN"


class TeamCode(StrEnum):
    REPAIRS = "repairs"
    SECURITY = "security"
    CLEANING = "cleaning"
    GREENING = "greening"
    SERVICE = "service"


class ResidentRole(StrEnum):
    """What a person is to a unit; `owner` (業主) in talk means any of them."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    MERCHANT = "merchant"


class StaffRole(StrEnum):
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    DIRECTOR = "director"
    """Above the manager; hears of what is twice overdue."""


class DispatchMode(StrEnum):
    """How a team's new tickets find the person who does the work."""

    CLAIM = "claim"
    """搶單: whoever presses first."""
    ASSIGN = "assign"
    """指派: the supervisor names somebody."""
    ROUND_ROBIN = "round_robin"
    """輪訓: whoever has waited longest is asked."""


class ShiftKind(StrEnum):
    DUTY = "duty"
    LEAVE = "leave"
    """Goes before every shift of the same person."""


class VouchState(StrEnum):
    ASKED = "asked"
    VOUCHED = "vouched"
    REFUSED = "refused"
