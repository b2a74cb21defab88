"""Numbers written as words: each reads back, counts where digits would, and ordinary words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores.letters.numerals import in_digits, read
from tests.letters.test_figure_check import verdicts

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AND = ("linh", "lẻ")
THOUSAND = ("nghìn", "ngàn")


def spelled(number: int, *, north: bool = True) -> str:
    """A number below 10,000 in words, by its four digits; the northern words or the southern ones."""
    thousands, hundreds, tens, ones = (number // 10**power % 10 for power in (3, 2, 1, 0))
    words = [f"{DIGITS[thousands]} {THOUSAND[not north]}"] if thousands else []
    if hundreds or (thousands and number % 1000):
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens > 1:
        words.append(f"{DIGITS[tens]} mươi")
    elif tens:
        words.append("mười")
    elif ones and words:
        words.append(AND[not north])
    if ones:
        last = DIGITS[ones]
        if tens and ones == 5:
            last = "lăm"
        if tens > 1:
            last = {1: "mốt", 4: "tư" if north else "bốn"}.get(ones, last)
        words.append(last)
    return " ".join(words) or "không"


@pytest.mark.parametrize("north", [True, False])
def test_every_number_reads_back(north: bool) -> None:
    wrong = [number for number in range(10_000) if read(spelled(number, north=north)) != str(number)]
    assert wrong == []


@given(st.integers(0, 9999), st.integers(0, 99))
def test_decimals_read_back_digit_by_digit_and_as_one(whole: int, places: int) -> None:
    written = f"{places:02d}"
    by_digit = " ".join(DIGITS[int(digit)] for digit in written)
    as_one = spelled(places) if places > 9 else by_digit
    for said in (by_digit, as_one):
        assert read(f"{spelled(whole)} phẩy {said}") == f"{whole},{written}"


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("hai triệu rưỡi", "2500000"),
        ("một nghìn rưỡi", "1500"),
        ("ba tỷ không trăm linh năm nghìn", "3000005000"),
        ("ba trăm mười nghìn sáu trăm ba mươi", "310630"),
        ("hai trăm rưỡi", "250"),
        ("hai chục", "20"),
        ("bẩy mươi nhăm", "75"),
        ("một số", None),
        ("mười năm", None),
        ("mươi", None),
        ("", None),
    ],
)
def test_further_words(words: str, digits: str | None) -> None:
    assert read(words) == digits


@pytest.mark.parametrize(
    ("line", "digits"),
    [
        ("Còn mười hai đơn vị.", "Còn 12 đơn vị."),
        ("Đạt tám mươi bảy phẩy hai chín điểm.", "Đạt 87,29 điểm."),
        ("Tăng hai điểm rưỡi.", "Tăng 2,5 điểm rưỡi."),
        ("Không phẩy tám điểm.", "0,8 điểm."),
        ("Ba xã xếp thứ nhất, hạng nhì, hạng mười.", "3 xã xếp thứ 1, hạng 2, hạng 10."),
        (
            "Ngày mười lăm tháng mười một, tháng tư, quý ba năm 2025.",
            "Ngày 15 tháng 11, tháng 4, quý 3 năm 2025.",
        ),
        ("Trong năm mươi ngày, năm đơn vị.", "Trong 50 ngày, 5 đơn vị."),
        ("Chỉ một xã, còn một xã.", "Chỉ 1 xã, còn 1 xã."),
        ("Một phần trăm, một trăm phần trăm.", "1 phần trăm, 100 phần trăm."),
        ("Hai phần ba số đơn vị.", "2 phần 3 số đơn vị."),
    ],
)
def test_numbers_in_a_line(line: str, digits: str) -> None:
    assert in_digits(line).text == digits


@pytest.mark.parametrize(
    "line",
    [
        "Một số đơn vị còn chậm; một phần do hệ thống; một trong những nguyên nhân là một cửa điện tử.",
        "Hai bên phối hợp; chính quyền địa phương hai cấp; mặt khác, cả hai đều tốt nhất.",
        "Thứ nhất, rà soát. Thứ hai, khắc phục. Một là công khai, hai là đôn đốc.",
        "Trong năm đơn vị tiếp tục; cuối năm huyện tổng kết; hằng năm, năm nay, qua năm tháng.",
        "Không điểm nào thấp hơn; không đơn vị nào chậm; không một đơn vị nào.",
        "Hàng trăm hồ sơ, hàng nghìn lượt, vài chục thủ tục, phần lớn đúng hạn.",
        "Một đơn vị chậm thì cả huyện chậm; mỗi một cơ quan; từng xã một; bộ phận Một cửa.",
        "Tư vấn, chín chắn, ba mẹ, tám chuyện, sáu mặt, lẻ tẻ, tư liệu, các tháng hai bên phối hợp.",
        "Bốn tại chỗ, ba không, năm rõ, hai chiều, đôi bên, nhất là các xã; thống nhất; duy nhất.",
    ],
)
def test_ordinary_words_are_no_numbers(line: str) -> None:
    assert in_digits(line).text == line
    assert verdicts(line) == []


@pytest.mark.parametrize(
    "text",
    [
        "Huyện đạt tám mươi bảy phẩy hai chín điểm, xếp thứ hai.",
        "Xã Lệ Xá tăng sáu phẩy sáu mươi điểm.",
        "Có một trăm năm mươi mốt hồ sơ; cả bốn xã.",
        "Xã Thống Nhất còn mười ba hồ sơ.",
        "Lệ Xá 88,68 điểm; thị trấn Vương mười sáu điểm và 1 đơn vị khác cùng mười sáu điểm.",
        "Kết quả tháng mười.",
    ],
)
def test_numbers_in_words_are_figures_of_the_release(text: str) -> None:
    assert {verdict for _, verdict in verdicts(text)} == {"found"}


@pytest.mark.parametrize(
    ("text", "figure", "verdict"),
    [
        ("Huyện đạt tám mươi tám phẩy hai chín điểm.", "tám mươi tám phẩy hai chín điểm", "wrong"),
        ("Xã Lệ Xá đạt mười sáu điểm.", "mười sáu điểm", "wrong"),
        ("Xã Thống Nhất còn ba mươi mốt hồ sơ.", "ba mươi mốt", "wrong"),
        ("Huyện xếp hạng nhất.", "nhất", "wrong"),
        ("Mười hai đơn vị hoàn thành.", "Mười hai", "asked"),
        ("Hai phần ba số xã đạt.", "Hai phần ba", "asked"),
        ("Quá nửa số xã đạt, gấp đôi kỳ trước.", "Quá nửa", "asked"),
        ("Cần ba nhóm giải pháp.", "ba", "asked"),
        ("Lưu ý hai điểm sau.", "hai điểm", "asked"),
        ("Kết quả tháng chín.", "tháng chín", "asked"),
        ("Trong mười lăm ngày, ngày hai mươi tháng mười một.", "mười lăm ngày", "reference"),
    ],
)
def test_other_numbers_in_words_are_refused_or_asked(text: str, figure: str, verdict: str) -> None:
    assert (figure, verdict) in verdicts(text)
