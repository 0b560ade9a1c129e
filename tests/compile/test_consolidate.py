"""Whose a file is, what is held, what replaces what, and that the order of files changes nothing."""

import itertools
import json
from pathlib import Path

import jsonschema
import pytest

from tests.compile.factory import POINTS, body, compile_bodies
from tests.word.files import make_docx, part
from wgtracker.compile import consolidate
from wgtracker.compile.findings import Finding
from wgtracker.compile.place import Placed, place
from wgtracker.compile.raw import Raw, count_raw
from wgtracker.compile.report import report, write_report
from wgtracker.errors import BadInput, NotBalanced, UnusableDraft
from wgtracker.word.package import Package

DELETES = '<p>{3. The Secretariat should }<del by="X">[continue to ]</del>{provide technical assistance to requesting States.}</p>'
ADDS = '<p>{1. States parties should train }<ins by="EU">{all }</ins>{judges and prosecutors on the principle of non-punishment.}</p>'
ALSO = '<p>{1. States parties should train }<ins by="EU">{al}</ins><ins by="EU">{l }</ins>{judges }<ins by="FR">{, lawyers }</ins>'
ALSO += "{and prosecutors on the principle of non-punishment.}</p>"


def test_delegation_from_the_map_the_name_or_the_file() -> None:
    files = {"Brazil comments.docx": body(), "03_FRA.docx": body(), "inputs.docx": body()}
    made = compile_bodies(files, "file,delegation,category\ninputs.docx,Network of Friends,NGO\n")
    assert {one.file: (one.delegation, one.category) for one in made.submissions} == {
        "Brazil comments.docx": ("Brazil", "State"),
        "03_FRA.docx": ("France", "State"),
        "inputs.docx": ("Network of Friends", "NGO"),
    }
    assert [one.name for one in made.delegations] == ["Brazil", "France", "Network of Friends"]


def test_unknown_name_stands_with_a_warning() -> None:
    one = compile_bodies({"\u202einputs\u200f final.docx": body()}).submissions[0]
    assert one.delegation == "inputs final"
    assert any("say in the map" in warning for warning in one.warnings)


def test_a_name_of_invisible_characters_is_none() -> None:
    made = compile_bodies({"Brazil.docx": body()}, "file,delegation\nBrazil.docx,\x01\u200f\n")
    assert made.submissions[0].delegation == "Brazil"


def test_names_are_those_of_the_sessions_date() -> None:
    assert compile_bodies({"Türkiye.docx": body()}).submissions[0].delegation == "Turkey"


def test_change_taken_over_from_a_group_is_held() -> None:
    made = compile_bodies({"European Union.docx": body({1: ADDS}), "France.docx": body({1: ALSO})})
    union, france = made.submissions
    assert [one.proposed for one in union.amendments] == [POINTS[0].replace("judges", "all judges")]
    assert [one.proposed for one in france.amendments] == [POINTS[0].replace("judges", "judges , lawyers")]
    assert [aside.proposed for aside in france.held] == ["al l"]
    assert made.account.inserted.held == 3


def test_changes_without_a_date_prove_nothing() -> None:
    names = ("Brazil.docx", "France.docx")
    dated = compile_bodies({name: body({1: ADDS}) for name in names})
    assert [len(one.amendments) for one in dated.submissions].count(0) == 1
    undated = {name: _without_dates(body({1: ADDS})) for name in names}
    assert [len(one.amendments) for one in compile_bodies(undated).submissions] == [1, 1]


def _without_dates(marks: str) -> bytes:
    from tests.word.files import make_parts, zip_parts

    parts = make_parts(marks)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b' w:date="2020-09-01T10:00:00Z"', b"")
    return zip_parts(parts)


def test_two_files_of_one_delegation_are_both_compiled_with_a_warning() -> None:
    made = compile_bodies({"Brazil part 1.docx": body({1: ADDS}), "Brazil part 2.docx": body({3: DELETES})})
    assert [len(one.amendments) for one in made.submissions] == [1, 1]
    assert all(any("Another file of the same delegation" in warning for warning in one.warnings) for one in made.submissions)


