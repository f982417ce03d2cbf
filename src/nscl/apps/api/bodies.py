"""The body of a request, read piece by piece and never further than its limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from django.http import HttpRequest
from django.http.request import UnreadablePostError

from nscl.apps.api.negotiation import capture_limits, largest_body, sent_as_xml
from nscl.apps.api.problems import LIMIT, MEDIA_TYPE, VALIDATION, ApiError

PIECE = 64 * 1024


def read_document_body(request: HttpRequest) -> bytes:
    """The body of a capture: JSON or XML as its Content-Type says, packed by gzip or not.

    Refused: other types (415), more than the limit whether packed or unpacked (413), a body shorter than its
    Content-Length or no valid gzip (400).
    """
    is_xml = sent_as_xml(request)
    body = read_body(request, most=largest_body())
    starts_as_xml = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    if body.strip() and starts_as_xml != is_xml and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        said, found = ("XML", "JSON") if is_xml else ("JSON", "XML")
        raise ApiError(VALIDATION, f"Content-Type nói {said} nhưng thân trông như {found}. Hãy gửi cho khớp.")
    return body


def read_body(request: HttpRequest, *, most: int) -> bytes:
    """All bytes of a body, unpacked, at most so many."""
    packing = request.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip"):
        raise ApiError(MEDIA_TYPE, "Content-Encoding chỉ nhận gzip. Hãy gửi thân không nén hoặc nén gzip.")
    if _declared(request) > most:
        raise _too_large(most)
    found = bytearray()
    for piece in _unpacked(_pieces(request, most), most) if packing == "gzip" else _pieces(request, most):
        found += piece
        if len(found) > most:
            raise _too_large(most)
    return bytes(found)


def _declared(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if str(text).isascii() and str(text).isdigit() else 0


def _pieces(request: HttpRequest, most: int) -> Iterator[bytes]:
    """The bytes as they come. A chunked body has no length: it is read to the end that the server marks."""
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    ends_itself = is_chunked and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if ends_itself else request
    read = 0
    try:
        while piece := stream.read(PIECE):
            read += len(piece)
            if read > most:
                raise _too_large(most)
            yield piece
    except (UnreadablePostError, OSError):
        raise ApiError(VALIDATION, "Kết nối đứt giữa chừng. Hãy gửi lại.") from None
    if not ends_itself and read < _declared(request):
        raise ApiError(VALIDATION, "Thân ngắn hơn Content-Length đã báo. Hãy gửi lại cho đủ.")


def _unpacked(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """What gzip had packed, a piece at a time, so that a small bomb fills no memory."""
    reader = zlib.decompressobj(wbits=31)
    written = 0
    try:
        for piece in pieces:
            while piece:
                if reader.eof:  # files put one after the other are one file (RFC 1952)
                    reader = zlib.decompressobj(wbits=31)
                plain = reader.decompress(piece, PIECE)
                written += len(plain)
                if written > most:
                    raise _too_large(most)
                yield plain
                piece = reader.unused_data if reader.eof else reader.unconsumed_tail
        while plain := reader.decompress(b"", PIECE):
            yield plain
    except zlib.error:
        raise ApiError(VALIDATION, "Thân không phải gzip đúng quy cách. Hãy nén lại.") from None
    if not reader.eof:
        raise ApiError(VALIDATION, "Tệp gzip bị cụt. Hãy gửi lại cho đủ.")


def _too_large(most: int) -> ApiError:
    sentence = f"Thân lớn hơn {most:,} byte. Hãy chia nhỏ.".replace(",", ".")
    return ApiError(LIMIT, sentence, headers=capture_limits())
