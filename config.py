"""Hold the server's settings: read once from the environment, all errors named at once, never changed afterwards."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wgtracker.errors import BadInput

ROOT = Path(__file__).resolve().parent
PREFIX = "WGTRACKER_"


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one server (docs/operator.md explains each).

    database_url: SQLite or PostgreSQL. base_url: the only address that links lead to. instance: folder of secret, database and mail.
    mail_server: host of SMTP, "" for a folder of .eml in the instance. trusted_hops: proxies in front. grace: seconds after a deadline
    within which input still counts as in time. live_url: where browsers reach the process of streams, "" for none.
    """

    database_url: str
    base_url: str
    instance: Path
    secret_key: str
    mail_server: str = ""
    mail_port: int = 587
    mail_user: str = ""
    mail_password: str = ""
    mail_starttls: bool = True
    mail_from: str = "wgtracker@localhost"
    trusted_hops: int = 0
    grace: int = 60
    sign_in_hours: int = 12
    live_url: str = ""

    @property
    def is_secure(self) -> bool:
        """Tell whether the server is reached by HTTPS: then cookies are sent over nothing else."""
        return self.base_url.startswith("https://")

    @property
    def sign_in_cookie(self) -> str:
        """Give the name of the sign-in cookie; over HTTPS the browser itself binds it to this host."""
        return "__Host-wgtracker" if self.is_secure else "wgtracker"

    @property
    def host(self) -> str:
        """Give host and port of the base address."""
        return urlsplit(self.base_url).netloc

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Config":
        """Read the settings. Raises BadInput with every setting that cannot be used."""
        wrong: list[str] = []
        instance = Path(env.get(f"{PREFIX}INSTANCE") or ROOT / "instance").resolve()
        base_url = (env.get(f"{PREFIX}BASE_URL") or "http://127.0.0.1:8321").rstrip("/")
        if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).netloc:
            wrong.append(f"{PREFIX}BASE_URL is “{base_url}”; write it as https://consultation.example.org.")
        live_url = env.get(f"{PREFIX}LIVE_URL", "").rstrip("/")
        if live_url and (urlsplit(live_url).scheme not in ("http", "https") or not urlsplit(live_url).netloc or ";" in live_url):
            wrong.append(f"{PREFIX}LIVE_URL is “{live_url}”; write it as https://consultation.example.org, or leave it out.")
        numbers = {key: _number(env, key, default, wrong) for key, default in _NUMBERS.items()}
        unknown = sorted(key for key in env if key.startswith(PREFIX) and key.removeprefix(PREFIX).lower() not in _KNOWN)
        wrong += [f"{key} is not a setting; docs/operator.md lists them." for key in unknown]
        if wrong:
            raise BadInput("The settings cannot be used. " + " ".join(wrong))
        return cls(
            database_url=env.get(f"{PREFIX}DATABASE_URL") or f"sqlite:///{instance / 'wgtracker.db'}",
            base_url=base_url,
            instance=instance,
            secret_key=env.get(f"{PREFIX}SECRET_KEY") or _keep_secret(instance),
            mail_server=env.get(f"{PREFIX}MAIL_SERVER", ""),
            mail_user=env.get(f"{PREFIX}MAIL_USER", ""),
            mail_password=env.get(f"{PREFIX}MAIL_PASSWORD", ""),
            mail_starttls=env.get(f"{PREFIX}MAIL_STARTTLS", "yes").lower() not in ("no", "false", "0"),
            mail_from=env.get(f"{PREFIX}MAIL_FROM", "wgtracker@localhost"),
            mail_port=numbers["mail_port"],
            trusted_hops=numbers["trusted_hops"],
            grace=numbers["grace"],
            sign_in_hours=numbers["sign_in_hours"],
            live_url=live_url,
        )


_NUMBERS = {"mail_port": 587, "trusted_hops": 0, "grace": 60, "sign_in_hours": 12}
_KNOWN = frozenset(Config.__dataclass_fields__) | {"laws"}


def _number(env: Mapping[str, str], key: str, default: int, wrong: list[str]) -> int:
    given = env.get(f"{PREFIX}{key.upper()}", "")
    if not given:
        return default
    if given.isascii() and given.isdigit():
        return int(given)
    wrong.append(f"{PREFIX}{key.upper()} is “{given}”; write a number such as {default}.")
    return default


def _keep_secret(instance: Path) -> str:
    """Give the secret of this instance; make it, readable by its owner alone, where there is none yet."""
    path = instance / "secret"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
