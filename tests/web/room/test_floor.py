"""The operator at the floor and with positions: read back, saved once, listed, exported; shown to delegations only where switched on."""

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from tests.reading import Reading
from tests.services.test_stances import record
from tests.web.delegate.test_room import Seen
from wgtracker import models as m
from wgtracker.room import model as r


@pytest.fixture
def operator(app: Flask, reading: Reading) -> Seen:
    return Seen(app, reading, reading.held.operator)


def fill(operator: Seen, label: str, **fields: Any) -> dict[str, Any]:
    """Fill in the form as the operator does."""
    reading = operator.reading
    kept = {"key": "k", "upto": reading.room().last, "delegation": "Egypt", "unit": reading.unit(label).id, "kind": "wording", "after": ""}
    return {**kept, **fields}


def save(operator: Seen, fields: dict[str, Any]) -> Any:
    """Let it be read back, then save what was read back."""
    path = f"/n/{operator.reading.id}/floor"
    back = operator.send(path, **fields, act="read")
    shown = re.search(r'name="shown"[^>]*value="([0-9a-f]+)"', back.text)
    assert shown, back.text
    return operator.send(path, **fields, act="save", shown=shown.group(1))


def test_what_is_typed_is_read_back_as_printed_before_it_is_saved(operator: Seen) -> None:
    reading, path = operator.reading, f"/n/{operator.reading.id}/floor"
    page = operator.read(f"{path}?unit={reading.unit('4.').id}")
    assert reading.unit("4.").state.text in page
    fields = fill(operator, "4.", text=reading.unit("4.").state.text.replace("continue to ", ""))
    back = operator.send(path, **fields, act="save")
    assert back.status_code == 200
    assert "Read back: as it will be printed" in back.text
    assert reading.unit("4.").state.proposals == ()
    answer = save(operator, fields)
    assert answer.status_code == 303
    (proposal,) = reading.unit("4.").state.proposals
    assert (proposal.by, proposal.confirmed) == ("Egypt", False)
    assert save(operator, fields).status_code == 303
    assert len(reading.unit("4.").state.proposals) == 1, "the same form is one act"
    assert "as read from the floor" in operator.read(path)


def test_a_new_paragraph_is_read_back_with_its_label(operator: Seen) -> None:
    fields = fill(operator, "5.", kind="new", text="States parties should fund training.")
    back = operator.send(f"/n/{operator.reading.id}/floor", **fields, act="read")
    assert "[5 bis States parties should fund training. (Egypt)]" in " ".join(
        re.sub(r"<span class=\"vh\">.*?</span>|<[^>]+>", "", back.text).split()
    )
    assert save(operator, fields).status_code == 303
    assert operator.reading.unit("5 bis").by == ("Egypt",)


def test_errors_are_told_and_words_kept(operator: Seen) -> None:
    path, reading = f"/n/{operator.reading.id}/floor", operator.reading
    answer = operator.send(path, **fill(operator, "4.", delegation="Atlantis", text="Some words."), act="read")
    assert answer.status_code == 422
    assert "Some words." in answer.text
    answer = operator.send(path, **fill(operator, "4.", text=reading.unit("4.").state.text), act="read")
    assert answer.status_code == 422
    fields = fill(operator, "4.", text="Other words.")
    back = operator.send(path, **fields, act="read")
    shown = re.search(r'name="shown"[^>]*value="([0-9a-f]+)"', back.text)
    assert shown
    reading.do("4.", r.Stood("Kenya", r.Stand.SUPPORTS))
    answer = operator.send(path, **fields, act="save", shown=shown.group(1))
    assert answer.status_code == 422
    assert "Your words are kept" in answer.text
    assert "Other words." in answer.text
    assert operator.send(path, **fill(operator, "4.", kind="wording", text=""), act="take").status_code == 200
    assert reading.unit("4.").state.text in operator.read(f"{path}/text?unit={reading.unit('4.').id}&kind=wording")


