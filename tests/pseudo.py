"""Make a pseudo-language, en_XA: every sentence marked and lengthened, so that what escapes translation is seen at once."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "en_XA"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_KEPT = re.compile(r"(%\(\w+\)[sd]|\{\w+\}|%%|<[^>]*>|&\w+;)")
_ACCENTED = str.maketrans("aceiouyAEIOUY", "àçéîöûÿÀÉÎÖÛÝ")


def pseudo(message: str) -> str:
    """Write a sentence with accents between white brackets; placeholders and tags stay."""
    if not message:
        return message
    parts = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(message)]
    return "⟦" + "".join(parts) + "·" * (len(message) // 3) + "⟧"


def extract() -> Catalog:
    """Gather all sentences of the code and the templates, as `make messages` does."""
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalog = Catalog(locale="en", domain="wgtracker", fuzzy=False)
    for name, line, message, _comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=_is_ours):
        catalog.add(message, locations=[(name, line)], context=context)
    return catalog


def _is_ours(folder: str) -> bool:
    path = Path(folder).relative_to(ROOT)
    return not path.parts or path.parts[0] in {"wgtracker", "templates"}


def forms(message: Message) -> list[str]:
    """Give the sentence of a message, or its singular and its plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def write_catalogue(catalog: Catalog, folder: Path) -> None:
    """Write the catalogue of the pseudo-language below a folder, where `i18n.use(LANGUAGE, folder)` finds it."""
    for message in catalog:
        said = tuple(pseudo(form) for form in forms(message))
        message.string = said if len(said) > 1 else said[0]
    target = folder / LANGUAGE / "LC_MESSAGES" / "wgtracker.mo"
    target.parent.mkdir(parents=True)
    data = BytesIO()
    write_mo(data, catalog)
    target.write_bytes(data.getvalue())
