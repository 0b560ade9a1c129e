"""Name the elements and attributes of WordprocessingML that reading looks at (ECMA-376 part 1, 17; [MS-DOCX])."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
W16CID = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
W16CEX = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
W16DU = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}"

VAL = W + "val"
ID = W + "id"
NAME = W + "name"
AUTHOR = W + "author"
DATE = W + "date"
DATE_UTC = W16DU + "dateUtc"

BODY = W + "body"
P = W + "p"
R_ = W + "r"
T = W + "t"
DEL_TEXT = W + "delText"
P_PR = W + "pPr"
R_PR = W + "rPr"
TBL = W + "tbl"
TR = W + "tr"
TC = W + "tc"
TBL_PR = W + "tblPr"
TBL_PR_EX = W + "tblPrEx"
TBL_GRID = W + "tblGrid"
TR_PR = W + "trPr"
TC_PR = W + "tcPr"
SECT_PR = W + "sectPr"
SDT = W + "sdt"
SDT_CONTENT = W + "sdtContent"
ALT_CHUNK = W + "altChunk"
SUB_DOC = W + "subDoc"
TXBX = W + "txbxContent"

INS = W + "ins"
DEL = W + "del"
MOVE_FROM = W + "moveFrom"
MOVE_TO = W + "moveTo"
MOVE_FROM_START = W + "moveFromRangeStart"
MOVE_FROM_END = W + "moveFromRangeEnd"
MOVE_TO_START = W + "moveToRangeStart"
MOVE_TO_END = W + "moveToRangeEnd"
CELL_CHANGES = frozenset((W + "cellIns", W + "cellDel", W + "cellMerge"))
NUMBERING_CHANGE = W + "numberingChange"
P_PR_CHANGE = W + "pPrChange"
R_PR_CHANGE = W + "rPrChange"
FORMAT_CHANGES = frozenset(
    W + name
    for name in (
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
        "numberingChange",
    )
)

COMMENT_START = W + "commentRangeStart"
COMMENT_END = W + "commentRangeEnd"
COMMENT_REFERENCE = W + "commentReference"
BOOKMARK_START = W + "bookmarkStart"

FLD_CHAR = W + "fldChar"
FLD_CHAR_TYPE = W + "fldCharType"
RUBY = W + "ruby"
RUBY_BASE = W + "rubyBase"
SYM = W + "sym"
DRAWINGS = frozenset((W + "drawing", W + "pict", W + "object"))

ALTERNATE = MC + "AlternateContent"
CHOICE = MC + "Choice"
FALLBACK = MC + "Fallback"

O_MATH = M + "oMath"
O_MATH_PARA = M + "oMathPara"
M_R = M + "r"
M_T = M + "t"
M_R_PR = M + "rPr"
M_CTRL_PR = M + "ctrlPr"

P_STYLE = W + "pStyle"
R_STYLE = W + "rStyle"
NUM_PR = W + "numPr"
NUM_ID = W + "numId"
ILVL = W + "ilvl"
OUTLINE = W + "outlineLvl"

OFF = frozenset(("0", "false", "off"))
"""Values of an on/off property that turn it off (17.17.4); a missing value turns it on."""