def test_two_files_of_one_delegation_on_one_unit() -> None:
    other = '<p>{1. States parties should train judges and prosecutors on the }<ins by="B">{whole }</ins>{principle of non-punishment.}</p>'
    made = compile_bodies({"Brazil part 1.docx": body({1: ADDS}), "Brazil part 2.docx": body({1: other})})
    assert [{*place.options[0].by} for place in made.units[1].overlay.places] == [{"Brazil"}, {"Brazil"}]
    rival = ADDS.replace("all", "some")
    made = compile_bodies({"Brazil part 1.docx": body({1: ADDS}), "Brazil part 2.docx": body({1: rival})})
    assert {name for option in made.units[1].overlay.places[0].options for name in option.by} == {"Brazil", "Brazil (second submission)"}
    assert [one.name for one in made.delegations] == ["Brazil", "Brazil (second submission)"]
    third = ADDS.replace("all", "many")
    files = {"Brazil part 1.docx": ADDS, "Brazil part 2.docx": rival, "Brazil part 3.docx": third}
    made = compile_bodies({name: body({1: change}) for name, change in files.items()})
    assert [one.name for one in made.delegations] == ["Brazil", "Brazil (second submission)", "Brazil (third submission)"]


def test_superseded_file_stays_in_the_report_and_is_out_of_the_text() -> None:
    files = {"Brazil.docx": body({1: ADDS}), "Brazil new.docx": body({3: DELETES})}
    made = compile_bodies(files, "file;supersedes\nBrazil new.docx;Brazil.docx\n")
    old = next(one for one in made.submissions if one.file == "Brazil.docx")
    assert old.superseded_by == "Brazil new.docx"
    assert len(old.amendments) == 1
    assert made.units[1].overlay.places == ()
    assert len(made.units[3].overlay.places) == 1


def test_not_to_be_published_is_held_whole() -> None:
    comments = part("comments", '<w:comment w:id="1" w:author="A"><p>{Why?}</p></w:comment>')
    marked = (
        '<p><w:commentRangeStart w:id="1"/>{2. ' + POINTS[1] + '}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></p>'
    )
    file = make_docx(body({1: ADDS, 2: marked}), {"comments": comments})
    published = compile_bodies({"Brazil.docx": file}).submissions[0]
    assert (len(published.amendments), len(published.comments), len(published.held)) == (1, 1, 0)
    one = compile_bodies({"Brazil.docx": file}, "file,publish\nBrazil.docx,no\n").submissions[0]
    assert (len(one.amendments), len(one.comments), len(one.held)) == (0, 0, 2)
    assert one.account.comments.held == 1


def test_late_is_after_the_deadline_in_its_zone() -> None:
    table = "file,received_at\nBrazil.docx,2020-10-25T02:30:00+02:00\nFrance.docx,2020-10-25T02:30:00+01:00\nKenya.docx,\n"
    made = compile_bodies({name: body() for name in ("Brazil.docx", "France.docx", "Kenya.docx")}, table, deadline="2020-10-25T02:45+02:00")
    assert [one.late for one in made.submissions] == [False, True, None]


def test_unreadable_file_is_named_and_the_others_are_compiled() -> None:
    made = compile_bodies({"Brazil.docx": body({1: ADDS}), "France.docx": b"PK\x03\x04 broken", "Kenya.docx": b""})
    assert [bool(one.unreadable) for one in made.submissions] == [False, True, True]
    assert len(made.submissions[0].amendments) == 1


def test_order_of_files_changes_no_byte() -> None:
    files = {"Brazil.docx": body({1: ADDS}), "France.docx": body({1: ALSO}), "Kenya.docx": body({3: DELETES})}
    written = {write_report(compile_bodies(dict(order))) for order in itertools.permutations(files.items())}
    assert len(written) == 1


def test_report_is_as_its_schema_says() -> None:
    schema = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text())
    made = compile_bodies(
        {"Brazil.docx": body({1: ADDS, 4: f"<p del><del>[4. {POINTS[3]}]</del></p>"}), "France.docx": body({3: DELETES}), "x.docx": b""}
    )
    jsonschema.validate(report(made), schema)
    assert json.loads(write_report(made)) == report(made)


