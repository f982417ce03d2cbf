"""The day's root: proofs of inclusion, and the stand-alone verifier that needs nothing of ours."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from nscl.gs1 import verifier
from nscl.gs1.day_roots import FIRST, Sealed, proof, signed_text
from nscl.gs1.errors import Gs1Error
from nscl.gs1.merkle import included, inclusion, root_of

# The first eight entries and the roots over one to eight of them that Certificate Transparency implementations
# test with (RFC 6962).
ENTRIES = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]  # fmt: skip


def test_the_roots_are_those_others_publish() -> None:
    assert [root_of(ENTRIES[:size]).hex() for size in range(1, 9)] == ROOTS


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_every_leaf_proves_itself_and_nothing_else(leaves: list[bytes], data: Any) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion(leaves, index)
    assert proof.root == root_of(leaves) and included(leaves[index], proof)
    assert not included(leaves[index] + b"x", proof)
    assert not included(leaves[index], replace(proof, root=hashlib.sha256(proof.root).digest()))
    assert not included(leaves[index], replace(proof, path=(*proof.path, b"x" * 32)))
    if proof.path:
        assert not included(leaves[index], replace(proof, path=proof.path[:-1]))
    assert not included(leaves[index], replace(proof, index=len(leaves)))


@pytest.mark.parametrize("index", [-1, 1, True])
def test_a_place_outside_the_list_has_no_proof(index: int) -> None:
    with pytest.raises(Gs1Error):
        inclusion([b"a"], index)


def proof_of(size: int, index: int) -> tuple[dict[str, Any], str]:
    """A signed proof as a province hands it out, and its public key."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    events = [
        Sealed.of(bytes([number] * 32), "", f"urn:uuid:{number}", at, 7, "{}") for number in range(size)
    ]
    found = inclusion([one.leaf() for one in events], index)
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"only for tests").digest())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    signature = key.sign(signed_text("10", "2026-03-02", size, found.root.hex(), FIRST)).hex()
    day = {"province": "10", "day": "2026-03-02", "previous": FIRST, "signature": signature, "key": public}
    return proof(events[index], found, day), public


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (7, 6), (11, 3)])
def test_the_verifier_agrees_with_a_signature_of_another_library(size: int, index: int) -> None:
    given, key = proof_of(size, index)
    assert verifier.right(given, key)


@pytest.mark.parametrize(
    "change",
    [
        {"event": {}}, {"event": None}, {"index": 2}, {"size": 8}, {"root": "00" * 32}, {"day": "2026-03-03"}, {"province": "11"}, {"signature": "00" * 64},
        {"signature": ""}, {"path": []}, {"path": "zz"}, {"index": None}, {"signature": None}, {"previous": "11" * 32}, {"size": 10**9}, {"index": -1},
    ],
)  # fmt: skip
def test_the_verifier_refuses_anything_that_was_changed(change: dict[str, Any]) -> None:
    given, key = proof_of(7, 3)
    assert not verifier.right({**given, **change}, key)
    assert not verifier.right(given, "00" * 32)


@pytest.mark.parametrize("name", ["hash", "declaration", "event_id", "recorded_at", "organisation", "text"])
def test_the_verifier_holds_to_every_word_about_the_event(name: str) -> None:
    given, key = proof_of(7, 3)
    event = given["event"]
    assert not verifier.right({**given, "event": {**event, name: f"{event[name]}x"}}, key)


@pytest.mark.parametrize(("change", "code", "word"), [({}, 0, "ĐÚNG"), ({"day": "2026-03-03"}, 1, "SAI")])
def test_the_verifier_runs_alone(tmp_path: Path, change: dict[str, Any], code: int, word: str) -> None:
    given, key = proof_of(5, 4)
    (tmp_path / "proof.json").write_text(json.dumps({**given, **change}), encoding="utf-8")
    (tmp_path / "key.hex").write_text(key + "\n", encoding="ascii")
    script = tmp_path / "verifier.py"
    script.write_text(Path(verifier.__file__).read_text(encoding="utf-8"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(script), str(tmp_path / "proof.json"), str(tmp_path / "key.hex")],
        capture_output=True, text=True, env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (code, word), done.stderr
