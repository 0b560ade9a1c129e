"""Read a written paper back, whatever its markup: an empty answer means that every delegation's words are in it."""

from wgtracker.compile.model import Compilation
from wgtracker.papers.corrigendum import Part


def read_back(content: bytes, compilation: Compilation, markup: str, part: Part | None = None) -> tuple[str, ...]:
    """List what of the compilation is missing from the paper (each with place and names); empty = all there.

    part: what the paper prints, where that is not all.
    """
    if markup == "tracked":
        from wgtracker.papers.readback_tracked import read_back_tracked

        return read_back_tracked(content, compilation)
    if markup == "clean":
        from wgtracker.papers.readback_clean import read_back_clean

        return read_back_clean(content, compilation)
    from wgtracker.papers.readback_marked import read_back_marked

    return read_back_marked(content, compilation, part)
