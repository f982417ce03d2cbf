"""`nscl gs1 parse CODE [--json]`: one code in any spelling. Exit codes: 0 valid · 1 invalid, and why."""

import json
import sys
from typing import TextIO

from nscl.gs1.errors import Gs1Error
from nscl.gs1.parsing import parse
from nscl.gs1.trace_codes import KIND_NAMES

FORM_NAMES = {
    "digital_link": "liên kết GS1",
    "epc_urn": "URN của EPC",
    "element_string": "chuỗi quét từ mã vạch",
    "number": "số dưới mã vạch",
    "trace_code": "mã truy xuất trong nước",
}


def main(text: str, *, as_json: bool = False, allow_names: bool = False, out: TextIO | None = None) -> int:
    """Print what the code is, or why it is none; return the exit code."""
    stream = out or sys.stdout
    try:
        found = parse(text, allow_names=allow_names)
    except Gs1Error as fault:
        if as_json:
            problem = {"valid": False, "code": fault.code, "detail": fault.detail, "where": fault.where}
            stream.write(json.dumps(problem, ensure_ascii=False) + "\n")
        else:
            stream.write(f"Không hợp lệ: {fault.detail}\n")
        return 1
    if as_json:
        stream.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")
        return 0
    stream.write(f"Hợp lệ: {KIND_NAMES[found.kind]} ({FORM_NAMES[found.form]})\n")
    for code, value in found.elements:
        stream.write(f"  ({code}) {found.titles[code]}: {value}\n")
    if found.link:
        stream.write(f"  {found.link}\n")
    if found.code:
        stream.write(f"  {found.code}\n")
    for note in found.notes:
        stream.write(f"  Lưu ý: {note}\n")
    return 0
