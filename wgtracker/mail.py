"""Send one letter by SMTP, or lay it in a folder as an .eml file where no server is set.

Whatever happens, the caller gets a Result with a sentence: the letter stays in its hands and can be sent again. Nothing that a
person typed can add a header or a receiver: names and subjects are one line of visible characters before they become headers.
"""

import hashlib
import logging
import os
import re
import smtplib
import socket
import ssl
import unicodedata
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import uuid4

from wgtracker.clock import now
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext

_POLICY = SMTP.clone(cte_type="7bit")  # no server on the way has to know 8BITMIME
_LOG = logging.getLogger(__name__)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")
_ANY_TYPE = "application/octet-stream"
_UNSAFE_IN_NAME = re.compile(r'[\\/:*?"<>|]')
_UNSENDABLE = re.compile("[\0\ud800-\udfff]")
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_REASON = 250, 120, 300


class Attachment(NamedTuple):
    """A file that goes with a letter; type: its media type, "application/pdf"."""

    name: str
    content: bytes
    type: str = _ANY_TYPE


@dataclass(frozen=True)
class Letter:
    """One letter to one person.

    key: what makes it this letter and no other (the number of its row in the outbox); its Message-ID comes from it, so that a
    letter which is sent twice after a lost answer is shown once. Without a key each sending is a letter of its own.
    """

    to: str
    subject: str
    text: str
    attachments: tuple[Attachment | tuple[str, bytes, str], ...] = ()
    to_name: str = ""
    reply_to: str = ""
    key: str = ""


@dataclass(frozen=True)
class Settings:
    """How letters leave.

    server: its host name, "" lays letters into `folder`. security: "starttls" (usually port 587), "tls" (465) or "none".
    authority: a file with the certificates of the house's own authority. seconds: how long to wait for the server.
    """

    sender: str = "wgtracker@localhost"
    sender_name: str = "wgtracker"
    server: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    folder: Path = Path("instance/mail")
    authority: Path | None = None
    seconds: float = 20.0


class Result(NamedTuple):
    """What became of a letter; again: whether sending it later may help."""

    sent: bool
    sentence: str
    message_id: str = ""
    again: bool = False


def send(letter: Letter, settings: Settings) -> Result:
    """Send a letter, or say why it could not be sent. Never raises; takes up to `settings.seconds` for each step of the exchange."""
    try:
        message = write_message(letter, settings)
        return _post(message, settings) if settings.server else _lay_down(message, settings.folder)
    except BadInput as refused:
        return Result(False, refused.sentence)
    except Exception as error:  # whatever it is, the letter must stay in the outbox with a reason
        _LOG.exception("a letter was not sent")
        return Result(False, gettext("The letter could not be sent: %(reason)s", reason=_short(repr(error))), again=True)


def read_address(text: str) -> str:
    """Read one mail address as a person types it; the domain comes in small letters, as DNS writes it. Raises BadInput.

    Quoted local parts and letters outside ASCII before the @ are refused: few servers deliver them.
    """
    address = text.strip()
    local, _, domain = address.rpartition("@")
    if not _LOCAL_PART.fullmatch(local) or len(local) > 64 or len(address) > 254:
        raise BadInput(_not_an_address(text))
    try:
        domain = domain.encode("ascii" if domain.isascii() else "idna").decode("ascii").lower()
    except UnicodeError:
        raise BadInput(_not_an_address(text)) from None
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or (len(labels) == 1 and domain != "localhost"):
        raise BadInput(_not_an_address(text))
    return f"{local}@{domain}"


def _not_an_address(text: str) -> str:
    shown = clean_header(text, 80)
    if not shown:
        return gettext("Write the mail address, such as name@ministry.example.")
    return gettext("“%(text)s” is not a mail address; write one such as name@ministry.example.", text=shown)


def clean_header(text: str, longest: int = _LONGEST_SUBJECT) -> str:
    """Return a text as one line of visible characters: no line ends, controls, bidi controls or lone surrogates.

    Zero-width joiners stay, for Persian and the scripts of India are written with them.
    """
    kept = (" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Zs"} else sign for sign in text)
    line = " ".join("".join(sign for sign in kept if unicodedata.category(sign) not in {"Cf", "Cs"} or sign in "\u200c\u200d").split())
    return line if len(line) <= longest else line[: longest - 2].rstrip() + " …"


def write_message(letter: Letter, settings: Settings) -> EmailMessage:
    """Write a letter as a message of the Internet (RFC 5322), plain text in UTF-8. Raises BadInput for addresses that are none."""
    sender = read_address(settings.sender)
    message = EmailMessage(policy=_POLICY)
    message["From"] = _with_name(sender, settings.sender_name)
    message["To"] = _with_name(read_address(letter.to), letter.to_name)
    if letter.reply_to:
        message["Reply-To"] = _with_name(read_address(letter.reply_to), "")
    message["Subject"] = clean_header(letter.subject)
    message["Date"] = now().replace(microsecond=0)
    seed = "\0".join((letter.key, sender, letter.to, letter.subject, letter.text)) if letter.key else str(uuid4())
    message["Message-ID"] = f"<{hashlib.sha256(seed.encode('utf-8', 'replace')).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in answer
    message.set_content(_clean_body(letter.text), charset="utf-8", cte="quoted-printable" if _mostly_ascii(letter.text) else "base64")
    for attachment in letter.attachments:
        _attach(message, Attachment(*attachment))
    return message


