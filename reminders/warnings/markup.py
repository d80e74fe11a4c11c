"""XML from strangers: no document types, an exact root, and short plain words."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reminders.warnings.unreadable import Problem, UnreadableError
from reminders.warnings.written import LONGEST_NAME, words


def root_of(raw: bytes, tag: str) -> Element:
    """Raises UnreadableError."""
    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableError(Problem.HOSTILE) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableError(Problem.MALFORMED) from error
    if root.tag != tag:
        raise UnreadableError(Problem.MALFORMED)
    return root


def text_in(element: Element, name: str, longest: int = LONGEST_NAME) -> str:
    return words(element.findtext(name), longest)
