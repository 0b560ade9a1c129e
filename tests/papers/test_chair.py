"""The Chair's first page stays one page, however much came in; nothing of it reaches the room."""

from collections.abc import Mapping

from tests.papers.cases import THREE
from tests.papers.factory import Returned, aside, compile_by_hand, unit
from tests.papers.looking import show
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers import chair
from wgtracker.papers.sources import gather
from wgtracker.word.model import ParagraphOut


def first_page(compilation: Compilation) -> list[ParagraphOut]:
    sources = gather(compilation, Meeting())
    return chair.draw_first_page(compilation, sources.outline, sources.roll, Meeting())


def crowd(points: int, states: int) -> Compilation:
    """Many points at each of which every State would have other words, delete one of the points and put in a paragraph."""
    units = [unit(n, THREE, f"{n + 1}.") for n in range(points)]
    returned: Mapping[str, Returned] = {
        f"Republic of State {number}": Returned(
            {n: THREE.replace("consider", f"weigh {number}") for n in range(points) if n % states != number},
            deleted=[n for n in range(points) if n % states == number],
            new=[(n, f"New text {number}.", f"{n + 1} bis") for n in range(number, points, states)],
            held=[aside("worked on another draft", "old words", "new words", on=0)],
        )
        for number in range(states)
    }
    return compile_by_hand(units, returned)


def test_what_is_held_stands_on_the_first_page_where_there_is_room() -> None:
    page = first_page(crowd(2, 2))
    assert not any(paragraph.page_break_before for paragraph in page)
    assert "Held by the Secretariat" in map(show, page)


def test_a_full_page_leaves_names_and_stances_to_the_points_and_breaks_before_what_is_held() -> None:
    page = first_page(crowd(90, 30))
    at = next(n for n, paragraph in enumerate(page) if paragraph.page_break_before)
    assert show(page[at]) == "Held by the Secretariat"
    assert sum(1 + len(show(paragraph)) // 90 for paragraph in page[:at]) < 50
    assert not any(show(paragraph) == "Several proposals at one place" for paragraph in page[:at])
    assert any(show(paragraph).startswith("**Deletion asked:** 1, 2, 3") for paragraph in page[:at])


def test_stances_stand_at_their_point() -> None:
    compilation = crowd(3, 3)
    sources = gather(compilation, Meeting())
    notes = [show(note) for note in chair.note_point(sources.outline.points[0], sources.roll)]
    assert notes[0] == "Several proposals at this place: 1.1."
    assert notes[1] == "**1.1** other words: *Republic of State 1*; other words: *Republic of State 2*"
