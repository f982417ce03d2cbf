#!/usr/bin/env python3
"""Check, without nscl and without a network, that an event stood in a province's signed list of a day.

    python3 verifier.py proof.json public-key.hex

`proof.json` is what the province hands out: `event` (its hash "ni:///…", declaration, event_id, recorded_at,
organisation, text), province, day, index, size; as hexadecimal path, root, previous, signature.
Prints ĐÚNG and ends with 0, or SAI and ends with 1. Signature: Ed25519, RFC 8032 §5.1.7; tree: RFC 6962 §2.1.
"""

import hashlib
import json
import sys
from typing import Any

Point = tuple[int, int, int, int]
LEAF = ("hash", "declaration", "event_id", "recorded_at", "organisation", "text")
ROOT = ("province", "day", "size", "root", "previous")
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741


def point(text: bytes) -> Point:
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * I % P
    if y >= P or x * x % P != x2 or (x == 0 and sign):
        raise ValueError("không phải khóa hay chữ ký")
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P)


def add(a: Point, b: Point) -> Point:
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n: int, a: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    for bit in bin(n)[2:]:
        found = add(found, found)
        found = add(found, a) if bit == "1" else found
    return found


def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, point(bytes.fromhex("58" + "66" * 31))), add(r, times(k, a))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0 == (left[1] * right[2] - right[1] * left[2]) % P
    return len(signature) == 64 and s < L and same


def leads_to_root(proof: dict[str, Any]) -> bool:
    leaf = "\n".join(["nscl-event/1", *(str(proof["event"][name]) for name in LEAF)])
    found = hashlib.sha256(b"\x00" + leaf.encode()).digest()
    place, last, path = proof["index"], proof["size"] - 1, [bytes.fromhex(one) for one in proof["path"]]
    while last > 0:
        if place % 2 or place < last:
            other = path.pop(0)
            pair = other + found if place % 2 else found + other
            found = hashlib.sha256(b"\x01" + pair).digest()
        place, last = place // 2, last // 2
    return 0 <= proof["index"] < proof["size"] and not path and found.hex() == proof["root"]


def right(proof: dict[str, Any], key: str) -> bool:
    try:
        message = "\n".join(["nscl-day-root/1", *(str(proof[name]) for name in ROOT)]).encode()
        return leads_to_root(proof) and signed(bytes.fromhex(key), message, bytes.fromhex(proof["signature"]))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return False


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as proof, open(sys.argv[2], encoding="ascii") as key:
        ok = right(json.load(proof), key.read().strip())
    sys.stdout.write("ĐÚNG\n" if ok else "SAI\n")
    sys.exit(0 if ok else 1)
