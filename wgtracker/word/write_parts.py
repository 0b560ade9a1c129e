"""Write the parts beside the body: comments and their threads, people, notes, numbering, settings, properties."""

from wgtracker.word.clean import attribute, clean_initials, clean_line, clean_name, escape, text_xml
from wgtracker.word.model import CommentOut, Document, ListOut, ParagraphOut
from wgtracker.word.runs import locale, reads_right_to_left, runs, script_of_language
from wgtracker.word.write_body import BodyWriter
from wgtracker.word.write_inline import InlineWriter, utc_stamp
from wgtracker.word.write_look import Look

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_W14 = f'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" {_MC} mc:Ignorable="w14"'
_W15 = f'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" {_MC} mc:Ignorable="w15"'
_WORD = "http://schemas.microsoft.com/office/word"
_FIRST_THREAD = 0x10000000  # paraIds are eight hex digits below 0x80000000


def comments_xml(comments: tuple[CommentOut, ...], look: Look) -> str:
    """Write the comments part; the last paragraph of each carries the id by which its thread is known."""
    out = [f"{HEAD}<w:comments {W} {_W14}>"]
    for number, comment in enumerate(comments):
        author, initials = escape(clean_name(comment.author)), escape(clean_initials(comment.initials))
        date = f' w:date="{stamp}"' if (stamp := utc_stamp(comment.date)) else ""
        out.append(f'<w:comment w:id="{number}" w:author="{author}"{date} w:initials="{initials}">')
        paragraphs = comment.paragraphs or ("",)
        for place, text in enumerate(paragraphs, start=1):
            thread = f' w14:paraId="{_FIRST_THREAD + number:08X}"' if place == len(paragraphs) else ""
            bidi = "<w:bidi/>" if reads_right_to_left(text) else ""
            out.append(f'<w:p{thread}><w:pPr><w:pStyle w:val="CommentText"/>{bidi}</w:pPr>')
            if place == 1:
                out.append('<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>')
            for run in runs(text, "", "ar" if bidi else ""):
                if content := text_xml(run.text):
                    out.append(f"<w:r>{look.run_properties('', run.lang, in_bold=False)}{content}</w:r>")
            out.append("</w:p>")
        out.append("</w:comment>")
    out.append("</w:comments>")
    return "".join(out)


def threads_xml(comments: tuple[CommentOut, ...]) -> str:
    """Write commentsExtended: which comment answers which, and which are resolved."""
    out = [f"{HEAD}<w15:commentsEx {_W15}>"]
    for number, comment in enumerate(comments):
        parent = "" if comment.parent is None else f' w15:paraIdParent="{_FIRST_THREAD + comment.parent:08X}"'
        out.append(f'<w15:commentEx w15:paraId="{_FIRST_THREAD + number:08X}"{parent} w15:done="{int(comment.resolved)}"/>')
    out.append("</w15:commentsEx>")
    return "".join(out)


def people_xml(comments: tuple[CommentOut, ...]) -> str:
    """Write the people part: each author of a comment once, in order of the alphabet."""
    names = sorted({escape(clean_name(comment.author)) for comment in comments})
    people = "".join(
        f'<w15:person w15:author="{name}"><w15:presenceInfo w15:providerId="None" w15:userId="{name}"/></w15:person>' for name in names
    )
    return f"{HEAD}<w15:people {_W15}>{people}</w15:people>"


def footnotes_xml(document: Document, body: BodyWriter, inlines: InlineWriter) -> str:
    """Write the notes part after the body: by then it is known which notes are numbered and which carry a sign."""
    missing = [number for number in range(len(document.footnotes)) if number not in inlines.notes]
    if missing:
        raise ValueError(f"these footnotes are referred to nowhere: {missing}")
    out = [
        f'{HEAD}<w:footnotes {W} {R}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    ]
    for number, paragraphs in enumerate(document.footnotes):
        out.append(f'<w:footnote w:id="{number + 1}">')
        sign = inlines.notes[number] or "<w:footnoteRef/>"
        lead = f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{sign}</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        for paragraph in paragraphs or (ParagraphOut(()),):
            body.paragraph(paragraph, paragraph.style or "FootnoteText", out, lead)
            lead = ""
        out.append("</w:footnote>")
    out.append("</w:footnotes>")
    return "".join(out)


def numbering_xml(lists: tuple[ListOut, ...]) -> str:
    """Write the numbering part: one abstract list and one instance for each list of the document."""
    abstract, instances = [], []
    for number, entry in enumerate(lists):
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{attribute(form)}"/><w:lvlText w:val="{attribute(text)}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
            for level, (form, text, left, hanging) in enumerate(entry.levels)
        )
        abstract.append(f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
        instances.append(f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>')
    return f"{HEAD}<w:numbering {W}>{''.join(abstract)}{''.join(instances)}</w:numbering>"


def settings_xml(document: Document) -> str:
    """Write the settings in the order of the schema (CT_Settings)."""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if document.footnotes else ""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{_WORD}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    tag = {"other": "w:val", "east": "w:eastAsia", "right": "w:bidi"}[script_of_language(document.language)]
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/>{"<w:trackRevisions/>" if document.track_revisions else ""}'
        '<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"{notes}<w:compat>{compat}</w:compat>"
        f'<w:themeFontLang {tag}="{attribute(locale(document.language))}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def core_xml(document: Document) -> str:
    """Write the core properties: title and language for screen readers, dates of the content."""
    created = utc_stamp(document.created) or "2020-01-01T00:00:00Z"
    creator = escape(clean_line(document.creator))
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attribute(document.title)}</dc:title><dc:subject>{attribute(document.subject)}</dc:subject>"
        f"<dc:creator>{creator}</dc:creator><dc:language>{attribute(locale(document.language))}</dc:language>"
        f"<cp:lastModifiedBy>{creator}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
    )


APP_XML = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>wgtracker</Application></Properties>"
)
