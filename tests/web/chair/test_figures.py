"""The Conference hears of 18 + 8 + 13 = 39; the matrix tells who says what."""

import io
import zipfile
from datetime import date

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import make_actor, make_body, make_session
from tests.papers import cases
from tests.put import Held, put_round
from tests.web.pages import client_of
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database


@pytest.fixture
def ninth(app: Flask, database: Database) -> tuple[FlaskClient, int]:
    """The ninth meeting with what it adopted, the eighth before the Conference, and another body's session beside them."""
    with database.write() as db:
        body, other = make_body(db), make_body(db, "Working Group on Firearms", "FIR")
        eighth = make_session(db, body, 8, date(2018, 7, 2))
        eighth.conference_opens_on = date(2018, 10, 15)
        session = make_session(db, body, 9, date(2019, 9, 9))
        session.conference_opens_on = date(2020, 10, 12)
        elsewhere = make_session(db, other, 7, date(2019, 5, 1))
        for of, counts in ((session, (18, 8, 13)), (eighth, (5, 0, 0)), (elsewhere, (99, 0, 0))):
            kinds = (m.TopicKind.GENERAL, m.TopicKind.SPECIFIC, m.TopicKind.SPECIFIC)
            for at, (count, title, kind) in enumerate(zip(counts, ("General", "Crime prevention", "Diplomatic personnel"), kinds)):
                topic = m.Topic(session_id=of.id, position=at, title=title, kind=kind)
                db.add(topic)
                db.flush()
                db.add_all(
                    m.Recommendation(
                        session_id=of.id, topic_id=topic.id, position=100 * at + n, kind=m.UnitKind.RECOMMENDATION, status=m.Status.ADOPTED
                    )
                    for n in range(count)
                )
        chair, number = make_actor(db, m.Role.CHAIR, of=session), session.id
        assert clock.now()
    return client_of(app, database, chair), number


def test_the_ninth_meeting_adopted_thirty_nine(ninth: tuple[FlaskClient, int]) -> None:
    client, session = ninth
    page = client.get(f"/s/{session}/figures").text
    assert "18 general + 8 (Crime prevention) + 13 (Diplomatic personnel) = 39" in page
    assert "eighth meeting" not in page
    assert "seventh" not in page
    assert "99 general" not in page
    assert "eighth meeting" in client.get(f"/s/{session}/figures?since=2018-01-01").text
    assert client.get(f"/s/{session}/figures?since=yesterday").status_code == 422


def test_the_figures_come_as_a_sheet_and_as_a_word_table(ninth: tuple[FlaskClient, int]) -> None:
    client, session = ninth
    sheet = client.get(f"/s/{session}/figures?as=xlsx").data
    words = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/sharedStrings.xml").decode()
    assert "ninth meeting" in words
    assert "Crime prevention; Diplomatic personnel" in words
    table = docx.Document(io.BytesIO(client.get(f"/s/{session}/figures?as=docx").data)).tables[0]
    assert table.rows[1].cells[-1].text.endswith("= 39")


def test_the_matrix_tells_who_says_what_and_filters(app: Flask, database: Database) -> None:
    with database.write() as db:
        put_round(db, cases.many_names(), code="OTHER")
        held: Held = put_round(db, cases.several_at_one_place())
    client = client_of(app, database, held.chair)
    page = client.get(f"/r/{held.round_id}/matrix").text
    assert "Egypt" in page
    assert "Bolivia" not in page
    row = page.partition(">3</a></th>")[2].partition("</tr>")[0]
    assert row.count("proposes other wording") >= 3
    assert row.count("new paragraph after it") == 1
    only = client.get(f"/r/{held.round_id}/matrix?delegation=Chile&says=new").text.partition("<thead>")[2].partition("</table>")[0]
    assert "Chile" in only
    assert "Egypt" not in only
    assert only.count("<tr>") == 2
    assert client.get(f"/r/{held.round_id}/matrix?as=xlsx").data[:2] == b"PK"
    assert client_of(app, database, held.heads["Egypt"]).get(f"/r/{held.round_id}/matrix").status_code == 403
