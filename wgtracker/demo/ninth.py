"""Hold the ninth meeting of the demonstration: its facts are public, its counts too; every sentence was written for wgtracker.

Facts and counts: the Chair's notes on the ninth meeting (9–11 September 2019): 18 general recommendations, 8 on crime prevention and 13 on
diplomatic and consular officials and liaison officers. The words adopted there are not repeated here; each row is marked as a sample.
"""

from datetime import date

from wgtracker import models as m
from wgtracker.services.sessions import SessionFacts

FACTS = SessionFacts(
    ordinal=9,
    word=m.MeetingWord.MEETING,
    opens_on=date(2019, 9, 9),
    closes_on=date(2019, 9, 11),
    place="Vienna",
    zone="Europe/Vienna",
    mode=m.Mode.IN_PERSON,
    chair="Ms. Nazhat Shameem Khan",
    chair_state="Fiji",
    unit_name="recommendation",
    officer="Secretariat of the Working Group",
    officer_address="secretariat@example.org",
)

GENERAL = """\
States parties should keep their national strategies against trafficking in persons under regular review and make the results public.
States parties should provide the authorities that identify victims with written procedures and with time to apply them.
States parties are encouraged to designate one office that coordinates all measures against trafficking in persons.
States parties should base their measures on data that are comparable from year to year.
States parties should protect the personal data of victims at each stage of the proceedings.
States parties should consult persons who survived trafficking when they draw up measures that concern them.
States parties should ensure that assistance does not depend on a victim's readiness to testify.
States parties are invited to exchange experience with measures that were given up, and the reasons for it.
States parties should fund civil society organizations that assist victims for periods longer than one year.
States parties should train interpreters who work with victims in the vocabulary and the ethics of that work.
States parties should make information on rights available in the languages that victims speak.
States parties should consider appointing an independent rapporteur or an equivalent mechanism.
States parties should review whether fees and fines prevent victims from regularizing their stay.
States parties should cooperate in the search for missing children who may have been trafficked.
States parties are encouraged to use the questionnaires of the review mechanism also for their own planning.
States parties should ensure that measures against trafficking in persons do not restrict the right to seek asylum.
The Conference may wish to invite the Secretariat to collect model forms for the referral of victims.
The Secretariat should, subject to the availability of extrabudgetary resources, continue to provide technical assistance on request.
"""

PREVENTION = """\
States parties should address, in their crime prevention measures, the demand that fosters exploitation.
States parties should inform jobseekers, before they depart, of recruitment practices that are unlawful.
States parties should supervise private recruitment agencies and publish the names of those whose licence was withdrawn.
States parties are encouraged to require large enterprises to report on forced labour in their supply chains.
States parties should test information campaigns with the persons they are meant for, and measure what they achieve.
States parties should give schools material on the risks of exploitation that is fit for the age of the pupils.
States parties should involve local authorities in the assessment of risks, since they know their neighbourhoods best.
States parties should consider the risk of trafficking in persons in their plans for natural disasters and other emergencies.
"""

OFFICIALS = """\
States parties should instruct their diplomatic and consular staff on the indicators of trafficking in persons before each posting.
States parties should give consular posts a contact point in the capital that can be reached at all hours.
States parties should enable consular posts to issue travel documents to victims without delay and free of charge.
States parties are encouraged to have labour attachés visit workplaces in sectors at risk.
States parties should hold, on arrival, private interviews with domestic workers employed in diplomatic households.
States parties should register the contracts of such workers and have their wages paid into accounts of their own.
States parties should consider not accrediting workers to households in which abuse was established.
States parties should post liaison officers along the routes of which they know that they are used by traffickers.
States parties should define the tasks of liaison officers in writing and share them with the receiving State.
States parties are invited to let liaison officers of several States share premises, interpreters and analysis.
States parties should ensure that requests passed by liaison officers are followed by formal requests where evidence is needed.
States parties should evaluate the work of liaison officers and exchange the lessons learned.
The Secretariat should, within existing resources, keep an up-to-date list of consular contact points for trafficking in persons.
"""

TOPICS = (
    ("General recommendations", m.TopicKind.GENERAL, GENERAL),
    ("Crime prevention measures with respect to trafficking in persons", m.TopicKind.SPECIFIC, PREVENTION),
    ("Diplomatic and consular officials and liaison officers", m.TopicKind.SPECIFIC, OFFICIALS),
)
"""Each topic with its kind and its recommendations, one a line: 18 + 8 + 13 = 39."""
