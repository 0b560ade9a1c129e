"""Build one document that uses everything the writer knows; the tests of writing, lints and accessibility share it."""

from wgtracker.word.model import (
    Block,
    CommentMark,
    CommentOut,
    Document,
    Field,
    Link,
    ListOut,
    NoteMark,
    ParagraphOut,
    Run,
    TableOut,
    Tracked,
)

AT = "2020-09-20T10:00:00Z"
ARABIC = "وفقاً للقانون 12"
CHINESE = "工作建议第十二条"


def par(*inlines: str | Run | Field | Tracked | CommentMark | NoteMark | Link, style: str = "WGText") -> ParagraphOut:
    """Return a paragraph; plain strings become runs."""
    return ParagraphOut(tuple(Run(inline) if isinstance(inline, str) else inline for inline in inlines), style)


def _masthead() -> tuple[ParagraphOut, ...]:
    return (
        par("CTOC/COP/2020/CRP.x\n8 October 2020\nEnglish only", style="WGSymbol"),
        par("Conference of the Parties to a Convention\nused as a sample", style="WGBodyName"),
        par("Tenth session\nVienna, 12–16 October 2020\nItem 2 (b)", NoteMark(0, "*"), style="WGSession"),
        par("Status of consultations on the discussion points", style="Title"),
        par("Conference room paper prepared by the Secretariat", style="Subtitle"),
    )


def _unit() -> tuple[ParagraphOut, ...]:
    return (
        ParagraphOut((Run("Discussion points"),), "Heading1", (0, 0)),
        ParagraphOut((Run("Criminal justice responses"),), "Heading2", (0, 1)),
        ParagraphOut((Run("Discussion point 3"), Run("   proposals: 2", "WGQuiet")), "Heading3", bookmarks=("unit3", "_wg_3")),
        par(
            "[", Run("3.", "WGNumber"), " States parties should ", Run("[3.1 ", "WGChange"), Run("consider", "WGDeleted"), " / ",
            Run("ensure", "WGAdded"), " (", Run("Brazil; France", "WGName"), ")", Run("]", "WGChange"), " protection.]", style="WGUnit",
        ),
        par("[", Run("3\u00a0", "WGNumber"), Run("alt", "WGLatin"), ". Another text. (", Run("Chile", "WGName"), ")]", style="WGUnit"),
        par(Run("(a)", "WGNumber"), "\tA sub-paragraph, with its label hanging.", style="WGUnitSub"),
        par("[Delete discussion point 3 (", Run("Egypt", "WGName"), ")]", style="WGLine"),
        par(Run("List 3.1 A:", "WGLabel"), " ", Run("Argentina; Chile", "WGName"), style="WGList"),
        par(Run("Comments.", "WGLabel"), f" Egypt: “{ARABIC}”, and {CHINESE}.", style="WGComments"),
    )  # fmt: skip


def _tracked() -> tuple[ParagraphOut, ...]:
    inserted = Tracked("insert", (Run("new "), Tracked("delete", (Run("struck"),), "Brazil", AT), Run("word")), "Norway", AT)
    moved = (Tracked("move_to", (Run("Moved "),), "Chile", AT, "move1"), Tracked("move_to", (Run("sentence."),), "Chile", AT, "move1"))
    return (
        ParagraphOut(
            (Run("Before "), CommentMark("start", 0), Tracked("delete", (Run("old\tword", "WGAdded"),), "France", AT), inserted,
             CommentMark("end", 0), Run(" after. ")), "WGUnit", mark=("insert", "France", AT),
        ),
        par("Second half.", style="WGUnit"),
        ParagraphOut((Tracked("move_from", (Run("Moved sentence."),), "Chile", AT, "move1"),), "WGUnit", mark=("move_from", "Chile", AT)),
        par("Stays.", CommentMark("end", 2), style="WGUnit"),
        ParagraphOut(moved, "WGUnit", mark=("move_to", "Chile", AT)),
        ParagraphOut((Run("نص "), Tracked("insert", (Run("جديد"),), "مصر", AT), Run(" UNODC رقم 5.")), "WGUnit", bidi=True),
    )  # fmt: skip


def everything() -> Document:
    """Return the document."""
    rows = (("Delegation", "Received", "Changes"), ("Egypt", "1 October 2020", "12"), ("Côte d’Ivoire", "2 October 2020", "3"))
    table = TableOut(
        (2000, 3000, 3000),
        tuple(tuple((ParagraphOut((Run(text),)),) for text in row) for row in rows),
        caption="Submissions",
        description="Who sent what, and when",
    )
    layout = TableOut((2000, 2000), (((par("left", style=""),), ()),), header_rows=0, description="Two blocks side by side", layout=True)
    body: tuple[Block, ...] = (
        *_masthead(),
        par(
            "See ", Link("unit3", (Run("discussion point 3"),)), " and the note", NoteMark(1), " on page ", Field("PAGEREF unit3", "1"), "."
        ),
        *_unit(),
        *_tracked(),
        table,
        layout,
        ParagraphOut((Run("A made list"),), "WGText", (1, 0), keep_next=True, keep_lines=True),
        ParagraphOut((Run("its second entry"),), "WGText", (1, 0)),
        ParagraphOut((Run("Une entrée de l’annexe", lang="fr"),), "WGEntry", page_break_before=True),
        par("A note for the staff & <others>.", style="WGNote"),
    )
    return Document(
        "Status of consultations",
        "en",
        body,
        subject="A sample",
        creator="Secretariat",
        created="2020-10-08T00:00:00Z",
        header_first=(),
        header=(par("CTOC/COP/2020/CRP.x", style="Header"),),
        footer=(par("\t", Field("PAGE", "2"), "/", Field("NUMPAGES", "4"), style="Footer"),),
        footnotes=((par("CTOC/COP/2020/1.", style=""),), (par("A numbered note.", style=""), par("Its second paragraph.", style=""))),
        comments=(
            CommentOut("France", "FR", AT, ("First line", "Second\nline")),
            CommentOut("Brazil", "BR", AT, ("A reply",), parent=0, resolved=True),
            CommentOut("\u202eمصر\u202c", "", "", (f"{ARABIC}, and {CHINESE}",)),
        ),
        lists=(
            ListOut((("upperRoman", "%1.", 680, 680), ("upperLetter", "%2.", 680, 680))),
            ListOut((("lowerLetter", "(%1)", 1247, 567),)),
        ),
        track_revisions=True,
    )
