"""Words that need no answer: "thank you", "all right"."""

from intents import Kind, Understanding

ACKNOWLEDGEMENT = "other_acknowledge"
"""The topic of "all right" and "bye": nothing is asked, nothing needs a person."""


def needs_no_answer(heard: Understanding) -> bool:
    """True where nothing but thanks was said: nobody is waited for."""
    if heard.refers_back or heard.kinds or not heard.sure:
        return False
    return heard.kind is Kind.PRAISE or heard.topic == ACKNOWLEDGEMENT
