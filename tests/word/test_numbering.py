"""List numbers are computed as Word shows them where every change is rejected."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.word.files import make_docx, part, read_body


def level(at: int, shape: str = "decimal", text: str = "", more: str = "", start: int = 1) -> str:
    text = text or f"%{at + 1}."
    head = f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>'
    return f'{head}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(levels: str, *nums: str, more: str = "") -> dict[str, str]:
    lists = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="0"/>{num}</w:num>' for at, num in enumerate(nums or ("",), 1))
    return {"numbering": part("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{more}{lists}')}


def item(at: int = 0, number: int = 1, text: str = "{x}", mark: str = "", more: str = "") -> str:
    list_ = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'
    stamp = ' w:id="1" w:author="A"/>'
    marks = "".join(f"<w:{kind}{stamp}" for kind in mark.split())
    return f"<w:p><w:pPr>{list_}<w:rPr>{marks}</w:rPr>{more}</w:pPr>{text}</w:p>"


def labels(body: str, others: dict[str, str]) -> list[str]:
    return [one.label for one in read_body(body, others).paragraphs]


DEEP = level(0) + level(1, "lowerLetter", "(%2)") + level(2, "lowerRoman", "%1.%2.%3")


def test_levels_count_and_restart() -> None:
    body = "".join(item(at) for at in (0, 1, 1, 2, 2, 0, 1, 2))
    assert labels(body, numbering(DEEP)) == ["1.", "(a)", "(b)", "1.b.i", "1.b.ii", "2.", "(a)", "2.a.i"]


def test_deeper_level_first_shows_the_start_of_the_higher() -> None:
    assert labels(item(2) + item(0), numbering(DEEP)) == ["1.a.i", "1."]


def test_plain_paragraphs_and_number_zero_are_in_no_list() -> None:
    reading = read_body(item() + "<p>{x}</p>" + item(number=0) + item(number=9) + item(), numbering(DEEP))
    assert [one.label for one in reading.paragraphs] == ["1.", "", "", "", "2."]
    assert [one.level for one in reading.paragraphs] == [0, None, None, None, 0]


def test_two_lists_of_one_definition_go_on_and_a_start_override_restarts_once() -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = item() + item(number=2) + item(number=3) + item(number=3) + item()
    assert labels(body, numbering(DEEP, "", "", restart)) == ["1.", "2.", "5.", "6.", "7."]


def test_level_override() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    assert labels(item(number=2) + item(number=2), numbering(DEEP, "", own)) == ["I)", "II)"]


def test_restart_rules() -> None:
    never = level(0) + level(1, text="%2", more='<w:lvlRestart w:val="0"/>')
    assert labels("".join(item(at) for at in (0, 1, 0, 1)), numbering(never)) == ["1.", "1", "2.", "2"]
    after_first = level(0) + level(1) + level(2, text="%3", more='<w:lvlRestart w:val="1"/>')
    assert labels("".join(item(at) for at in (0, 1, 2, 1, 2, 0, 2)), numbering(after_first)) == ["1.", "1.", "1", "2.", "2", "2.", "1"]


def test_legal_numbering_and_start() -> None:
    legal = level(0, "upperRoman", start=3) + level(1, "lowerLetter", "%1.%2", "<w:isLgl/>")
    assert labels(item(0) + item(1), numbering(legal)) == ["III.", "3.1"]


def test_bullets_and_none_have_no_label() -> None:
    assert labels(item(), numbering(level(0, "bullet", "•"))) == [""]
    assert labels(item(), numbering(level(0, "none", "%1"))) == [""]


def test_number_from_the_style_and_its_ancestors() -> None:
    def style(name: str, more: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'

    styles = (
        style("Rec", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style("Child", '<w:basedOn w:val="Rec"/>')
        + style("Sub", '<w:basedOn w:val="Rec"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>')
        + style("Off", '<w:basedOn w:val="Rec"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>')
    )

    def styled(name: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{{x}}</w:p>'

    body = "".join(styled(name) for name in ("Rec", "Child", "Sub", "Off", "Rec"))
    assert labels(body, {**numbering(DEEP), "styles": part("styles", styles)}) == ["1.", "2.", "(a)", "", "3."]


def test_level_of_a_style_by_its_link() -> None:
    levels = level(0) + level(1, "lowerLetter", "(%2)", '<w:pStyle w:val="Sub"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Sub"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = '<w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr>{x}</w:p>'
    assert labels(body, {**numbering(levels), "styles": part("styles", styles)}) == ["(a)"]


def test_definition_through_a_list_style() -> None:
    linked = f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="L"/>{level(0, text="§%1")}</w:abstractNum>'
    assert labels(item(), numbering('<w:numStyleLink w:val="L"/>', more=linked)) == ["§1"]


def test_inserted_paragraphs_take_no_part_and_deleted_ones_do() -> None:
    body = item() + item(text="<ins>{new}</ins>", mark="ins") + item(text="<del>[old]</del>", mark="del") + item()
    reading = read_body(body, numbering(DEEP))
    assert [one.label for one in reading.paragraphs] == ["1.", "", "2.", "3."]
    assert [one.level for one in reading.paragraphs] == [0, 0, 0, 0]


def test_split_paragraph_keeps_its_number_at_its_first_half() -> None:
    assert labels(item() + item(text="{first}", mark="ins") + item(text="{ half}") + item(), numbering(DEEP)) == ["1.", "2.", "", "3."]


def test_new_last_paragraph_leaves_the_number_with_the_old_words() -> None:
    assert labels(item(text="{old}", mark="ins") + item(text="<ins>{new}</ins>"), numbering(DEEP)) == ["1.", ""]


def test_inserted_row_takes_no_part() -> None:
    row = '<w:tr><w:trPr><w:ins w:id="1" w:author="A"/></w:trPr><w:tc>' + item() + "</w:tc></w:tr>"
    assert labels(f"<w:tbl>{row}</w:tbl>" + item(), numbering(DEEP)) == ["", "1."]


def test_tracked_change_of_the_list_counts_as_it_was() -> None:
    was = '<w:pPrChange w:id="1" w:author="A"><w:pPr>{}</w:pPr></w:pPrChange>'
    had = was.format('<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>')
    assert labels(item() + item(more=was.format("")) + item(more=had) + item(), numbering(DEEP)) == ["1.", "", "(a)", "2."]


@pytest.mark.parametrize("value", ["", "x", "-3", "99999999999999999999", "1.5"])
def test_numbers_that_are_none_end_in_a_reading(value: str) -> None:
    xml = numbering(DEEP)["numbering"]
    odd = {"numbering": re.sub(r'w:(start|ilvl|numId|abstractNumId)( w:val)?="0?1?"', rf'w:\1\2="{value}"', xml)}
    assert len(labels(item() + item(1), odd)) == 2


def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed (Debian package libreoffice-writer-nogui; `make test` as root installs it)")
    order = (0, 1, 1, 2, 2, 0, 1, 2, 0)
    shapes = ("decimal", "lowerLetter", "upperRoman", "ordinal", "decimalZero", "russianLower", "hebrew1")
    others = numbering(
        DEEP,
        "",
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>',
        *(f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>{level(0, shape)}</w:lvlOverride>' for shape in shapes),
    )
    body = "".join(item(at) for at in order) + item(number=2) + item(1, 2)
    body += "".join(item(number=at) * 2 for at in range(3, 3 + len(shapes)))
    document = tmp_path / "list.docx"
    document.write_bytes(make_docx(body, others))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, document], check=True, capture_output=True, timeout=240)
    shown = [line.strip().removesuffix("x").strip() for line in (tmp_path / "list.txt").read_text("utf-8-sig").splitlines() if line.strip()]
    assert labels(body, others) == shown
