"""Offer the verbs with which the sample's writer changes a delegation's copy, in Word's own ways."""

from dataclasses import dataclass

from wgtracker.sample.ledger import Held, Ledger, Record, Remark, addresses, labels
from wgtracker.sample.sheet import Bit, Found, Line, Note, Pen, Sheet, blank, cut
from wgtracker.sample.texts import Draft


@dataclass(slots=True)
class Copy:
    """A delegation's copy: its sheet (what Word will hold) and its ledger (what was asked). pen: who types just now."""

    draft: Draft
    sheet: Sheet
    ledger: Ledger
    where: dict[str, int]
    pen: Pen
    held: str = ""

    # ------------------------------------------------------------ words

    def replace(self, at: str, old: str, new: str) -> None:
        """Put new words in the place of old ones."""
        unit = self.where[at]
        found = self.sheet.find(unit, old)
        struck = self._strike(found)
        if new:
            self._put(found.line, found.last if struck else found.first, new)
        self._note_edit(unit, old, new)

    def strike(self, at: str, old: str) -> None:
        """Delete words (those of another user of the same file stay visible as struck insertions)."""
        self.replace(at, old, "")

    def insert(self, at: str, after: str, new: str) -> None:
        """Add words after words that stand there ("" = at the very beginning)."""
        unit = self.where[at]
        if after:
            found = self.sheet.find(unit, after)
            self._put(found.line, found.last, new)
            self._note_edit(unit, after, after + new)
            return
        line = self.sheet.of_unit(unit)[0]
        self._put(line, cut(line, 0, after=True), new)
        record = self._touch(unit)
        record.proposed = new + record.proposed

    # ------------------------------------------------------------ paragraphs

    def add(self, below: str, text: str, *, kind: str = "point", language: str = "") -> None:
        """Add a paragraph before the next one: its own mark is the inserted one."""
        after = self.where[below]
        line = self._new_line(kind, text, language)
        line.mark = ("insert", self.pen) if self.ledger.way == "tracked" else None
        self.sheet.lines.insert(self.sheet.at(self.sheet.of_unit(after)[-1]) + 1, line)
        self._note_new(after, text)

    def add_by_enter(self, below: str, text: str, *, kind: str = "point") -> None:
        """Add a paragraph as Word does when Enter is pressed at a paragraph's end: the mark above is the inserted one."""
        after = self.where[below]
        above = self.sheet.of_unit(after)[-1]
        above.mark = ("insert", self.pen)
        self.sheet.lines.insert(self.sheet.at(above) + 1, self._new_line(kind, text, ""))
        self._note_new(after, text)

    def remove(self, at: str) -> None:
        """Delete a whole paragraph, its mark included."""
        unit = self.where[at]
        line = self.sheet.of_unit(unit)[0]
        text = line.visible()
        self._strike(Found(line, 0, len(line.bits)))
        line.mark = ("delete", self.pen)
        record = self._touch(unit)
        record.kind, record.proposed = "delete", ""
        record.deleted.append(text)

    def split(self, at: str, before: str) -> None:
        """Break a paragraph in two before some words."""
        unit = self.where[at]
        found = self.sheet.find(unit, before)
        line = found.line
        head = Line(line.kind, unit, line.bits[: found.first], ("insert", self.pen), bookmark="start")
        line.bits, line.bookmark = line.bits[found.first :], "end"
        self.sheet.lines.insert(self.sheet.at(line), head)
        record = self._touch(unit)
        record.kind, record.proposed = "split", record.proposed.replace(before, "\n" + before, 1)

    def merge(self, at: str) -> None:
        """Join a paragraph with the next one of the draft: its mark is deleted. Words are changed before."""
        unit = self.where[at]
        first, second = self._touch(unit), self._touch(unit + 1)
        self.sheet.of_unit(unit)[-1].mark = ("delete", self.pen)
        self.ledger.records.remove(second)
        first.kind, first.units = "merge", (unit, unit + 1)
        first.original = first.original + "\n" + second.original
        first.proposed += second.proposed
        first.inserted += second.inserted
        first.deleted += second.deleted

    def move(self, at: str, below: str) -> None:
        """Move a whole paragraph below another one."""
        unit, after = self.where[at], self.where[below]
        line = self.sheet.of_unit(unit)[0]
        name = f"move{5_150_000 + unit}"
        there = Line(
            line.kind, unit, [bit._replace(move="to", ins=self.pen) for bit in line.bits], ("move_to", self.pen), (name, self.pen), ""
        )
        line.bits = [bit._replace(move="from", dele=self.pen) for bit in line.bits]
        line.mark, line.move = ("move_from", self.pen), (name, self.pen)
        self.sheet.lines.insert(self.sheet.at(self.sheet.of_unit(after)[-1]) + 1, there)
        record = self._touch(unit)
        record.kind, record.after = "move", after
        record.inserted.append(there.visible())
        record.deleted.append(there.visible())

    # ------------------------------------------------------------ comments

    def comment(self, at: str, words: str, text: str, *, language: str = "", resolved: bool = False) -> int:
        """Comment on words of a unit ("" = all of it); return the comment's number, for replies."""
        unit = self.where[at]
        lines = self.sheet.of_unit(unit)
        anchor = words or "\n".join(line.visible() for line in lines)
        number = self._bubble(text, language=language, resolved=resolved)
        if words:
            found = self.sheet.find(unit, words)
            self._mark(found, number)
        else:
            lines[-1].bits.append(Bit("", note=("end", number)))
            lines[0].bits.insert(0, Bit("", note=("start", number)))
        self._note_remark(unit, anchor, text, resolved=resolved)
        return number

    def comment_on_struck(self, at: str, words: str, text: str, *, language: str = "") -> None:
        """Comment on words that this copy strikes."""
        unit = self.where[at]
        line = next(line for line in self.sheet.of_unit(unit) if any(bit.dele and bit.text == words for bit in line.bits))
        first = next(i for i, bit in enumerate(line.bits) if bit.dele and bit.text == words)
        self._mark(Found(line, first, first + 1), self._bubble(text, language=language))
        self._note_remark(unit, words, text)

    def comment_at_point(self, at: str, text: str) -> None:
        """Leave a comment that has a reference and no range, at a paragraph's end."""
        unit = self.where[at]
        self.sheet.of_unit(unit)[-1].bits.append(Bit("", note=("point", self._bubble(text))))
        self._note_remark(unit, "", text)

    def comment_across(self, first: str, words: str, last: str, text: str) -> None:
        """Comment on a range that begins at words of one unit and ends with another unit's end."""
        unit, end = self.where[first], self.where[last]
        found = self.sheet.find(unit, words)
        tail = found.line.visible()[found.line.visible().index(words) :]
        number = self._bubble(text)
        found.line.bits.insert(found.first, Bit("", note=("start", number)))
        last_line = self.sheet.of_unit(end)[-1]
        last_line.bits.append(Bit("", note=("end", number)))
        between = [line.visible() for line in self.sheet.lines[self.sheet.at(found.line) + 1 : self.sheet.at(last_line) + 1]]
        self._note_remark(unit, "\n".join([tail, *between]), text)

    def comment_on_new(self, words: str, text: str, *, language: str = "") -> None:
        """Comment on the whole of a new paragraph, found by its first words."""
        line = next(line for line in self.sheet.lines if line.unit is None and line.visible().startswith(words))
        number = self._bubble(text, language=language)
        line.bits = [Bit("", note=("start", number)), *line.bits, Bit("", note=("end", number))]
        self._note_remark(None, line.visible(), text)

    def reply(self, number: int, text: str) -> None:
        """Answer a comment; Word gives the answer the same range."""
        parent = self.sheet.notes[number]
        answer = self._bubble(text, parent=number, resolved=parent.resolved)
        for line in self.sheet.lines:
            line.bits = [
                each
                for bit in line.bits
                for each in ([bit, Bit("", note=(bit.note[0], answer))] if bit.note and bit.note[1] == number else [bit])
            ]
        remark = next(each for each in self.ledger.remarks if each["text"] == parent.text)
        answered: Remark = {**remark, "author": self.pen.author, "date": self.pen.date, "text": text, "reply_to": parent.text}
        self.ledger.remarks.append(answered)

    # ------------------------------------------------------------ the base

    def base_reads(self, at: str, old: str, new: str) -> None:
        """Let the file's own base differ from the draft (made on an older one); nothing is tracked."""
        unit = self.where[at]
        line = self.sheet.of_unit(unit)[0]
        line.bits = [Bit(line.visible().replace(old, new, 1))]
        text = self.draft.passages[unit].text
        held = Held(reason="older_draft", kind="replace", unit=unit, after_unit=None, original=text, proposed=line.visible())
        self.ledger.differences.append(held)

    def autocorrect(self, at: str, old: str, new: str) -> None:
        """Let Word change quotes or spaces behind the user's back, untracked: no change of substance, so nothing is expected."""
        line = self.sheet.of_unit(self.where[at])[0]
        line.bits = [bit._replace(text=bit.text.replace(old, new)) for bit in line.bits]

    # ------------------------------------------------------------ inside

    def _strike(self, found: Found) -> bool:
        """Strike bits as this copy's way has it; True where something struck stays in the file."""
        line, bits = found.line, found.line.bits[found.first : found.last]
        if self.ledger.way == "plain":
            line.bits[found.first : found.last] = [bit for bit in bits if bit.note]
            return False
        struck = {"dele": self.pen} if self.ledger.way == "tracked" else {"hand": "strike"}
        line.bits[found.first : found.last] = [bit if bit.note or bit.dele else bit._replace(**struck) for bit in bits]
        return True

    def _fresh(self, text: str) -> Bit:
        if self.ledger.way == "tracked":
            return Bit(text, ins=self.pen)
        return Bit(text, hand="mark" if self.ledger.way == "hand" else "")

    def _put(self, line: Line, place: int, text: str) -> None:
        line.bits.insert(place, self._fresh(text))

    def _new_line(self, kind: str, text: str, language: str) -> Line:
        return Line(kind, None, [self._fresh(text)], bookmark="", language=language)

    def _mark(self, found: Found, number: int) -> None:
        found.line.bits.insert(found.last, Bit("", note=("end", number)))
        found.line.bits.insert(found.first, Bit("", note=("start", number)))

    def _bubble(self, text: str, *, parent: int | None = None, language: str = "", resolved: bool = False) -> int:
        self.sheet.notes.append(Note(self.pen, text, parent, resolved, language))
        return len(self.sheet.notes) - 1

    def _touch(self, unit: int) -> Record:
        record = self.ledger.of(unit)
        record.held = self.held
        if self.ledger.way == "tracked":
            record.authors.add(self.pen.author)
            record.dates.add(self.pen.date)
        return record

    def _note_edit(self, unit: int, old: str, new: str) -> None:
        record = self._touch(unit)
        record.proposed = record.proposed.replace(old, new, 1)
        record.on_draft = record.on_draft.replace(old, new, 1)
        same = len(old) if new.startswith(old) else 0
        record.inserted.append(new[same:])
        record.deleted.append(old[same:])

    def _note_new(self, after: int, text: str) -> None:
        record = Record("new", None, "", text, after=after, held=self.held, inserted=[text])
        if self.ledger.way == "tracked":
            record.authors, record.dates = {self.pen.author}, {self.pen.date}
        self.ledger.records.append(record)

    def _note_remark(self, unit: int | None, anchor: str, text: str, *, resolved: bool = False) -> None:
        self.ledger.remarks.append(
            Remark(
                unit=unit,
                new_paragraph=anchor if unit is None else None,
                label="" if unit is None else labels(self.draft)[unit],
                anchor=anchor,
                author=self.pen.author,
                date=self.pen.date,
                text=text,
                reply_to=None,
                resolved=resolved,
                held="resolved" if resolved else self.held,
            )
        )


def fresh_copy(draft: Draft, pen: Pen, *, way: str = "tracked") -> Copy:
    """Return an untouched copy of the draft. way: tracked | plain (tracking off) | hand (marked with colour and strike)."""
    return Copy(draft, blank(draft), Ledger(draft, way), addresses(draft), pen)
