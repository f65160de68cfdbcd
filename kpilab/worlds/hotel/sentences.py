"""What guests write: sentences by topic and tone, each with a code that stays."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SENTENCES", "TOPICS", "Sentence", "places"]

TOPICS = ("cleanliness", "service", "breakfast", "room", "value", "quiet")

_WRITTEN = {
    ("cleanliness", "negative"): (
        "There was hair in the shower when we moved in.",
        "The carpet had stains and the bin had not been emptied.",
        "Dust on the bedside lamps, and under the bed we did not dare to look.",
        "On the second day nobody cleaned the room at all.",
        "The towels smelled damp.",
        "Mould between the bathroom tiles.",
        "We found the last guest's water bottle behind the curtain.",
        "The sheets had a mark, and we had to ask twice for new ones.",
        "The room was made up only at five in the afternoon.",
        "The washbasin was not clean on arrival.",
    ),
    ("cleanliness", "positive"): (
        "Spotless room, fresh towels every day.",
        "The bathroom was as clean as at home, and I am particular.",
        "You can tell that the people who clean here care.",
        "Everything smelled fresh and nothing was dusty.",
        "The room was done by ten each morning, quietly and well.",
        "Very clean, even behind the doors.",
        "Clean sheets, clean windows, what more does one need?",
        "We came with a small child and were glad of the clean floor.",
    ),
    ("service", "negative"): (
        "We waited twenty minutes to check in while two people talked behind the desk.",
        "Nobody answered the telephone at reception.",
        "My message about a late arrival was never answered.",
        "They had our booking under another name and seemed annoyed about it.",
        "The invoice was wrong twice.",
        "Reception could not tell us when the bus leaves.",
        "I asked for a quiet room and got one above the delivery yard.",
        "Nobody helped us with the suitcases.",
    ),
    ("service", "positive"): (
        "The young woman at reception found us a table for eight at an hour's notice.",
        "They remembered my name from last time.",
        "Check-in took two minutes.",
        "My train was late and they kept a bowl of noodles warm for me.",
        "Friendly from the first call to the goodbye.",
        "They ironed my shirt ten minutes before the meeting.",
        "Every question was answered at once and with a smile.",
        "The porter drew us a map of the best tea houses.",
    ),
    ("breakfast", "negative"): (
        "Half an hour in the queue for breakfast, with two hungry children.",
        "By nine the dumplings were gone and nobody brought more.",
        "We ate standing because there was no free table.",
        "The coffee was cold and the machine out of order.",
        "The same breakfast four days running.",
        "Breakfast ends too early for people on holiday.",
        "The porridge was lukewarm.",
        "The breakfast room is far too small for a full house.",
    ),
    ("breakfast", "positive"): (
        "The congee at breakfast is worth the journey.",
        "Fresh soy milk, hot dumplings and no queue.",
        "A large choice at breakfast, and also things for vegetarians.",
        "Breakfast on the terrace with a view of the water.",
        "The cook made noodles to order, even at half past six.",
        "Good coffee at last.",
        "The children still talk about the pancakes.",
    ),
    ("room", "negative"): (
        "The bed was so soft that my back hurt for days.",
        "The air conditioning blew straight onto the pillow.",
        "The room is smaller than in the photographs.",
        "No socket near the desk, and the lamp flickers.",
        "The wardrobe door came off in my hand.",
        "The shower is either hot or cold, never warm.",
        "The window did not open.",
        "The wireless network failed in every video meeting.",
    ),
    ("room", "positive"): (
        "We slept better than at home.",
        "A large desk and fast internet: I got all my work done.",
        "The view over the lake in the morning mist is unforgettable.",
        "Plenty of room for three with the extra bed.",
        "The new shower is wonderful.",
        "A warm, well-lit room with a kettle and good tea.",
        "The bed is wide and firm.",
    ),
    ("value", "negative"): (
        "Too dear for what one gets, above all on holidays.",
        "Parking at sixty yuan a night is a surprise nobody needs.",
        "I found the same room cheaper in an app on the same evening.",
        "They charged for a bottle of water that stood there like a gift.",
        "The deposit came back only after three weeks.",
        "For this price I expect more than one towel.",
    ),
    ("value", "positive"): (
        "Good value for the middle of the city.",
        "A fair price and no hidden charges.",
        "We paid less than in the big hotels and had more of everything.",
        "The company rate is honest and includes what one needs.",
        "The weekday offer is a bargain.",
    ),
    ("quiet", "negative"): (
        "The street is loud until two in the morning.",
        "One hears every step from the floor above.",
        "A wedding party in the courtyard until midnight.",
        "The lift hums right beside the bed.",
        "Building work across the road from seven o'clock.",
    ),
    ("quiet", "positive"): (
        "Wonderfully quiet, only birds in the morning.",
        "Close to the underground and still quiet at night.",
        "Ten minutes on foot to the lake.",
        "The courtyard is an island in the noise of the city.",
        "Perfect place for walks and for meetings.",
    ),
}
_LETTERS = {"cleanliness": "CL", "service": "SE", "breakfast": "BR", "room": "RO", "value": "VA", "quiet": "QU"}


@dataclass(frozen=True)
class Sentence:
    """One sentence as guests write it."""

    code: str
    topic: str
    tone: str
    text: str


SENTENCES = tuple(
    Sentence(f"{_LETTERS[topic]}-{tone[0].upper()}{number:02d}", topic, tone, text)
    for (topic, tone), texts in _WRITTEN.items()
    for number, text in enumerate(texts, start=1)
)


def places(topic: str, tone: str) -> tuple[int, int]:
    """Where the sentences of a topic and tone stand in `SENTENCES`: the first, and how many.

    >>> places("cleanliness", "positive")
    (10, 8)
    """
    found = [number for number, one in enumerate(SENTENCES) if (one.topic, one.tone) == (topic, tone)]
    return found[0], len(found)
