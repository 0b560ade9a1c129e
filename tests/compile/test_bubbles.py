"""Where each comment bubble stands: a unit, a new paragraph, outside the body, on the whole; or held, or unplaced."""

from tests.compile.factory import POINTS, body, compile_bodies, paragraph
from tests.word.files import make_docx, part
from wgtracker.compile.model import Comment, Submission


def bubble(number: int, inner: str) -> str:
    """Put a comment around something inside a paragraph."""
    reference = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    return f'<w:commentRangeStart w:id="{number}"/>{inner}<w:commentRangeEnd w:id="{number}"/>{reference}'


def comments(*texts: str) -> str:
    lines = (f'<w:comment w:id="{n}" w:author="Ana"><p>{{{text}}}</p></w:comment>' for n, text in enumerate(texts, start=1))
    return part("comments", "".join(lines))


def compile_with(content: str, *texts: str, **parts: str) -> Submission:
    file = make_docx(content, {"comments": comments(*texts), **parts})
    submission = compile_bodies({"Brazil.docx": file}).submissions[0]
    account = submission.account.comments
    assert account.in_file == len(texts) == account.placed + account.held + account.unplaced
    return submission


def only(submission: Submission) -> Comment:
    assert [len(submission.comments), *map(bool, (submission.held, submission.unplaced))] == [1, False, False]
    return submission.comments[0]


def test_on_words_of_a_unit() -> None:
    text = f"<p>{{2. {POINTS[1][:20]}}}{bubble(1, '{' + POINTS[1][20:] + '}')}</p>"
    one = only(compile_with(body({2: text}), "Why?"))
    assert (one.unit, one.amendment, one.where, one.anchor, one.text) == (2, None, "", POINTS[1][20:], "Why?")


def test_over_several_units_it_stands_where_its_range_starts() -> None:
    start = f'<p><w:commentRangeStart w:id="1"/>{{2. {POINTS[1]}}}</p>'
    end = f'<p>{{4. {POINTS[3]}}}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></p>'
    assert only(compile_with(body({2: start, 4: end}), "All of these.")).unit == 2


def test_on_struck_words_and_on_a_struck_point() -> None:
    words = f"<p>{{3. The Secretariat should }}<del>{bubble(1, '[continue to ]')}</del>{{{POINTS[2][35:]}}}</p>"
    assert (only(compile_with(body({3: words}), "Not needed.")).unit) == 3
    point = f"<p del>{bubble(1, f'<del>[4. {POINTS[3]}]</del>')}</p>"
    assert only(compile_with(body({4: point}), "Not needed.")).unit == 4


def test_on_a_new_paragraph_it_names_the_amendment() -> None:
    change = f"<p>{{1. {POINTS[0]}}}<ins>{{ Always.}}</ins></p>"
    new = f"<p ins>{bubble(1, '<ins>{States parties should train interpreters.}</ins>')}</p>"
    submission = compile_with(body({1: change, 4: new + paragraph(f"4. {POINTS[3]}")}), "New.")
    one = only(submission)
    assert (one.unit, one.amendment) == (None, 1)
    assert submission.amendments[1].kind == "new"


def test_on_the_second_half_of_a_split_unit() -> None:
    split = f"<p ins>{{1. {POINTS[0][:27]}}}</p><p>{bubble(1, '{' + POINTS[0][27:] + '}')}</p>"
    assert only(compile_with(body({1: split}), "Apart.")).unit == 1


def test_without_an_anchor_it_is_on_the_whole() -> None:
    one = only(compile_with(body(), "Thank you."))
    assert (one.unit, one.amendment, one.where, one.anchor) == (None, None, "", "")


def test_outside_of_the_body_it_says_where() -> None:
    note = part("footnotes", f'<w:footnote w:id="2"><p>{bubble(1, "{See the report.}")}</p></w:footnote>')
    one = only(compile_with(body(), "Which?", footnotes=note))
    assert (one.unit, one.where) == (None, "footnotes")


def test_on_an_empty_line_it_belongs_to_the_unit_above() -> None:
    assert only(compile_with(body({3: paragraph(f"3. {POINTS[2]}") + f"<p>{bubble(1, '')}</p>"}), "Here?")).unit == 3


def test_on_a_file_of_something_else_it_is_unplaced() -> None:
    letter = f"<p>{bubble(1, '{The Permanent Mission presents its compliments to the Secretariat.}')}</p>"
    submission = compile_with(letter, "Sent late.")
    assert [aside.reason for aside in submission.unplaced if aside.kind == "comment"] == ["The file is not made on this draft"]


def test_on_a_letterhead_it_is_unplaced() -> None:
    head = f"<p>{bubble(1, '{Permanent Mission of Brazil}')}</p>"
    submission = compile_with(head + body(), "Our new address.")
    assert [aside.reason for aside in submission.unplaced if aside.kind == "comment"] == [
        "The comment stands on a paragraph that the draft does not have"
    ]


def test_five_hundred_on_one_unit_are_all_there() -> None:
    opening = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(1, 501))
    closing = "".join(f'<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(1, 501))
    submission = compile_with(body({2: f"<p>{opening}{{2. {POINTS[1]}}}{closing}</p>"}), *(f"Note {n}" for n in range(1, 501)))
    assert [(one.unit, one.text) for one in submission.comments] == [(2, f"Note {n}") for n in range(1, 501)]
