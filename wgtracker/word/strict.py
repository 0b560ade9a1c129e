"""Translate Strict OOXML (ISO/IEC 29500-1, purl.oclc.org names) to the Transitional names that all else reads."""

_NAMES = tuple(
    (f"http://purl.oclc.org/ooxml/{strict}".encode(), f"http://schemas.openxmlformats.org/{transitional}".encode())
    for strict, transitional in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    )
)


def translate_strict(xml: bytes) -> bytes:
    """Give the XML with Strict namespace declarations replaced; other XML comes back as it is.

    Only a whole attribute value is replaced, so that an address written in a text stays.
    """
    # Word declares every name at the root; a large part is not searched to its end for what is never there.
    if b"://purl.oclc.org/ooxml/" not in xml[:65_536]:
        return xml
    for strict, transitional in _NAMES:
        xml = xml.replace(b'="' + strict + b'"', b'="' + transitional + b'"').replace(b"='" + strict + b"'", b"='" + transitional + b"'")
    return xml
