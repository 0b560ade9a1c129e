"""Every form speaks in the project's own sentences, in the reader's language; WTForms' own never reach anybody."""

import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import flask_wtf
import pytest
import wtforms
from flask import Flask
from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Regexp

from wgtracker import web
from wgtracker.web.forms import SENTENCES, Sentences, WebForm, choices_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_SAID = re.compile(r"""gettext\(\s*["']([^"']+)""")


def list_forms() -> list[type[WebForm]]:
    """List every class of forms, wherever it is defined."""
    folder = Path(web.__path__[0])
    for path in sorted(folder.rglob("*.py")):
        import_module(".".join(("wgtracker.web", *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__"))
    found, todo = [], list(flask_wtf.FlaskForm.__subclasses__())
    while todo:
        one = todo.pop()
        todo += one.__subclasses__()
        found.append(one)
    return [one for one in found if one.__module__.startswith("wgtracker.")]


def test_every_form_is_one_of_ours(app: Flask) -> None:
    forms = list_forms()
    assert len(forms) > 20
    assert [one for one in forms if not issubclass(one, WebForm)] == []


def test_no_check_of_a_form_speaks_for_itself(app: Flask) -> None:
    """A check of WTForms without a sentence of ours says nothing about what to write."""
    silent = [
        f"{form.__name__}.{name}: {type(check).__name__}"
        for form in list_forms()
        for name, field in vars(form).items()
        if hasattr(field, "field_class")
        for check in field.kwargs.get("validators", field.args[1] if len(field.args) > 1 else ()) or ()
        if isinstance(check, InputRequired | Length | Regexp) and not check.message
    ]
    assert silent == []


def test_nothing_that_wtforms_says_comes_through(app: Flask) -> None:
    folders = [Path(package.__path__[0]) for package in (wtforms, flask_wtf)]
    said = {words for folder in folders for path in folder.rglob("*.py") for words in _SAID.findall(path.read_text())}
    assert "Not a valid choice." in said
    for words in said | set(SENTENCES):
        assert Sentences().gettext(words) not in said


class Several(WebForm):
    """One field of each kind that WTForms refuses by itself."""

    number = IntegerField()
    one = SelectField(choices=choices_of([("a", "A")]))
    many = SelectMultipleField(choices=choices_of([("a", "A")]))


def test_a_refusal_is_in_our_words(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"number": "ten", "one": "z", "many": ["z"]}):
        form = Several()
        form.validate()
    found = SimpleNamespace(**form.errors)
    assert found.number == ["This is not a whole number; write digits only, such as 10."]
    assert found.one == ["Choose one of the list."]
    assert found.many == ["Choose from the list only."]
