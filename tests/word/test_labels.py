"""Numbers are written as each format of a list writes them."""

import pytest

from wgtracker.word.labels import FORMATS, write_number


@pytest.mark.parametrize(
    ("shape", "numbers", "written"),
    [
        ("decimal", (1, 12), "1 12"),
        ("decimalZero", (1, 12, 100), "01 12 100"),
        ("lowerLetter", (1, 26, 27, 53), "a z aa aaa"),
        ("upperLetter", (2, 28), "B BB"),
        ("lowerRoman", (4, 9, 14, 1999), "iv ix xiv mcmxcix"),
        ("upperRoman", (40, 3), "XL III"),
        ("ordinal", (1, 2, 3, 4, 11, 21, 112), "1st 2nd 3rd 4th 11th 21st 112th"),
        ("arabicAbjad", (1, 2, 3, 4, 10), "أ ب ج د ي"),
        ("arabicAlpha", (1, 2, 3, 4, 29), "أ ب ت ث أأ"),
        ("hindiNumbers", (10,), "१०"),
        ("thaiNumbers", (10,), "๑๐"),
        ("russianLower", (1, 10, 29, 30), "а к я аа"),
        ("chineseCounting", (1, 10, 11, 20, 21, 99), "一 十 十一 二十 二十一 九十九"),
        ("chineseCountingThousand", (100, 105, 110, 1001, 1010), "一百 一百零五 一百一十 一千零一 一千零一十"),
        ("chineseLegalSimplified", (12,), "拾贰"),
        ("ideographTraditional", (1, 10), "甲 癸"),
        ("decimalEnclosedCircle", (1, 20, 21), "① ⑳ 21"),
        ("hebrew1", (1, 15, 16, 21), "א טו טז כא"),
        ("chicago", (1, 2, 5), "* † **"),
        ("numberInDash", (3,), "- 3 -"),
        ("hex", (31,), "1F"),
        ("none", (3,), ""),
        ("unheardOf", (3,), "3"),
    ],
)
def test_format(shape: str, numbers: tuple[int, ...], written: str) -> None:
    assert " ".join(write_number(number, shape) for number in numbers) == written


def test_words() -> None:
    assert [write_number(number, "cardinalText") for number in (1, 21, 100, 115)] == [
        "One",
        "Twenty-one",
        "One hundred",
        "One hundred fifteen",
    ]
    assert [write_number(number, "ordinalText") for number in (1, 12, 20, 43)] == ["First", "Twelfth", "Twentieth", "Forty-third"]


def test_custom_pattern() -> None:
    assert write_number(7, "custom", "001, 002, 003, ...") == "007"
    assert write_number(7, "custom", "") == "7"


@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("number", [0, 1, 999, 32_768, 999_999])
def test_any_number_ends_in_text(shape: str, number: int) -> None:
    assert len(write_number(number, shape)) < 200
