"""Changes that a file took over from another delegation's, and those that only look so."""

from tests.compile.factory import POINTS, body, compile_bodies
from tests.word.files import make_parts, zip_parts

REPLACES = '<p>{3. The Secretariat should }<del by="EU">[continue to ]</del>{provide technical assistance to requesting States.}</p>'
OTHERS = '<p>{1. States parties should train }<ins by="EU">{all }</ins>{judges and prosecutors on the principle of non-punishment.}</p>'


def made_of(files: dict[str, str]) -> dict[str, list[str]]:
    return {one.file: [amendment.proposed for amendment in one.amendments] for one in compile_bodies(files).submissions}


def test_a_part_of_the_words_proves_nothing_by_itself() -> None:
    whole = f'<p><del by="EU">[3. {POINTS[2]}]</del></p>'
    found = made_of({"Brazil.docx": body({3: REPLACES}), "Chile.docx": body({3: whole})})
    assert found == {"Brazil.docx": [POINTS[2].replace("continue to ", "")], "Chile.docx": [""]}


def test_a_shared_deletion_that_is_replaced_anew_stays_with_the_new_words() -> None:
    anew = REPLACES.replace("{provide", '<ins by="FR">{always }</ins>{provide')
    files = {"European Union.docx": body({1: OTHERS, 3: REPLACES}), "France.docx": body({1: OTHERS, 3: anew})}
    assert made_of(files)["France.docx"] == [POINTS[2].replace("continue to", "always")]


def test_nobodys_name_proves_nothing() -> None:
    def by_nobody(marks: str) -> bytes:
        parts = make_parts(marks)
        parts["word/document.xml"] = parts["word/document.xml"].replace(b'w:author="EU"', b'w:author="Unknown Author"')
        return zip_parts(parts)

    files = {name: by_nobody(body({3: REPLACES})) for name in ("Brazil.docx", "Chile.docx")}
    assert [len(one.amendments) for one in compile_bodies(files).submissions] == [1, 1]


def test_a_held_new_paragraph_names_the_unit_above_it() -> None:
    new = "".join(f"<p>{{{n}. {POINTS[n - 1]}}}</p>" for n in (3,)) + '<w:p><w:pPr><w:rPr><ins by="EU"/></w:rPr></w:pPr>'
    new += '<ins by="EU">{States parties should train interpreters.}</ins></p>'
    made = compile_bodies({"European Union.docx": body({3: new}), "France.docx": body({3: new})})
    assert [amendment.after_unit for amendment in made.submissions[0].amendments] == [3]
    assert {aside.unit for aside in made.submissions[1].held} == {3}
