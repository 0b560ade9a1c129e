"""Read one Word file: every paragraph with its tracked changes, comments, list numbers and warnings."""

from wgtracker.word import tags
from wgtracker.word.comments import read_comments
from wgtracker.word.model import ParagraphIn, Piece, Reading
from wgtracker.word.numbering import Counter, Numbering, number_paragraphs, read_numbering
from wgtracker.word.other_parts import gather_other_texts, list_unread, walk_other_parts
from wgtracker.word.package import Package
from wgtracker.word.paragraphs import Physical, coalesce, join_final, join_original
from wgtracker.word.revisions import freeze, settle_moves
from wgtracker.word.styles import EMPTY, Styles, read_styles
from wgtracker.word.walk import Walker


def read(package: Package) -> Reading:
    """Read all that one file says. Raises BadFile where one of its parts turns out to be broken."""
    styles = load_styles(package)
    numbers = next(iter(package.related("numbering")), "")
    if numbers:
        package.content(numbers)
    package.check_rest()  # now that all is inflated which is read, and before the walk, so that a refusal costs little
    walker = Walker(styles)
    body_element = package.main.find(tags.BODY)
    assert body_element is not None  # or the package had not been opened
    body = walker.walk_story(body_element, "document")
    walk_other_parts(package, walker)
    settle_moves(walker.found)
    final, finals = join_final(body.physical)
    comments = read_comments(package, walker, body, finals)
    warnings = list_unread(package) + walker.warnings
    return Reading(
        paragraphs=_freeze_paragraphs(body.physical, styles, _number(package, numbers, body.physical, styles)),
        original=join_original(body.physical),
        final=final,
        revisions=freeze(walker.found, finals),
        comments=comments,
        other=gather_other_texts(walker.stories, body),
        format_changes=sum([change.kind == "format" for change in walker.found]),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def load_styles(package: Package) -> Styles:
    """Read the file's styles; none where it has no such part."""
    part = next(iter(package.related("styles")), "")
    return package.take(part, read_styles) or EMPTY


def _number(package: Package, part: str, physical: list[Physical], styles: Styles) -> list[tuple[str, int | None]]:
    """Give label and level of each paragraph; nothing is read where no paragraph can be in a list."""
    if not part or not (styles.numbers or any(one.numbering or one.was_numbering for one in physical)):
        return [("", None)] * len(physical)
    numbering = package.take(part, read_numbering) or Numbering({}, {})
    return number_paragraphs(physical, Counter(numbering, styles))


def _freeze_paragraphs(physical: list[Physical], styles: Styles, numbers: list[tuple[str, int | None]]) -> tuple[ParagraphIn, ...]:
    return tuple(
        [
            ParagraphIn(
                _freeze_pieces(one, styles),
                label,
                level,
                styles.heading(one.style, one.outline),
                styles.name(one.style) if one.style else "",
                one.bookmarks,
                one.mark_inserted,
                one.mark_deleted,
                one.joins and one.mark_inserted is not None,
                one.joins and one.mark_deleted is not None,
                one.cell,
                one.source,
                one.outline == "9",
            )
            for one, (label, level) in zip(physical, numbers)
        ]
    )


def _freeze_pieces(one: Physical, styles: Styles) -> tuple[Piece, ...]:
    if styles.hides and any(style.look.hidden for _, style in styles.chain(one.style)):
        one.pieces[:] = [piece._replace(hidden=True) for piece in one.pieces]
    return coalesce(one.pieces) if len(one.pieces) > 1 else tuple(one.pieces)
