"""Play the cast of the sample: twelve delegations, each of which does with the draft what some delegation always does."""

from collections.abc import Callable

from wgtracker.sample.copy import Copy, fresh_copy
from wgtracker.sample.markup import Shape
from wgtracker.sample.returned import Returned
from wgtracker.sample.sheet import Pen
from wgtracker.sample.texts import OLDER, Draft

Player = Callable[[Draft], list[Returned]]

TRAINING = "States parties should train prosecutors accordingly."
REGISTER = (
    "States parties should designate and keep up to date a list of contact points for joint investigations into trafficking in persons, "
    "available at all hours, and should make that list accessible to the competent authorities of other States parties."
)


def brazil(draft: Draft) -> list[Returned]:
    """Two users in one file; one strikes words of the other; a thread of comments, one resolved."""
    ana, lucas = Pen("Ana Ribeiro", "2020-09-16T10:05:00Z"), Pen("LUCAS MOTA (MJSP)", "2020-09-17T15:40:00Z")
    copy = fresh_copy(draft, ana)
    copy.replace("3", "where appropriate", "whenever possible")
    copy.insert("8", "access to ", "free and ")
    copy.insert("1", "standard indicators", " that take account of gender, age and disability")
    copy.replace("17", "granted", "offered")
    copy.pen = lucas
    copy.strike("1", ", age and disability")
    copy.insert("1", "that take account of gender", " and age")
    copy.replace("13", "consider establishing", "establish")
    copy.replace("13", "designating", "designate")
    thread = copy.comment(
        "13", "specialized prosecutors", "Our prosecution service is decentralized. Should the text not mention regional units?"
    )
    copy.pen = ana
    copy.reply(thread, "I would leave this to domestic law; “units” covers both.")
    copy.comment("2", "labour inspectors", "To check with the Ministry of Labour.", resolved=True)
    return [
        Returned("Brazil comments.docx", "Brazil", "State", "2020-09-18T11:20:00+02:00", "two users", copy, Shape("brazil", 0.08, True))
    ]


_EU_FIRST, _EU_SECOND = Pen("EEAS VIENNA", "2020-09-17T09:12:00Z"), Pen("Presidency", "2020-09-18T08:30:00Z")


def _group_changes(copy: Copy) -> None:
    """Make the changes of the European Union; its member's file repeats them to the second."""
    copy.pen = _EU_FIRST
    copy.replace("A chapeau", "were put forward for further consideration", "are proposed for further consideration by the Conference")
    copy.insert("B", "Joint investigations", ", financial investigations")
    copy.insert("2", "judges", ", legal aid providers")
    copy.insert("14(a)", "the assets", ", and the interests of victims")
    copy.replace("14(b)", "service providers.", "service providers;")
    copy.add(
        "14(b)", "On the measures of assistance and protection to be made available to victims who take part as witnesses.", kind="sub"
    )
    copy.pen = _EU_SECOND
    copy.split("19", "Participants should")
    copy.comment("15", "compensation of victims", "The European Union and its member States attach particular importance to compensation.")


def european_union(draft: Draft) -> list[Returned]:
    """A group's file: heading and chapeau amended, a new sub-paragraph (c), a point broken in two."""
    copy = fresh_copy(draft, _EU_FIRST)
    _group_changes(copy)
    full = "European Union and its member States"
    shape = Shape("european union", 0.04, False, '<w:lang w:val="en-US"/>')
    file = "European Union and its member States.docx"
    return [Returned(file, "European Union", "REIO", "2020-09-21T09:00:00+02:00", "group", copy, shape, on_behalf_of=full)]


def france(draft: Draft) -> list[Returned]:
    """A member that worked on its group's file: the group's revisions recur, with its own beside them."""
    copy = fresh_copy(draft, _EU_FIRST)
    copy.held = "group"
    _group_changes(copy)
    copy.held = ""
    copy.pen = Pen("DELPHINE MARCHAND", "2020-09-22T14:02:00Z")
    copy.replace("3", "where appropriate", "whenever possible")
    copy.replace("20", "to the Working Group on the results", "on the results at the next meeting of the Working Group")
    copy.comment("20", "availability of extrabudgetary resources", "France is considering a voluntary contribution for this purpose.")
    shape = Shape("france", 0.04, True, '<w:lang w:val="fr-FR"/>')
    return [Returned("France.docx", "France", "State", "2020-09-22T17:45:00+02:00", "member of a group", copy, shape, language="fr")]