def test_positions_are_recorded_listed_and_ended(operator: Seen) -> None:
    reading = operator.reading
    path, seen = f"/n/{reading.id}/u/{reading.unit('3.').id}/stances", reading.unit("3.").state.last
    kenya = reading.of("3.", "Kenya")[0].proposal
    fields = {"key": "s", "seen": seen, "by": "Chile", "how": "co_sponsors", "on": kenya, "act": "record"}
    assert operator.send(path, **fields).status_code == 303
    page = operator.words(path)
    assert "Chile" in page
    assert "the proposal of Kenya" in page
    wrong = operator.send(path, **{**fields, "key": "t", "by": "Atlantis", "seen": reading.unit("3.").state.last})
    assert wrong.status_code == 422
    assert "Atlantis" in wrong.text
    stale = operator.send(path, **{**fields, "key": "u", "how": "opposes"})
    assert stale.status_code == 422
    ended = operator.send(path, key="v", seen=reading.unit("3.").state.last, by="Chile", on=kenya, act="end")
    assert ended.status_code == 303
    assert reading.unit("3.").state.stances[-1].until


def test_the_matrix_is_as_at_and_goes_into_a_sheet(app: Flask, operator: Seen) -> None:
    reading = operator.reading
    done = record(reading, "Chile", "5.", r.Stand.OPPOSES)
    chair = Seen(app, reading, reading.held.chair)
    path = f"/n/{reading.id}/matrix"
    assert 'title="opposes"' in chair.read(path)
    assert 'title="opposes"' not in chair.read(f"{path}?at={done.number - 1}")
    assert "As at act" in chair.words(f"{path}?at={done.number - 1}")
    assert 'title="comments"' not in chair.read(f"{path}?says=opposes")
    assert chair.client.get(f"{path}?at=tomorrow").status_code == 422
    sheet = chair.client.get(f"{path}?as=xlsx&at={done.number}")
    with zipfile.ZipFile(io.BytesIO(sheet.data)) as archive:
        words = archive.read("xl/sharedStrings.xml").decode()
    assert "opposes" in words
    assert "Chile" in words
    assert "Record a position" not in chair.read(f"/n/{reading.id}/u/{reading.unit('5.').id}/stances")
    kenya = Seen(app, reading, reading.held.heads["Kenya"])
    assert kenya.client.get(path).status_code == 403
    assert kenya.client.get(f"/n/{reading.id}/u/{reading.unit('5.').id}/stances").status_code == 403


def test_the_switch_belongs_to_the_operator(app: Flask, operator: Seen) -> None:
    reading, path = operator.reading, f"/n/{operator.reading.id}/stances"
    record(reading, "Chile", "5.", r.Stand.OPPOSES)
    kenya, chair = Seen(app, reading, reading.held.heads["Kenya"]), Seen(app, reading, reading.held.chair)
    assert "Who stands where" not in kenya.read(kenya.point("5."))
    assert chair.send(path, act="show").status_code == 403
    assert operator.send(path, act="show").status_code == 303
    assert "Chile" in kenya.words(kenya.point("5.")).partition("Who stands where")[2]
    assert operator.send(path, act="hide").status_code == 303
    assert "Who stands where" not in kenya.read(kenya.point("5."))
    with reading.database.read() as db:
        assert not db.get_one(m.Negotiation, reading.id).shows_stances


def test_the_same_form_with_other_words_is_another_act(operator: Seen) -> None:
    text = operator.reading.unit("4.").state.text
    first = fill(operator, "4.", text=text + " First.")
    assert save(operator, first).status_code == 303
    assert save(operator, first).status_code == 303
    assert save(operator, fill(operator, "4.", delegation="Kenya", text=text + " Kenyan words.")).status_code == 303
    said = [one.proposed for one in operator.reading.unit("4.").state.proposals]
    assert (said.count(text + " First."), said.count(text + " Kenyan words.")) == (1, 1)
