"""A wrong guess is worse than none: only what is plain is named."""

import pytest

from executed_slides.base.encodings import find_no_text, guess_encoding


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        ("발표의 정확도는 몇 퍼센트인가", "cp949", "CP949 (EUC-KR)"),
        ("발표 ― ‘정확도’ → 97% … 손실·오차", "cp949", "CP949 (EUC-KR)"),
        ("x = 1  # 한", "euc_kr", "CP949 (EUC-KR)"),
        ("Größe, café, naïve", "latin-1", "Latin-1 or a relative, such as Windows-1252"),
        ("“Loss” – 5 €", "cp1252", "Latin-1 or a relative, such as Windows-1252"),
        ("x = 1\n# 가나다\n", "utf-16", "UTF-16"),
        ("x = 1\ny = 2  # 가나다\n", "utf-16-le", "UTF-16"),
        ("x = 1\n", "utf-32", "UTF-32"),
        ("これは発表です。", "shift_jis", None),
        ("これは発表です。", "euc_jp", None),
        ("这是一个关于神经网络的报告", "gbk", None),
        ("這是一個關於神經網路的報告", "big5", None),
        ("Это доклад о нейронных сетях", "cp1251", None),
        ("Это доклад о нейронных сетях", "koi8_r", None),
        ("Αυτή είναι μια παρουσίαση", "iso8859_7", None),
    ],
)
def test_an_encoding_is_named_where_that_is_plain(text, encoding, guess):
    assert guess_encoding(text.encode(encoding)) == guess


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"", None),
        ("한글".encode(), None),
        ("한글".encode()[:-1], 3),
        (b"a\0\xff", 1),
        (b"a\xff\0", 1),
        (b"\xed\xa0\x80", 0),
    ],
)
def test_the_first_byte_that_is_of_no_text_is_found(content, start):
    assert find_no_text(content) == start
