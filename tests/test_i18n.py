"""Sentences are found for translation, come in the language in use, and keep their values."""

import ast
import re
import threading
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from jinja2 import Environment
from markupsafe import escape

from tests import pseudo
from wgtracker import i18n
from wgtracker.i18n import gettext, lazy_gettext, ngettext, npgettext, pgettext

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def found() -> Catalog:
    return pseudo.extract()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small catalogue of the pseudo-language, with one sentence whose translation is broken."""
    catalog = Catalog(locale="en", domain="wgtracker", fuzzy=False)
    for message in ["The round closes on %(day)s.", "Save", "100 %"]:
        catalog.add(message)
    catalog.add(("%(num)s file of %(name)s", "%(num)s files of %(name)s"))
    catalog.add("Open", context="round")
    path = tmp_path_factory.mktemp("translations")
    pseudo.write_catalogue(catalog, path)
    return path


def test_english_is_what_the_code_says() -> None:
    assert i18n.language() == "en"
    assert gettext("The round closes on %(day)s.", day="Friday") == "The round closes on Friday."
    assert gettext("100 %") == "100 %"
    assert [ngettext("%(num)s file", "%(num)s files", n) for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    assert pgettext("round", "Open") == "Open"
    assert npgettext("inbox", "%(n)s letter", "%(n)s letters", 3) == "3 letters"


def test_a_language_is_in_use_inside_its_block_only(folder: Path) -> None:
    with i18n.use("en-XA", folder):
        assert i18n.language() == "en_XA"
        assert gettext("The round closes on %(day)s.", day="Friday").startswith("⟦Thé röûnd çlösés ön Friday.")
        assert ngettext("%(num)s file of %(name)s", "%(num)s files of %(name)s", 2, name="Austria").startswith("⟦2 fîlés öf Austria")
        assert pgettext("round", "Open") == "⟦Öpén·⟧"
        assert gettext("Open") == "Open"
        with i18n.use("en"):
            assert gettext("Save") == "Save"
        assert gettext("Save").startswith("⟦Sàvé")
    assert gettext("Save") == "Save"


def test_a_language_chosen_for_one_request_is_not_chosen_for_another(folder: Path) -> None:
    seen: list[str] = []

    def request() -> None:
        i18n.choose("en_XA", folder)
        seen.append(gettext("Save"))

    thread = threading.Thread(target=request)
    thread.start()
    thread.join()
    assert seen[0].startswith("⟦")
    assert gettext("Save") == "Save"


def test_a_broken_translation_gives_way_to_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pseudo, "pseudo", lambda message: message.replace("%(day)s", "%(jour)s").replace("%(hour)s", "%(hour)"))
    catalog = Catalog(locale="en", domain="wgtracker", fuzzy=False)
    catalog.add("Closes on %(day)s.")
    catalog.add("Closes at %(hour)s")
    pseudo.write_catalogue(catalog, tmp_path)
    with i18n.use("en_XA", tmp_path):
        assert gettext("Closes on %(day)s.", day="Friday") == "Closes on Friday."
        assert gettext("Closes at %(hour)s", hour="18:00") == "Closes at 18:00"


def test_a_lazy_sentence_is_said_in_the_language_of_its_moment(folder: Path) -> None:
    label = lazy_gettext("Save")
    assert f"{label}" == str(label) == "Save"
    with i18n.use("en_XA", folder):
        assert str(label).startswith("⟦Sàvé")
        assert ("* " + label).startswith("* ⟦")
    assert escape(lazy_gettext("<b>")) == "&lt;b&gt;"


def test_templates_speak_the_language_and_escape_the_values(folder: Path) -> None:
    environment = Environment(autoescape=True)
    i18n.install(environment)
    template = environment.from_string(
        '{{ _("The round closes on %(day)s.", day=day) }}|{% trans name=name, num=2 %}{{ num }} file of {{ name }}{% pluralize num %}'
        '{{ num }} files of {{ name }}{% endtrans %}|{{ pgettext("round", "Open") }}'
    )
    assert template.render(day="<i>", name="Côte d’Ivoire") == "The round closes on &lt;i&gt;.|2 files of Côte d’Ivoire|Open"
    with i18n.use("en_XA", folder):
        first, second, third = template.render(day="<i>", name="A&B").split("|")
    assert first.startswith("⟦Thé röûnd")
    assert "&lt;i&gt;" in first
    assert second.startswith("⟦2 fîlés öf A&amp;B")
    assert third == "⟦Öpén·⟧"


def test_arabic_and_hebrew_run_from_right_to_left() -> None:
    assert [i18n.direction(tag) for tag in ("ar", "ar-EG", "he", "en", "zh", "es_MX")] == ["rtl", "rtl", "rtl", "ltr", "ltr", "ltr"]
    assert i18n.direction() == "ltr"
    with i18n.use("ar"):
        assert i18n.direction() == "rtl"


@pytest.mark.parametrize("tag", ["", "../en_XA", "en_XA/../en_XA", "e", "\0", "français"])
def test_what_is_no_language_is_english(tag: str, folder: Path) -> None:
    with i18n.use(tag, folder):
        assert i18n.language() == "en"
        assert gettext("Save") == "Save"


def test_the_languages_that_can_be_chosen_have_a_catalogue(folder: Path) -> None:
    assert i18n.languages(folder) == ["en", "en_XA"]
    assert i18n.languages()[0] == "en"


def test_every_sentence_of_the_code_is_found(found: Catalog) -> None:
    """Calls with a literal are found by the extraction; calls without one could never be translated."""
    known = {form for message in found for form in pseudo.forms(message)}
    for path, line, name, arguments in _calls():
        first = 1 if "pgettext" in name else 0
        sentences = arguments[first : first + (2 if name in {"ngettext", "npgettext"} else 1)]
        for sentence in sentences:
            where = f"{path.relative_to(ROOT)}:{line}"
            assert isinstance(sentence, ast.Constant), f"{where}: write the sentence here, or lazy_gettext in the table it comes from"
            assert sentence.value in known, f"{where}: {sentence.value!r} is not extracted"


def _calls() -> list[tuple[Path, int, str, list[ast.expr]]]:
    """Find the calls that translate. i18n.py itself passes on what others say."""
    calls = []
    for path in sorted((ROOT / "wgtracker").rglob("*.py")):
        if path.name == "i18n.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name in pseudo.KEYWORDS:
                    calls.append((path, node.lineno, name, node.args))
    return calls


def test_every_placeholder_has_a_name_and_survives(found: Catalog, tmp_path: Path) -> None:
    pseudo.write_catalogue(found, tmp_path)
    with i18n.use(pseudo.LANGUAGE, tmp_path):
        for message in found:
            for form in pseudo.forms(message):
                where = f"{message.locations}: {form!r}"
                assert not re.search(r"%[sdr]|\{\d*\}", form), f"{where} has a placeholder without a name"
                values = {name: f"<{name}>" for name in PLACEHOLDER.findall(form)}
                if form and len(pseudo.forms(message)) == 1:
                    said = pgettext(message.context, form, **values) if message.context else gettext(form, **values)
                    assert said.startswith("⟦"), where
                    assert all(value in said for value in values.values()), where
                    assert all(name in said for name in re.findall(r"\{\w+\}", form)), f"{where}: a script fills these in"


def test_every_committed_translation_keeps_the_placeholders() -> None:
    from babel.messages.pofile import read_po

    for path in sorted(i18n.TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=path.parent.parent.name):
                allowed = {name for form in pseudo.forms(message) for name in PLACEHOLDER.findall(form)}
                for told in message.string if isinstance(message.string, tuple) else (str(message.string or ""),):
                    assert set(PLACEHOLDER.findall(told)) <= allowed, f"{path.name}: {told}"
