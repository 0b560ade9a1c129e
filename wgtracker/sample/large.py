"""Compose a long draft (100 units) from parts of sentences, the same each time; sample wording only."""

import random

from wgtracker.sample.texts import MARK, Draft, Passage

_TITLE = "Draft discussion points for future consideration (long sample)"
_TOPICS = ("Identification of victims", "Protection and assistance", "Joint investigations", "Specialized prosecutions")
_OPENINGS = (
    "States parties should",
    "States parties are encouraged to",
    "States parties should consider taking steps to",
    "States parties, in accordance with domestic law, should",
    "States parties are invited to",
)
_ACTIONS = (
    "strengthen the capacity of {}",
    "provide regular training to {}",
    "establish clear channels of communication between {}",
    "review the working methods of {}",
    "develop standard operating procedures for {}",
    "allocate sufficient resources to {}",
    "improve the coordination among {}",
    "make written guidance available to {}",
    "evaluate at regular intervals the work of {}",
)
_PEOPLE = (
    "police officers and border guards",
    "labour inspectors",
    "specialized prosecutors",
    "judges and court staff",
    "consular officials",
    "providers of shelter and health care",
    "financial investigators",
    "central authorities",
    "interpreters and legal aid lawyers",
    "liaison officers",
)
_AIMS = (
    "so that presumed victims are recognized and referred to assistance without delay",
    "with a view to gathering evidence that does not rest on the testimony of victims alone",
    "in order to shorten the handling of requests from other States",
    "so as to reduce the number of interviews that each victim has to undergo",
    "with due regard for the safety and privacy of those concerned",
    "in order to trace and confiscate the proceeds of trafficking in persons",
    "so that children receive the support that their age and situation require",
    "taking into account the recommendations of earlier meetings",
)
_ENDS = (
    "including at border crossings and in remote areas",
    "in particular where organized criminal groups are involved",
    "in close cooperation with civil society organizations",
    "making use of information and communications technologies where this is safe",
    "both at the national level and with neighbouring States",
    "on the basis of data disaggregated by sex, age and form of exploitation",
)
_SECOND = (
    "Progress should be reported to the Working Group at its next meeting.",
    "Particular attention should be paid to persons with disabilities.",
    "Such measures should not depend on the cooperation of the victim.",
    "The Secretariat may be requested to support this work, subject to the availability of resources.",
)
_PARTS = (
    "Assessing the needs of each victim individually",
    "Keeping a record of the measures taken",
    "Informing the authorities of other States concerned",
)
_UNITS = 100


def large_draft() -> Draft:
    """Return a draft of 100 units under four headings."""
    chance = random.Random("large draft")
    passages = [Passage("title", _TITLE), Passage("note", MARK)]
    seen: set[tuple[str, str]] = set()
    for number, topic in enumerate(_TOPICS, start=1):
        passages.append(Passage("heading", topic))
        passages.append(
            Passage("chapeau", f"With regard to {topic[0].lower()}{topic[1:]}, the following was put forward for consideration:")
        )
        while len(passages) < 2 + number * (_UNITS - 2) // len(_TOPICS):
            action, people = chance.choice(_ACTIONS), chance.choice(_PEOPLE)
            if (action, people) not in seen:
                seen.add((action, people))
                room = 2 + number * (_UNITS - 2) // len(_TOPICS) - len(passages)
                passages += _point(action.format(people), chance, room)
    return Draft(_TITLE, tuple(passages))


def _point(what: str, chance: random.Random, room: int) -> list[Passage]:
    """Return one point, with a second sentence or with sub-paragraphs now and then. room: units still wanted."""
    opening, aim, end = chance.choice(_OPENINGS), chance.choice(_AIMS), chance.choice(_ENDS)
    way = chance.random()
    if way < 0.08 and room >= 3:
        first, second = chance.sample(_PARTS, 2)
        return [
            Passage("point", f"{opening} {what}, {aim}, {end}, by:"),
            Passage("sub", f"{first};"),
            Passage("sub", f"{second}."),
        ]
    tail = f" {chance.choice(_SECOND)}" if way > 0.8 else ""
    return [Passage("point", f"{opening} {what}, {aim}, {end}.{tail}")]
