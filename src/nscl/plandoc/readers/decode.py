"""Bytes to Vietnamese text, refusing what would only be garbage on the page."""

from __future__ import annotations

import re
import unicodedata

from nscl.plandoc.source import UnreadableDocument

_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯ]")
_FOREIGN_LETTER = re.compile("[¡-ÿŒœŸŠšŽžƒ]")
_MOJIBAKE = re.compile("á[»º]|Ä[\u0090‘]|Æ[°¡]|Ã[¡-¿]|â€")
_LOST_LETTER = re.compile(r"[^\W\d_]\?[^\W\d_]|\ufffd")
_COMMON_WORD = re.compile(r"\b(?:và|của|các|năm|thực hiện|kế hoạch|được|cho)\b", re.I)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")

OLD_ENCODING = (
    "Văn bản dùng bảng mã cũ (TCVN3, VNI hoặc tương tự) nên không đọc được chữ có dấu. "
    "Xin chuyển sang Unicode (ví dụ bằng Unikey) rồi tải lên lại."
)
GARBLED = (
    "Chữ trong văn bản đã hỏng khi lưu (sai bảng mã). Xin lưu lại từ bản gốc với mã UTF-8 rồi tải lên lại."
)
NOT_TEXT = (
    "Tệp không phải văn bản đọc được. Xin tải lên kế hoạch dạng Word (.docx), PDF có lớp chữ, "
    "trang web đã lưu (.html) hoặc văn bản thuần (.txt)."
)


def decode(data: bytes) -> str:
    """The text of a plain file in UTF-8, UTF-16 or Windows-1258; raises UnreadableDocument otherwise.

    >>> decode("Kế hoạch".encode("utf-16"))
    'Kế hoạch'
    """
    text = _decode(data)
    controls = len(_CONTROL.findall(text[:20_000]))
    if controls > 5 and controls > len(text[:20_000]) // 200:
        raise UnreadableDocument("wrong_type", NOT_TEXT)
    return text


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    sample = data[:2000]
    if sample.count(0) > len(sample) // 5:
        odd = sample[1::2].count(0) > sample[0::2].count(0)
        return data.decode("utf-16-le" if odd else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # A truncated download often ends inside a character: the rest is still good UTF-8.
    patched = data.decode("utf-8-sig", "replace")
    if patched.count("\ufffd") <= 2 + len(patched) // 2000:
        return patched
    text = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    if len(_COMMON_WORD.findall(text)) < 3:
        raise UnreadableDocument("wrong_type", OLD_ENCODING if _mostly_printable(data) else NOT_TEXT)
    return text


def _mostly_printable(data: bytes) -> bool:
    sample = data[:4000]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) <= len(sample) // 100


def refuse_garbled(text: str) -> None:
    """Raise UnreadableDocument when letters are those of an old font encoding or were damaged.

    >>> refuse_garbled("Kế hoạch nâng cao năng suất")
    """
    sample = text[:40_000]
    letters = sum(map(str.isalpha, sample))
    if letters < 40:
        return
    good = len(_VIETNAMESE.findall(sample))
    if len(_MOJIBAKE.findall(sample)) > max(5, good):
        raise UnreadableDocument("damaged", GARBLED)
    if len(_LOST_LETTER.findall(sample)) > max(5, good // 4):
        raise UnreadableDocument("damaged", GARBLED)
    foreign = len(_FOREIGN_LETTER.findall(sample))
    if foreign > letters * 0.06 and good < foreign / 6:
        raise UnreadableDocument("damaged", OLD_ENCODING)