def kenya(draft: Draft) -> list[Returned]:
    """Worked in the working copy (hidden bookmarks): an inner insertion, a move, wording shared with others."""
    copy = fresh_copy(draft, Pen("Permanent Mission of Kenya", "2020-09-20T07:30:00Z"))
    copy.insert("3", "where appropriate", " and feasible")
    copy.insert("8", "access to ", "free and ")
    copy.move("16", "11")
    copy.replace("18", "are invited to", "should consider")
    copy.add("15", REGISTER)
    copy.comment("3", "", "The principle of non-punishment needs to leave room for the circumstances of each case.")
    copy.comment("16", "", "Kenya suggests dealing with the exchange of information before joint investigative teams.")
    shape = Shape("kenya", 0.05, True)
    return [Returned("Kenya_PM Vienna.docx", "Kenya", "State", "2020-09-21T08:15:00+02:00", "working copy", copy, shape, bookmarks="kept")]


def egypt(draft: Draft) -> list[Returned]:
    """Written in Arabic: an Arabic author, comments (one on struck words) and a new paragraph."""
    copy = fresh_copy(draft, Pen("البعثة الدائمة لمصر", "2020-09-21T12:00:00Z"))
    copy.strike("3", ", where appropriate,")
    copy.comment_on_struck("3", ", where appropriate,", "نقترح حذف هذه العبارة لأنها تُضعف المبدأ.", language="ar")
    copy.add(
        "9", "ينبغي للدول الأطراف أن تعزز التعاون مع بلدان المنشأ في جمع البيانات المتعلقة بضحايا الاتجار بالأشخاص وتبادلها.", language="ar"
    )
    copy.comment_on_new("ينبغي", "نص مقترح من وفد مصر، مقدَّم باللغة العربية.", language="ar")
    copy.comment("15", "confiscated assets", "يرجى توضيح نطاق هذا الحكم.", language="ar")
    return [Returned("Egypt - مصر.docx", "Egypt", "State", "2020-09-22T10:00:00+02:00", "Arabic", copy, Shape("egypt"), language="ar")]


def switzerland(draft: Draft) -> list[Returned]:
    """An alternative rewrite, a split with changed words, a merge, brackets only; Word turned quotes and spaces by itself."""
    copy = fresh_copy(draft, Pen("Zürcher Regula EDA", "2020-09-19T16:25:00Z"))
    copy.autocorrect("12", '"starter kit"', "“starter kit”")
    copy.autocorrect("12", "victims' safety", "victims’ safety")
    copy.autocorrect("4", "age of the person, the degree", "age of the person,\u00a0the degree")
    copy.replace(
        "3",
        "should consider, where appropriate, not prosecuting victims for offences committed as a direct consequence of "
        "having been trafficked",
        "should apply the principle of non-punishment",
    )
    copy.insert("8", "access to ", "free and ")
    copy.replace("9", ", and should share", ".States parties should share")
    copy.split("9", "States parties should share")
    copy.replace("1", ".", " and ")
    copy.strike("2", "States parties ")
    copy.merge("1")
    copy.insert("7", "recovery and reflection, ", "[")
    copy.insert("7", "removal from the territory", "]")
    shape = Shape("switzerland", 0.03, False, '<w:lang w:val="de-CH"/>')
    return [Returned("Switzerland.docx", "Switzerland", "State", "2020-09-21T18:30:00+02:00", "split and merge", copy, shape)]


def chile(draft: Draft) -> list[Returned]:
    """Two parts, two files: 3 bis and shared wording in the one, a deleted point and a shared new point in the other."""
    first = fresh_copy(draft, Pen("Ignacio Paredes", "2020-09-21T19:10:00Z"))
    first.add_by_enter("3", TRAINING)
    first.insert("8", "access to ", "free and ")
    first.insert("5(b)", "guardian", ", a legal representative")
    second = fresh_copy(draft, Pen("Ignacio Paredes", "2020-09-23T20:45:00Z"))
    second.remove("18")
    second.add("15", REGISTER)
    second.comment("16", "secure channels", "Chile could share its experience with secure channels.")
    shape = Shape("chile", 0.06, True, '<w:lang w:val="es-CL"/>')
    return [
        Returned("Chile part 1.docx", "Chile", "State", "2020-09-22T02:15:00+02:00", "part 1 of 2", first, shape, language="es"),
        Returned("Chile part 2.docx", "Chile", "State", "2020-09-24T03:50:00+02:00", "part 2 of 2", second, shape, language="es"),
    ]


