"""Hold the words of the sample draft: our own wording, in the genre of a working group's discussion points.

The meeting's facts (body, place, dates, Chair, topics) are public; every sentence below was written for wgtracker.
"""

from typing import NamedTuple


class Passage(NamedTuple):
    """One paragraph of the draft. kind: title | note | heading | chapeau | point | sub. text: without its list number."""

    kind: str
    text: str


class Draft(NamedTuple):
    """A whole draft, in order; a passage's place in it is its unit index."""

    title: str
    passages: tuple[Passage, ...]


MARK = "Sample text written for wgtracker; not a United Nations document"

TITLE = "Draft discussion points for future consideration"

_CRIMINAL_JUSTICE = (
    Passage("heading", "Criminal justice responses to victims of trafficking in persons who have been compelled to commit offences"),
    Passage(
        "chapeau",
        "With regard to criminal justice responses to victims who have been compelled to commit offences, the following discussion points "
        "were put forward for further consideration:",
    ),
    Passage(
        "point",
        "States parties should identify victims of trafficking in persons at the earliest possible stage, including among persons who are "
        "arrested, detained or charged, by means of standard indicators and with the support of trained personnel and, where necessary, of "
        "competent civil society organizations.",
    ),
    Passage(
        "point",
        "States parties should ensure that police officers, prosecutors, judges, border guards and labour inspectors receive regular "
        "training on the ways in which traffickers compel their victims to take part in unlawful activities, including through debt, "
        "threats, deception and the abuse of a position of vulnerability.",
    ),
    Passage(
        "point",
        "States parties should consider, where appropriate, not prosecuting victims for offences committed as a direct consequence of "
        "having been trafficked.",
    ),
    Passage(
        "point",
        "States parties should issue guidance to prosecutors on the factors to be weighed when deciding whether to discontinue proceedings "
        "against a presumed victim, such as the age of the person, the degree of control exercised by the trafficker and the gravity of "
        "the offence.",
    ),
    Passage("point", "In criminal proceedings that involve children who may have been trafficked, States parties should:"),
    Passage(
        "sub",
        "Give primary consideration to the best interests of the child at every stage of the proceedings, including when deciding whether "
        "to bring charges;",
    ),
    Passage(
        "sub",
        "Appoint without delay a guardian or another suitable representative, and make available legal assistance in a language that the "
        "child understands.",
    ),
    Passage(
        "point",
        "States parties should ensure that victims who have been convicted of offences that they were compelled to commit have access to a "
        "procedure by which the conviction may be reviewed [and, in accordance with domestic law, expunged from criminal records], without "
        "undue delay or cost.",
    ),
    Passage(
        "point",
        "States parties are encouraged to grant presumed victims a period of recovery and reflection, during which no decision is taken on "
        "charges against them and no measure is taken for their removal from the territory, and to inform them of that possibility in "
        "writing.",
    ),
    Passage(
        "point",
        "States parties should provide victims with access to qualified legal aid, interpretation and information on their rights from the "
        "first contact with the authorities, irrespective of whether they are willing to cooperate with the criminal justice system.",
    ),
    Passage(
        "point",
        "States parties should collect data, disaggregated by sex, age and form of exploitation, on the number of cases in which the "
        "principle of non-punishment was applied, and should share with the Working Group the lessons drawn from such cases, with due "
        "respect for the protection of personal data.",
    ),
    Passage(
        "point",
        "States parties should refrain from detaining presumed victims of trafficking in persons on the sole ground of irregular entry, "
        "stay or work, and should refer them to appropriate accommodation, medical care and counselling pending the outcome of the "
        "identification process.",
    ),
)

_JOINT_INVESTIGATIONS = (
    Passage("heading", "Joint investigations and specialized prosecutions"),
    Passage(
        "chapeau",
        "With regard to joint investigations and specialized prosecutions, the following discussion points were put forward for further "
        "consideration:",
    ),
    Passage(
        "point",
        "States parties should make full use of the Convention as a legal basis for joint investigations into trafficking in persons and "
        "should conclude, where useful, bilateral or regional agreements or arrangements that set out the composition, leadership and "
        "duration of joint investigative teams.",
    ),
    Passage(
        "point",
        'States parties should circulate to their competent authorities a short practical guide, such as a model agreement or a "starter '
        "kit\", so that a joint investigative team can be set up within days of the first request and the victims' safety can be planned "
        "for.",
    ),
    Passage(
        "point",
        "States parties should consider establishing specialized prosecution units or designating specialized prosecutors for cases of "
        "trafficking in persons, and should provide them with sufficient resources, multidisciplinary support and the authority to direct "
        "investigations from the outset.",
    ),
    Passage("point", "States parties that take part in a joint investigation should agree at an early stage:"),
    Passage(
        "sub",
        "On the jurisdiction in which a prosecution can be conducted most effectively, taking into account the location of the victims, "
        "the evidence and the assets;",
    ),
    Passage(
        "sub",
        "On the rules for the gathering, transmission and admissibility of evidence, including electronic evidence held by service "
        "providers.",
    ),
    Passage(
        "point",
        "States parties should carry out financial investigations in parallel with investigations into trafficking in persons, with a view "
        "to tracing, freezing and confiscating the proceeds of crime, and should consider using confiscated assets for the compensation of "
        "victims.",
    ),
    Passage(
        "point",
        "States parties should exchange information spontaneously, through secure channels and direct contacts between competent "
        "authorities, where that information may help another State party to open an investigation, to identify victims or to prevent "
        "further offences.",
    ),
    Passage(
        "point",
        "States parties should reduce the burden placed on victims in cross-border proceedings by avoiding repeated interviews, by making "
        "use of videoconferencing for testimony and by coordinating the measures of protection granted in each of the jurisdictions "
        "concerned.",
    ),
    Passage(
        "point",
        "States parties are invited to post liaison officers or liaison magistrates in countries of origin, transit and destination, or to "
        "share such officers among several States, in order to speed up the handling of requests for mutual legal assistance.",
    ),
    Passage(
        "point",
        "States parties should organize joint training and tabletop exercises for investigators, prosecutors and judges, using simulated "
        "cases that reflect current forms of trafficking, including those facilitated by the misuse of information and communications "
        "technologies. Participants should include practitioners from countries of origin, transit and destination.",
    ),
    Passage(
        "point",
        "The Secretariat should, subject to the availability of extrabudgetary resources, continue to develop tools and to provide "
        "technical assistance on joint investigations and specialized prosecutions, upon request, and should report to the Working Group "
        "on the results.",
    ),
)

STANDARD = Draft(TITLE, (Passage("title", TITLE), Passage("note", MARK), *_CRIMINAL_JUSTICE, *_JOINT_INVESTIGATIONS))

OLDER = {
    "4": ("when deciding whether to discontinue proceedings", "in deciding whether to end proceedings"),
    "10": ("appropriate accommodation, medical care and counselling", "suitable shelter and care"),
    "15": ("in parallel with", "alongside"),
    "17": ("by avoiding repeated interviews, by making use of", "by avoiding repeated interviews and by making use of"),
}
"""What an earlier draft said: point label -> (words of this draft, words of that one)."""
