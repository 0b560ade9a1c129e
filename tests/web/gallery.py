"""Show every macro, the drawing and the error pages on one small site, to be looked at and to be checked by axe.

Run it: python -m tests.web.gallery [port], then open / (from left to right) and /?dir=rtl.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, flash, render_template, request
from jinja2 import FileSystemLoader
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    Form,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    validators,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types

from tests.papers import cases
from tests.papers.looking import draw as draw_point_named
from wgtracker import i18n
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.states import status_of

ROOT = Path(__file__).resolve().parents[2]
KINDS = (("change", "Change the words"), ("delete", "Delete it"), ("retain", "Retain as is"))
LONG_NAME = "United Kingdom of Great Britain and Northern Ireland"


@dataclass(frozen=True)
class Site:
    """What base.html reads (the application's own is built from the settings and the reader)."""

    lang: str = "en"
    dir: str = "ltr"
    who: str = "Ana Souza"
    role: str = "Brazil · drafter"
    home_url: str = "/"
    sign_in_url: str = "/sign-in"
    sign_out_url: str = "/sign-out"
    officer_name: str = "Maria Weber"
    officer_email: str = "maria.weber@example.org"
    as_at: str = "8 Oct 2020, 18:15 (Vienna)"
    version: str = "0.1.0"
    desks: list[tuple[str, str, bool]] = field(default_factory=lambda: [("Text", "/", True), ("Files received", "/stale", False)])


class Sample(Form):
    """One field of each kind."""

    name = StringField("Title of the topic", [validators.DataRequired("Enter the title of the topic")], description="As in the agenda.")
    password = PasswordField("Password", [validators.Optional()], description="15 characters or more.")
    text = TextAreaField("The text as it should read", description="Change the words directly. The current text is filled in for you.")
    reason = TextAreaField("Reason", [validators.Optional()], description="Not printed unless you ask.")
    delegation = SelectField("Delegation", choices=[SelectChoice(name, name) for name in ("Choose…", "Brazil", LONG_NAME)])
    kind = RadioField("What do you ask?", choices=[SelectChoice(*pair) for pair in KINDS])
    agree = BooleanField("Print the reason with the proposal")
    day = DateField("Day")
    hour = TimeField("Hour")
    files = MultipleFileField("Files that came back")


def create_gallery() -> Flask:
    """Make the site."""
    app = Flask(
        "gallery", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "wgtracker" / "static"), static_url_path="/static"
    )
    app.secret_key = "of the gallery only"
    i18n.install(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(static_url=lambda name: f"/static/{name}", csrf_token=lambda: "token", status_of=status_of)
    app.jinja_env.loader = FileSystemLoader([ROOT / "templates", ROOT / "tests" / "web" / "templates"])

    @app.context_processor
    def site() -> dict[str, Site]:
        turned = request.args.get("dir") == "rtl"
        return {"site": Site(lang="ar" if turned else "en", dir="rtl" if turned else "ltr")}

    @app.after_request
    def protect(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        return answer

    _add_pages(app)
    return app


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def show() -> str:
        flash("The round is extended to Friday 2 October 2020, 18:00 (Vienna). 31 delegations were told by e-mail.")
        compilation = cases.several_at_one_place()
        form = Sample(text=cases.THREE)
        return render_template(
            "gallery.html",
            form=form,
            drawn=draw(draw_point_named(compilation, "Discussion point 3"), Sheet(shift=-2)),
            many=draw(draw_point_named(cases.many_names(), "Discussion point 4"), Sheet(shift=-2, prefix="m")),
            long_name=LONG_NAME,
            page_href=lambda page: f"?page={page}",
            when=Markup('<time datetime="2020-10-08T16:15Z">8 Oct 2020, 18:15 (Vienna)</time>'),
        )

    @app.get("/form")
    def show_form() -> str:
        form = Sample(name="", kind="no", delegation="Nobody")
        form.validate()
        return render_template("gallery_form.html", form=form)

    @app.get("/stale")
    def show_stale() -> str:
        now = Markup('<time datetime="2020-10-08T16:15Z">8 Oct 2020, 18:15 (Vienna)</time>')
        return render_template(
            "errors/stale.html",
            mine=cases.THREE,
            current=cases.FIVE,
            changed_by="Ana Souza",
            changed_at=now,
            action="/stale",
            version=3,
            take="/",
        )

    @app.get("/closed")
    def show_closed() -> str:
        return render_template(
            "errors/closed.html",
            sentence="The round closed while you were writing. Nothing of what you typed is lost: it stands below.",
            deadline="Thursday 1 October 2020, 18:00 (Vienna)",
            now="Thursday 1 October 2020, 18:02 (Vienna)",
            mine=cases.THREE,
        )

    @app.get("/lost")
    def show_error() -> str:
        return render_template(
            "errors/page.html",
            title="There is no such page",
            sentence="The address leads nowhere.",
            act="Check it, or begin at the start page.",
        )


if __name__ == "__main__":
    create_gallery().run(port=int(sys.argv[1]) if len(sys.argv) > 1 else 5055)