def japan(draft: Draft) -> list[Returned]:
    """Tracking off, and a cover letter beside the file."""
    copy = fresh_copy(draft, Pen("Japan", "2020-09-23T01:00:00Z"), way="plain")
    copy.replace("4", "should issue guidance", "should consider issuing guidance")
    copy.replace("13", "sufficient resources, multidisciplinary support", "adequate resources")
    copy.add("19", "States parties are encouraged to evaluate such training and to share the results with the Secretariat.")
    letter = (
        "Permanent Mission of Japan to the International Organizations in Vienna",
        "The Permanent Mission presents its compliments to the Secretariat and has the honour to transmit herewith the comments of its "
        "Government on the draft discussion points.",
        "The Permanent Mission avails itself of this opportunity to renew to the Secretariat the assurances of its highest consideration.",
        "Vienna, 24 September 2020",
    )
    when = "2020-09-24T09:05:00+02:00"
    return [
        Returned("Japan.docx", "Japan", "State", when, "tracking off", copy, Shape("japan", 0.05, True)),
        Returned("Japan cover letter.docx", "Japan", "State", when, "cover letter", None, Shape("letter"), letter=letter),
    ]


def nigeria(draft: Draft) -> list[Returned]:
    """Marked by hand: red and underlined what is new, struck through what should go."""
    copy = fresh_copy(draft, Pen("", ""), way="hand")
    copy.insert("2", "receive regular", " and specialized")
    copy.replace("11", "should conclude, where useful,", "should, where useful, conclude")
    copy.strike("12", ', such as a model agreement or a "starter kit",')
    copy.add(
        "17", "States parties should support victims who return to their country of origin so that they can take part in the proceedings."
    )
    shape = Shape("nigeria", 0.0, True)
    return [Returned("Nigeria - inputs in red.docx", "Nigeria", "State", "2020-09-24T16:20:00+02:00", "marked by hand", copy, shape)]


def canada(draft: Draft) -> list[Returned]:
    """Late, and made on an older draft: the base differs in four points, with tracked changes on top."""
    copy = fresh_copy(draft, Pen("Global Affairs Canada", "2020-09-28T13:30:00Z"))
    for at, (now, then) in OLDER.items():
        copy.base_reads(at, now, then)
    copy.replace("6", "without undue delay or cost", "without undue delay and free of charge")
    copy.insert("17", "victims in cross-border proceedings", ", in particular children,")
    copy.replace("11", "the Convention", "the Convention and its Protocols")
    copy.comment("6", "expunged", "Canada would prefer “sealed”, the term used in its legislation.")
    shape = Shape("canada", 0.05, True, '<w:lang w:val="en-CA"/>')
    return [Returned("Canada.docx", "Canada", "State", "2020-09-28T20:10:00+02:00", "older draft, late", copy, shape, late=True)]


def norway(draft: Draft) -> list[Returned]:
    """Supports all and changes nothing: one comment without a range."""
    copy = fresh_copy(draft, Pen("MFA Norway", "2020-09-24T11:00:00Z"))
    copy.comment_at_point("title", "We support all the discussion points as drafted.")
    return [Returned("Norway.docx", "Norway", "State", "2020-09-24T13:10:00+02:00", "supports all", copy, Shape("norway"))]


def network(draft: Draft) -> list[Returned]:
    """A non-governmental organization: one change, and a comment that runs over two paragraphs."""
    copy = fresh_copy(draft, Pen("J. Okonjo", "2020-09-25T08:00:00Z"))
    copy.replace("10", "on the sole ground of irregular entry", "on the ground of irregular entry")
    copy.comment_across("5(a)", "best interests of the child", "5(b)", "Both sub-paragraphs should also apply where age is in doubt.")
    name = "Network for the Rights of Trafficked Persons (sample)"
    return [Returned("NGO network.docx", name, "NGO", "2020-09-25T17:59:00+02:00", "NGO", copy, Shape("network", 0.1))]


CAST: tuple[Player, ...] = (
    brazil,
    european_union,
    france,
    kenya,
    egypt,
    switzerland,
    chile,
    japan,
    nigeria,
    canada,
    norway,
    network,
)
