"""Read the forms of a page as a browser does, fill them in, and walk the pages of a desk by their links."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

WRITTEN = frozenset({"text", "textarea", "search", "tel", "url"})
"""Kinds of fields that take any words."""
_LINK = re.compile(r'href="(/[^"#]*)')
_CONTROLS = ".//input|.//select|.//textarea|.//button"


class Field(NamedTuple):
    """One control of a form. values: what it would send as it stands; options: what else could be chosen."""

    name: str
    kind: str
    values: tuple[str, ...]
    options: tuple[str, ...] = ()


class Form(NamedTuple):
    """One form, as it stands on a page. buttons: name and value of those that have one."""

    page: str
    action: str
    fields: tuple[Field, ...]
    buttons: tuple[tuple[str, str], ...]

    def data(self, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give what would be sent, with some fields filled in otherwise (None: left out)."""
        sent: dict[str, Any] = {}
        for field in self.fields:
            if field.kind != "file":
                sent.setdefault(field.name, []).extend(field.values)
        return {name: value for name, value in {**sent, **(changes or {})}.items() if value is not None}

    def names(self, kinds: Iterable[str] = ()) -> list[str]:
        """Name its fields, or those of some kinds."""
        return list(dict.fromkeys(field.name for field in self.fields if not kinds or field.kind in kinds))

    def complete(self) -> dict[str, str]:
        """Give what a browser would ask for before it sends the form: a choice, a day, an address."""
        out: dict[str, str] = {}
        held = {field.name for field in self.fields if any(field.values)}
        usual = {"date": "2030-01-02", "time": "10:00", "number": "11", "email": "somebody@example.org"}
        for field in self.fields:
            if field.name in held or field.kind == "checkbox":
                continue
            if field.kind in usual:
                out[field.name] = usual[field.kind]
            elif field.kind in ("select", "radio") and any(field.options):
                out.setdefault(field.name, next(one for one in field.options if one))
        return out

    def send(self, client: FlaskClient, changes: Mapping[str, Any] | None = None) -> TestResponse:
        """Send it."""
        return client.post(self.action, data=self.data(changes))


def read_forms(page: str, address: str) -> Iterator[Form]:
    """List the forms of a page that change something."""
    tree = html.document_fromstring(page)
    controls: Any = tree.xpath(_CONTROLS)
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() != "post":
            continue
        own = [one for one in controls if (one.get("form") == form.get("id") if one.get("form") else form in one.iterancestors("form"))]
        fields = tuple(_read(one) for one in own if one.get("name") and not _is_button(one))
        buttons = tuple((str(one.get("name")), str(one.get("value") or "")) for one in own if _is_button(one) and one.get("name"))
        yield Form(address, urljoin(address, form.get("action") or address), fields, buttons)


def find_form(client: FlaskClient, page: str, *names: str) -> Form:
    """Give the form of a page that has these fields."""
    return next(form for form in read_forms(client.get(page).text, page) if set(names) <= set(form.names()))


def _is_button(control: Any) -> bool:
    return control.tag == "button" or control.get("type") in ("submit", "image", "button")


def _read(control: Any) -> Field:
    name, kind, value = control.get("name"), control.get("type", "text").lower(), control.get("value")
    if control.tag == "textarea":
        words = (control.text or "").replace("\r\n", "\n").removeprefix("\n")
        return Field(name, "textarea", (words.replace("\n", "\r\n"),))
    if control.tag == "select":
        options = [(one.get("value", (one.text or "").strip()), one.get("selected") is not None) for one in control.iter("option")]
        values = [words for words, chosen in options if chosen] or [words for words, _chosen in options[:1]]
        return Field(name, "select", tuple(values), tuple(words for words, _chosen in options))
    if kind in ("checkbox", "radio"):
        value = value or "on"
        return Field(name, kind, (value,) if control.get("checked") is not None else (), (value,))
    return Field(name, kind, (value or "",))


class Page(NamedTuple):
    """One page as it came."""

    endpoint: str
    address: str
    answer: TestResponse


def crawl(app: Flask, client: FlaskClient, starts: Iterable[str], most: int = 2) -> Iterator[Page]:
    """Follow the links from some pages on, as far as a few pages of each kind."""
    todo, seen, count = list(starts), set(), Counter[str]()
    while todo:
        address = todo.pop(0)
        endpoint = endpoint_of(app, address, "GET")
        if address in seen or endpoint in ("", "static") or count[endpoint] >= most:
            continue
        seen.add(address)
        count[endpoint] += 1
        answer = client.get(address)
        yield Page(endpoint, address, answer)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            todo += [unescape(link) for link in _LINK.findall(answer.text)]


def endpoint_of(app: Flask, address: str, method: str) -> str:
    """Name the route that answers an address, "" where there is none."""
    try:
        return str(app.url_map.bind("localhost").match(address.partition("?")[0], method=method)[0])
    except (HTTPException, RequestRedirect):
        return ""
