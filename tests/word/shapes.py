"""Write bodies at random in the shapes of Word, LibreOffice, Google Docs, Pages and OnlyOffice: tracked changes in every place.

Only shapes that all readers agree on: the last mark of a container, and the one before a table or a control, is not tracked.
"""

import random

from tests.word.files import NAMES, make_parts, zip_parts

_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


class Scribe:
    """Write one body; words: how many, w1, w2, …; comments: how many it has anchored."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.words = 0
        self._ids = 100
        self._open: list[int] = []
        self.comments = 0

    def body(self) -> str:
        """Write a whole body."""
        text = self._flow(0) + self._flow(0) + self._paragraph("")
        ends = "".join(f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>' for number in self._open)
        return f"{text}<w:p>{ends}</w:p><w:sectPr/>"

    def _stamp(self) -> str:
        self._ids += 1
        date = self._dice.choice(("", ' w:date="2020-09-01T10:00:00Z"'))
        return f'w:id="{self._ids}" w:author="{self._dice.choice("ABC")}"{date}'

    def _text(self, tag: str) -> str:
        self.words += 1
        word = f"w{self.words}"
        odd = (f"{word}<!-- c -->x ", f"{word}<?pi y?>x ", f"<![CDATA[{word}<&]]> ", f"{word}&amp;&#233; ", f" {word}\n\u00e9 ")
        inside = self._dice.choice((f"{word} ",) * 7 + odd)
        space = self._dice.choice((' xml:space="preserve"', ' xml:space="preserve"', ""))
        return f"<w:{tag}{space}>{inside}</w:{tag}>"

    def _run(self, tag: str = "t") -> str:
        change = f"<w:rPr><w:i/><w:rPrChange {self._stamp()}><w:rPr/></w:rPrChange></w:rPr>"
        look = self._dice.choice(("", "", "", "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:rStyle w:val="X"/></w:rPr>', "<w:rPr/>", change))
        signs = ("<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>", "<w:noBreakHyphen/>", "<w:cr/>", f"<w:{tag}/>")
        extra = self._dice.choice(("",) * 8 + signs)
        return f"<w:r>{look}{self._text(tag)}{extra}</w:r>"

    def _comment(self) -> str:
        if self._open and self._dice.random() < 0.5:
            number = self._open.pop()
            return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        self.comments += 1
        if self._dice.random() < 0.3:
            return f'<w:r><w:commentReference w:id="{self.comments}"/></w:r>'
        self._open.append(self.comments)
        return f'<w:commentRangeStart w:id="{self.comments}"/>'

    def _move(self) -> str:
        self._ids += 2
        number, name = self._ids, self._dice.choice((f' w:name="move{self._ids}"', ""))

        def half(end: str) -> str:
            open_, close = f'<w:move{end}RangeStart w:id="{number}"{name} w:author="A"/>', f'<w:move{end}RangeEnd w:id="{number}"/>'
            return f"{open_}<w:move{end} {self._stamp()}>{self._run()}</w:move{end}>{close}"

        return half("From") + self._run() + half("To")

    def _inline(self, depth: int = 0, tag: str = "t", tracked: bool = False) -> str:
        if depth > 3 or self._dice.random() < 0.35:
            return self._run(tag)

        def inside(inner: str = tag, changed: bool = tracked) -> str:
            return "".join(self._inline(depth + 1, inner, changed) for _ in range(self._dice.randint(0, 2)))

        kinds = ["link", "tag", "control", "field", "mark", "comment", "picture"]
        kinds += ["del"] * 3 if tag == "t" else []
        kinds += ["ins", "ins", "move"] if not tracked else []
        match self._dice.choice(kinds):
            case "ins":
                return f"<w:ins {self._stamp()}>{inside(changed=True)}</w:ins>"
            case "del":
                return f"<w:del {self._stamp()}>{inside('delText', True)}</w:del>"
            case "move":
                return self._move()
            case "link":
                return f'<w:hyperlink w:anchor="a">{self._run(tag)}{self._run(tag)}</w:hyperlink>'
            case "tag":
                return f'<w:smartTag w:element="x"><w:smartTagPr><w:attr w:name="q" w:val="z"/></w:smartTagPr>{inside()}</w:smartTag>'
            case "control":
                return f"<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent>{inside()}</w:sdtContent></w:sdt>"
            case "field":
                name = "instrText" if tag == "t" else "delInstrText"
                code = f'<w:r><w:{name}> HYPERLINK "http://x" </w:{name}></w:r>'
                return _FIELD.format("begin") + code + _FIELD.format("separate") + self._run(tag) + _FIELD.format("end")
            case "mark":
                return f'<w:bookmarkStart w:id="{self._ids}" w:name="b{self._ids}"/>{self._run(tag)}<w:bookmarkEnd w:id="{self._ids}"/>'
            case "comment":
                return self._comment()
            case _:
                drawing = '<mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>'
                return f"<w:r><mc:AlternateContent>{drawing}</mc:AlternateContent></w:r>{self._run(tag)}"

    def _paragraph(self, mark: str | None = None) -> str:
        if mark is None:
            mark = self._dice.choice(("", "", "", f"<w:ins {self._stamp()}/>", f"<w:del {self._stamp()}/>"))
        change = self._dice.choice(("", "", f"<w:pPrChange {self._stamp()}><w:pPr/></w:pPrChange>"))
        properties = f'<w:pPr><w:jc w:val="start"/><w:rPr>{mark}</w:rPr>{change}</w:pPr>' if mark or self._dice.random() < 0.3 else ""
        if self._dice.random() < 0.4:
            return f'<w:p w:rsidR="00">{properties}{self._run()}{self._run()}</w:p>'
        return f"<w:p>{properties}{''.join(self._inline() for _ in range(self._dice.randint(0, 4)))}</w:p>"

    def _flow(self, depth: int) -> str:
        out = ""
        for _ in range(self._dice.randint(0, 4)):
            shape = self._dice.random()
            out += self._paragraph(None if shape < 0.8 or depth > 2 else "")
            if shape > 0.9 and depth <= 2:
                out += f"<w:sdt><w:sdtPr/><w:sdtContent>{self._flow(depth + 1)}{self._paragraph('')}</w:sdtContent></w:sdt>"
            elif shape > 0.8 and depth <= 2:
                out += self._table(depth + 1)
        return out

    def _table(self, depth: int) -> str:
        def wrap(text: str) -> str:
            return text if self._dice.random() < 0.9 else f"<w:sdt><w:sdtPr/><w:sdtContent>{text}</w:sdtContent></w:sdt>"

        def cell() -> str:
            return wrap(f"<w:tc><w:tcPr/>{self._flow(depth)}{self._paragraph('')}</w:tc>")

        rows = "".join(wrap(f"<w:tr>{cell()}{cell()}</w:tr>") for _ in range(self._dice.randint(1, 3)))
        return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"


def make_shapes(seed: int) -> tuple[bytes, int, int]:
    """Give a Word file with such a body, and how many words and comments it has."""
    scribe = Scribe(seed)
    body = scribe.body()
    bubbles = (f'<w:comment w:id="{n + 1}" w:author="Q"><w:p><w:r><w:t>c</w:t></w:r></w:p></w:comment>' for n in range(scribe.comments))
    parts = make_parts("", {"comments": f"<w:comments {NAMES}>{''.join(bubbles)}</w:comments>"})
    parts["word/document.xml"] = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()
    return zip_parts(parts), scribe.words, scribe.comments
