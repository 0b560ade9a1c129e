"""Differences without tracking owe an item each; a file in which one has none does not balance."""

import pytest

from tests.compile.factory import POINTS, body, compile_bodies, compile_one, paragraph
from wgtracker.compile import consolidate as consolidate_module
from wgtracker.compile.place import Placed, place
from wgtracker.errors import NotBalanced

STRUCK = '<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'

HAND = f"<p>{{4. States parties should strengthen the }}{STRUCK.format('early ')}{{identification of victims of trafficking.}}</p>"


@pytest.mark.parametrize(
    "content",
    [
        body({3: paragraph("3. The Secretariat should provide technical assistance to requesting States.")}),
        body({4: ""}),
        body({4: paragraph(f"4. {POINTS[3]}") + paragraph("States parties should also train interpreters in all languages.")}),
        body({4: HAND}),
        paragraph("Permanent Mission of Brazil") + body(),
    ],
)
def test_what_is_taken_away_is_missed(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*args: object) -> Placed:
        placed = place(*args)  # type: ignore[arg-type]
        items = placed.placed or placed.unplaced
        del items[0]
        return placed

    compile_one(content)
    monkeypatch.setattr(consolidate_module, "place", forgetful)
    with pytest.raises(NotBalanced, match="difference from the draft"):
        compile_one(content)


def test_words_typed_and_struck_by_hand_are_held() -> None:
    typed = f"<p>{{3. The Secretariat should }}{STRUCK.format('perhaps ')}{{{POINTS[2][23:]}}}</p>"
    submission = compile_bodies({"Brazil.docx": body({3: typed})}).submissions[0]
    assert submission.amendments == ()
    assert [(aside.unit, aside.proposed) for aside in submission.held] == [(3, "perhaps ")]
    assert submission.account.inserted.held == submission.account.deleted.held == len("perhaps")
