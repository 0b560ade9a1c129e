"""Letters leave whole, to the one person they are for, or the caller hears why not."""

import email
import email.policy
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.errors import BadInput
from wgtracker.mail import Attachment, Letter, Settings, clean_header, read_address, send, write_message

FORTY_LINES = "The Government of Côte d’Ivoire proposes:\n" + "\n".join(f"{n}. " + "word " * 400 for n in range(40))
LETTER = Letter("head@ministry.example", "Your submission 12", "Dear delegate,\n\nit has arrived.\n")
ANY_TEXT = st.text(st.characters(), max_size=120)


class Inbox:
    """Take letters as a mail server does, and refuse those that a test wants refused."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.receivers: list[list[str]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if address.startswith("unknown"):
            return "550 5.1.1 no such user here"
        if address.startswith("busy"):
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if b"refuse this" in envelope.content:
            return "554 5.6.0 not like that"
        assert all(len(line) <= 998 for line in envelope.content.split(b"\r\n"))
        parsed = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        assert isinstance(parsed, EmailMessage)
        self.letters.append(parsed)
        self.receivers.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def serve(**options: Any) -> Iterator[tuple[Inbox, int]]:
    inbox = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield inbox, port
    finally:
        controller.stop()


@pytest.fixture
def plain() -> Iterator[tuple[Inbox, Settings]]:
    with serve() as (inbox, port):
        ours = Settings(sender="desk@body.example", sender_name="Secretariat")
        yield inbox, replace(ours, server="127.0.0.1", port=port, security="none", seconds=5)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed (Debian package openssl)")
    folder = tmp_path_factory.mktemp("certificate")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command: list[str | Path] = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return key, cert


@time_machine.travel(datetime(2020, 10, 1, 16, 0, tzinfo=UTC), tick=False)
def test_a_letter_arrives_as_it_was_written(plain: tuple[Inbox, Settings]) -> None:
    inbox, settings = plain
    paper = Attachment(
        "Your text – ١.docx", b"PK\x03\x04\xff\r\n.\r\n", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    text = "Le 3 bis :\n.\nFrom here on, “ответственность” تمويل 气候\n"
    result = send(
        Letter(
            "head@ministry.example",
            "Прием: 3 bis",
            text,
            (paper, ("a.txt", b"x", "text/plain")),
            to_name="Ms. Ōe, Chair",
            reply_to="o@b.example",
        ),
        settings,
    )
    assert result.sent
    assert result.sentence == f"Accepted by the mail server 127.0.0.1:{settings.port}."
    [letter] = inbox.letters
    assert inbox.receivers == [["head@ministry.example"]]
    assert letter["Subject"] == "Прием: 3 bis"
    assert letter["From"].addresses[0].display_name == "Secretariat"
    assert letter["To"].addresses[0].display_name == "Ms. Ōe, Chair"
    assert letter["Reply-To"].addresses[0].addr_spec == "o@b.example"
    assert letter["Date"].datetime == datetime(2020, 10, 1, 16, tzinfo=UTC)
    assert letter["Message-ID"] == result.message_id
    assert result.message_id.endswith("@body.example>")
    assert _body(letter) == text
    first, second = letter.iter_attachments()
    assert first.get_filename() == paper.name
    assert (first.get_content(), first.get_content_type()) == (paper.content, paper.type)
    assert second.get_content_type() == "text/plain"


def _body(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_long_lines_and_many_of_them_arrive_whole(plain: tuple[Inbox, Settings]) -> None:
    inbox, settings = plain
    assert send(Letter("a@b.example", "x " * 300, FORTY_LINES + "\n"), settings).sent
    assert _body(inbox.letters[0]) == FORTY_LINES + "\n"
    assert inbox.letters[0]["Subject"].endswith("x …")
    assert len(inbox.letters[0]["Subject"]) <= 250


@pytest.mark.parametrize(
    ("to", "text", "says", "again"),
    [
        ("unknown@b.example", "", "does not take letters to this address: 550 5.1.1 no such user here", False),
        ("busy@b.example", "", "does not take letters to this address: 451 4.7.1 come back later", True),
        ("a@b.example", "refuse this", "The mail server refused the letter: 554 5.6.0 not like that", False),
        ("nobody", "", "“nobody” is not a mail address; write one such as name@ministry.example.", False),
    ],
)
def test_what_the_server_refuses_is_told(plain: tuple[Inbox, Settings], to: str, text: str, says: str, again: bool) -> None:
    inbox, settings = plain
    result = send(Letter(to, "s", text), settings)
    assert not result.sent
    assert says in result.sentence
    assert result.again is again
    assert inbox.letters == []


def test_a_server_that_is_not_there_or_silent_is_told(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        waiting = send(LETTER, Settings(server="127.0.0.1", port=port, security="none", seconds=0.2))
    gone = send(LETTER, Settings(server="127.0.0.1", port=port, security="none", seconds=0.2))
    unnamed = send(LETTER, Settings(server="mail.invalid", seconds=2))
    assert [result.sent for result in (waiting, gone, unnamed)] == [False] * 3
    assert all(result.again and result.message_id for result in (waiting, gone, unnamed))
    assert f"The mail server 127.0.0.1:{port} stopped answering" in waiting.sentence
    assert f"The mail server 127.0.0.1:{port} cannot be reached" in gone.sentence
    assert "mail.invalid:587" in unnamed.sentence


def test_encryption_and_sign_in_are_used_where_they_are_set(certificate: tuple[Path, Path]) -> None:
    key, cert = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"desk", b"secret"), handled=False)

    with serve(tls_context=context, require_starttls=True, authenticator=check, auth_required=True) as (inbox, port):
        right = Settings(server="localhost", port=port, user="desk", password="secret", authority=cert, seconds=5)
        assert "secret" not in repr(right)
        assert send(LETTER, right).sent
        wrong = send(LETTER, Settings(server="localhost", port=port, user="desk", password="no", authority=cert, seconds=5))
        stranger = send(LETTER, Settings(server="localhost", port=port, user="desk", password="secret", seconds=5))
        bare = send(LETTER, Settings(server="localhost", port=port, security="none", seconds=5))
    assert len(inbox.letters) == 1
    assert "does not accept the user name and password that are set: 535" in wrong.sentence
    assert "The encrypted connection to the mail server" in stranger.sentence
    assert not bare.sent
    with serve(ssl_context=context) as (inbox, port):
        assert send(LETTER, Settings(server="localhost", port=port, security="tls", authority=cert, seconds=5)).sent
    assert len(inbox.letters) == 1


def test_no_password_leaves_without_encryption(plain: tuple[Inbox, Settings]) -> None:
    inbox, settings = plain
    encrypted = send(LETTER, Settings(server="127.0.0.1", port=settings.port, seconds=5))
    assert "does not offer what is set (encryption or sign-in)" in encrypted.sentence
    elsewhere = send(LETTER, Settings(server="mail.invalid", security="none", user="desk", password="secret", seconds=1))
    assert "a user name is set without encryption" in elsewhere.sentence
    assert inbox.letters == []


def test_without_a_server_letters_lie_in_a_folder(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path / "instance" / "mail")
    first = send(Letter("a@b.example", "1", "one", key="outbox 1"), settings)
    again = send(Letter("a@b.example", "1", "one", key="outbox 1"), settings)
    other = send(Letter("a@b.example", "1", "one", key="outbox 2"), settings)
    assert first.sent
    assert first.sentence == "Written into the mail folder; no mail server is set."
    elsewhere = send(Letter("a@b.example", "1", "another text", key="outbox 1"), Settings(folder=tmp_path / "other"))
    assert first.message_id == again.message_id
    assert len({first.message_id, other.message_id, elsewhere.message_id}) == 3
    files = sorted(settings.folder.iterdir())
    assert len(files) == 2
    assert all(file.suffix == ".eml" and "a@b.example" in file.name for file in files)
    assert email.message_from_bytes(files[0].read_bytes(), policy=email.policy.SMTP)["To"] == "a@b.example"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = send(LETTER, Settings(folder=tmp_path / "file"))
    assert not result.sent
    assert result.again
    assert "The letter could not be written into the folder" in result.sentence


def test_letters_without_a_key_are_letters_of_their_own() -> None:
    ids = {write_message(LETTER, Settings())["Message-ID"] for _ in range(3)}
    assert len(ids) == 3


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_nothing_typed_adds_a_header_or_a_receiver(subject: str, name: str, text: str, file_name: str) -> None:
    """Whatever people type: the same headers, one receiver, one attachment, and the body says what was written."""
    subject = subject.replace("x", "\r\nBcc: spy@evil.example\r\n")
    name = name.replace("x", '", <spy@evil.example>\n')
    letter = Letter("a@b.example", subject, text, (Attachment(file_name, b"1"),), to_name=name)
    raw = write_message(letter, Settings(sender_name=name)).as_bytes()
    parsed = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert isinstance(parsed, EmailMessage)
    assert set(parsed.keys()) <= {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"),
        "Content-Transfer-Encoding",
    }
    assert [address.addr_spec for address in parsed["To"].addresses] == ["a@b.example"]
    assert len(parsed["From"].addresses) == 1
    assert len(list(parsed.iter_attachments())) == 1
    wanted = "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in text)
    wanted = wanted.replace("\r\n", "\n").replace("\r", "\n")
    assert _body(parsed) in {wanted, wanted + "\n"}
    assert all(line.isascii() and len(line) <= 998 for line in raw.split(b"\r\n"))


@given(ANY_TEXT)
def test_a_header_is_one_visible_line(text: str) -> None:
    line = clean_header(text)
    assert not set(line) & set("\r\n\0\t\u202e\u2066\u200b\u2028\x85")
    assert line == clean_header(line) == line.strip()
    line.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Head.Office+wg@Ministry.EXAMPLE ", "Head.Office+wg@ministry.example"),
        ("o'neil@a-b.example", "o'neil@a-b.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_are_read(typed: str, address: str) -> None:
    assert read_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "a", "a@", "@b.example", "a@b", "a b@c.example", "a@b..example", "a@-b.example", "a.@b.example", "ü@b.example"),
        *("a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a@b@c.example", "a\0@b.example"),
        *("a@b.example" + "x" * 300, "a@\ud800.example"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match=r"name@ministry\.example"):
        read_address(typed)


def test_a_letter_survives_what_nobody_foresaw(tmp_path: Path) -> None:
    """A fault of the program itself is told like any other; the letter stays with the caller."""
    result = send(Letter("a@b.example", "s", "t", (("list.xlsx", cast(bytes, None), "text/plain"),)), Settings(folder=tmp_path))
    assert not result.sent
    assert result.again
    assert result.sentence.startswith("The letter could not be sent: ")
    assert list(tmp_path.iterdir()) == []