def _with_name(address: str, name: str) -> Address:
    return Address(clean_header(name, _LONGEST_NAME), addr_spec=address)


def _clean_body(text: str) -> str:
    """Keep every visible character; what no mail can hold (NUL, lone surrogates) becomes U+FFFD."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSENDABLE.sub("\ufffd", lines)


def _mostly_ascii(text: str) -> bool:
    return sum(not sign.isascii() for sign in text) * 4 <= len(text)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind = attachment.type.lower() if _TYPE.fullmatch(attachment.type.lower()) else _ANY_TYPE
    main, _, sub = kind.partition("/")
    if main in {"message", "multipart"}:
        main, sub = _ANY_TYPE.split("/")
    name = _UNSAFE_IN_NAME.sub("_", clean_header(attachment.name, _LONGEST_NAME)) or "attachment"
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=name)


def _lay_down(message: EmailMessage, folder: Path) -> Result:
    """Write the letter into the folder, whole or not at all; the same letter again takes the place of the first."""
    message_id = str(message["Message-ID"])
    receiver = re.sub(r"[^\w.@-]", "_", message["To"].addresses[0].addr_spec)[:100]
    path = folder / f"{now():%Y%m%d-%H%M%S}-{receiver}-{message_id[1:17]}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        earlier = list(folder.glob(f"*-{message_id[1:17]}.eml"))
        half = path.with_suffix(".part")
        half.write_bytes(message.as_bytes())
        os.replace(half, earlier[0] if earlier else path)
    except OSError as error:
        sentence = gettext("The letter could not be written into the folder %(folder)s: %(reason)s.", folder=folder, reason=error.strerror)
        return Result(False, sentence, message_id, again=True)
    return Result(True, gettext("Written into the mail folder; no mail server is set."), message_id)


def _post(message: EmailMessage, settings: Settings) -> Result:
    """Hand the letter to the server."""
    message_id = str(message["Message-ID"])
    server = f"{settings.server}:{settings.port}"
    try:
        with _connect(settings) as smtp:
            if settings.user:
                smtp.login(settings.user, settings.password)
            smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        return _explain(error, server, message_id)
    return Result(True, gettext("Accepted by the mail server %(server)s.", server=server), message_id)


def _connect(settings: Settings) -> smtplib.SMTP:
    """Open the connection, encrypted as is set. A password is never sent in the clear to another machine."""
    if settings.security == "none":
        if settings.user and settings.server not in {"localhost", "127.0.0.1", "::1"}:
            raise smtplib.SMTPNotSupportedError(gettext("a user name is set without encryption"))
        return smtplib.SMTP(settings.server, settings.port, timeout=settings.seconds)
    context = ssl.create_default_context(cafile=settings.authority)
    if settings.security == "tls":
        return smtplib.SMTP_SSL(settings.server, settings.port, timeout=settings.seconds, context=context)
    smtp = smtplib.SMTP(settings.server, settings.port, timeout=settings.seconds)
    try:
        smtp.starttls(context=context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _explain(error: smtplib.SMTPException | OSError, server: str, message_id: str) -> Result:
    """Say what went wrong, and whether to try again. A setting that is wrong can be put right: the letter is tried again."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            sentence = gettext("The mail server does not take letters to this address: %(reason)s", reason=_answer(code, words))
            return Result(False, sentence, message_id, again=code < 500)
        case smtplib.SMTPAuthenticationError():
            reason = _answer(error.smtp_code, error.smtp_error)
            sentence = gettext("The mail server does not accept the user name and password that are set: %(reason)s", reason=reason)
            return Result(False, sentence, message_id, again=True)
        case smtplib.SMTPSenderRefused():
            reason = _answer(error.smtp_code, error.smtp_error)
            sentence = gettext("The mail server does not take letters from the address that is set as sender: %(reason)s", reason=reason)
            return Result(False, sentence, message_id, again=True)
        case smtplib.SMTPResponseException():
            sentence = gettext("The mail server refused the letter: %(reason)s", reason=_answer(error.smtp_code, error.smtp_error))
            return Result(False, sentence, message_id, again=error.smtp_code < 500)
    values = {"server": server, "reason": _short(str(error) or type(error).__name__)}
    match error:
        case smtplib.SMTPNotSupportedError():
            sentence = gettext("The mail server %(server)s does not offer what is set (encryption or sign-in): %(reason)s", **values)
        case ssl.SSLError():
            sentence = gettext("The encrypted connection to the mail server %(server)s failed: %(reason)s", **values)
        case TimeoutError() | smtplib.SMTPServerDisconnected():
            sentence = gettext("The mail server %(server)s stopped answering: %(reason)s", **values)
        case socket.gaierror():
            sentence = gettext("There is no mail server named %(server)s: %(reason)s", **values)
        case _:
            sentence = gettext("The mail server %(server)s cannot be reached: %(reason)s", **values)
    return Result(False, sentence, message_id, again=True)


def _answer(code: int, words: bytes | str) -> str:
    """Quote what the server answered (RFC 5321, section 4.2.1: 4yz is transient, 5yz is permanent)."""
    return _short(f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}")


def _short(reason: str) -> str:
    return clean_header(reason, _LONGEST_REASON)