def test_draft_without_numbers_is_refused() -> None:
    with pytest.raises(UnusableDraft, match="no numbered paragraph"):
        compile_bodies({"Brazil.docx": body()}, draft="<p>{Some text.}</p>")


def test_drafts_own_changes_are_not_a_delegations() -> None:
    draft = body({1: ADDS})
    made = compile_bodies({"Brazil.docx": draft.replace("assistance", "help")}, draft=draft)
    assert made.units[1].unit.text == POINTS[0].replace("judges", "all judges")
    assert [one.unit for one in made.submissions[0].amendments] == [3]
    assert [aside.reason for aside in made.submissions[0].held] == ["Already tracked in the draft itself"]
    assert any("tracked changes" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("name,delegation\nBrazil.docx,Brazil\n", "no column “file”"),
        ("file,delegation\nChile.docx,Chile\n", "not among the returned files"),
        ("file,color\nBrazil.docx,red\n", "not known"),
        ("file,category\nBrazil.docx,Planet\n", "category “Planet”"),
        ("file,publish\nBrazil.docx,maybe\n", "write yes or no"),
        ("file,received_at\nBrazil.docx,yesterday\n", "not a time"),
        ("file,supersedes\nBrazil.docx,Brazil.docx\n", "supersedes itself"),
        ("file\nBrazil.docx\nBrazil.docx\n", "a second time"),
    ],
)
def test_map_that_cannot_be_used_says_why(table: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        compile_bodies({"Brazil.docx": body()}, table)


def test_file_whose_changes_cannot_all_be_read_is_named_and_the_others_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    real = count_raw

    def count_more(package: Package) -> Raw:
        raw = real(package)
        return raw._replace(inserted=raw.inserted + 1) if "France" in package.name else raw

    monkeypatch.setattr(consolidate, "count_raw", count_more)
    made = compile_bodies({"Brazil.docx": body({1: ADDS}), "France.docx": body({3: DELETES})})
    assert [len(one.amendments) for one in made.submissions] == [1, 0]
    assert "open it in Word" in made.submissions[1].unreadable


@pytest.mark.parametrize("lost", ["placed", "held", "unplaced"])
def test_account_notices_one_item_taken_away(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*args: object) -> Placed:
        placed = place(*args)  # type: ignore[arg-type]
        items: list[Finding] = getattr(placed, lost)
        del items[0]
        return placed

    outside = part("footnotes", '<w:footnote w:id="2"><p>{See }<ins>{also }</ins>{the report.}</p></w:footnote>')
    spaces = "<p>{2. States parties should}<ins>{ }</ins>{ consider, where appropriate, not prosecuting victims for offences.}</p>"
    file = make_docx(body({1: ADDS, 2: spaces}), {"footnotes": outside})
    compile_bodies({"Brazil.docx": file})
    monkeypatch.setattr(consolidate, "place", forgetful)
    with pytest.raises(NotBalanced, match="does not balance"):
        compile_bodies({"Brazil.docx": file})


def test_a_file_that_cannot_be_read_replaces_nothing() -> None:
    files: dict[str, str | bytes] = {"Brazil.docx": body({1: ADDS}), "Brazil new.docx": b"PK\x03\x04 broken"}
    made = compile_bodies(files, "file,supersedes\nBrazil new.docx,Brazil.docx\n")
    old = next(one for one in made.submissions if one.file == "Brazil.docx")
    assert old.superseded_by is None
    assert any("cannot be read, so this one stands" in warning for warning in old.warnings)
    assert len(made.units[1].overlay.places) == 1


def test_a_file_that_came_twice_is_named() -> None:
    made = compile_bodies({"Brazil.docx": body({1: ADDS}), "Brazil copy.docx": body({1: ADDS})})
    assert all(any("byte for byte" in warning for warning in one.warnings) for one in made.submissions)
    assert [place.options[0].by for place in made.units[1].overlay.places] == [frozenset(("Brazil",))]
