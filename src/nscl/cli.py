"""The `nscl` command: reading plans, running the site, checking the record.

Exit codes: 0 done · 1 checked and found wanting · 2 input or arguments that cannot be used.
`nscl plan read`, `nscl measure`, `nscl gs1` and `nscl epcis` need no database and no Django.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["manage"]:  # Django reads its own options, --help among them
        _call(*words[1:])
        return 0
    args = _parser().parse_args(words)
    try:
        return int(args.run(args) or 0)
    except BrokenPipeError:  # the reader of our output went away, e.g. `| head`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nscl", description="Kế hoạch năng suất chất lượng cấp tỉnh.")
    commands = parser.add_subparsers(required=True, metavar="LỆNH")

    plan = commands.add_parser("plan", help="đọc hoặc nạp một kế hoạch").add_subparsers(required=True)
    read = plan.add_parser("read", help="đọc một văn bản kế hoạch và in kết quả")
    read.add_argument("file", help="tệp .docx, .pdf, .html, .txt; dấu - để đọc từ đầu vào chuẩn")
    read.add_argument("--json", action="store_true", help="in đúng một đối tượng nscl-plan/1")
    read.set_defaults(run=_plan_read)
    load = plan.add_parser("load", help="nạp một văn bản kế hoạch thành bản chờ rà soát")
    load.add_argument("file")
    load.add_argument("--as", dest="username", required=True, help="tên đăng nhập của chuyên viên đứng tên")
    load.set_defaults(run=_plan_load)

    taken = commands.add_parser("measure", help="tính một chỉ số: một đối tượng JSON vào, một ra")
    taken.add_argument("method", nargs="?", default="", metavar="METHOD", help="tên, như lean.oee")
    taken.add_argument("file", nargs="?", default="-", help="tệp JSON; dấu - là đầu vào chuẩn")
    taken.add_argument("--list", action="store_true", help="liệt kê các phương pháp")
    taken.set_defaults(run=_measure)

    _add_traceability(commands)
    _add_trace(commands)

    report = commands.add_parser("report", help="in báo cáo năm của một kế hoạch ra tệp docx và xlsx")
    report.add_argument("plan", type=int, help="mã số kế hoạch (như trong địa chỉ trang)")
    report.add_argument("year", type=int)
    report.add_argument("--out", type=Path, default=Path("."), help="thư mục ghi tệp")
    report.set_defaults(run=_report)

    audit = commands.add_parser("audit", help="nhật ký nối chuỗi").add_subparsers(required=True)
    verify = audit.add_parser("verify", help="kiểm tra mọi chuỗi, nêu dòng hỏng đầu tiên")
    verify.set_defaults(run=_audit_verify)

    demo = commands.add_parser("demo", help="nạp dữ liệu minh họa (năm kế hoạch, sổ, khảo sát)")
    demo.set_defaults(run=_demo)

    walkthrough = commands.add_parser("walkthrough", help="ghi các tệp bảng tính để tập nhập dữ liệu")
    walkthrough.add_argument("folder", type=Path, metavar="THƯ_MỤC", help="thư mục ghi tệp")
    walkthrough.set_defaults(run=_walkthrough)

    serve = commands.add_parser("serve", help="chạy máy chủ web")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument(
        "--threads", type=int, default=8, help="số yêu cầu xử lý cùng lúc trong mỗi tiến trình (mặc định 8)"
    )
    serve.set_defaults(run=_serve)

    commands.add_parser("worker", help="chạy các việc nền").set_defaults(run=_worker)
    commands.add_parser("check", help="kiểm tra cài đặt, cơ sở dữ liệu, tệp lưu").set_defaults(run=_check)

    commands.add_parser("manage", help="lệnh quản trị Django", add_help=False)
    return parser


def _add_traceability(commands: Any) -> None:
    """Tools for anyone who handles GS1 codes and EPCIS documents."""
    gs1 = commands.add_parser("gs1", help="mã GS1, liên kết, URN, mã truy xuất").add_subparsers(required=True)
    parse = gs1.add_parser("parse", help="đọc một mã ở bất kỳ cách viết nào")
    parse.add_argument("code", metavar="MÃ", help="liên kết, URN, chuỗi quét được hoặc số dưới mã vạch")
    parse.add_argument("--json", action="store_true", help="in một đối tượng JSON")
    parse.add_argument("--names", action="store_true", help="nhận tên chữ cũ trong liên kết (gtin, lot, ser)")
    parse.set_defaults(run=_gs1_parse)

    epcis = commands.add_parser("epcis", help="tài liệu EPCIS 2.0, 1.2").add_subparsers(required=True)
    check = epcis.add_parser("check", help="kiểm tra tài liệu, sự kiện hoặc truy vấn; lỗi theo từng trường")
    check.add_argument("file", help="tệp JSON hoặc XML; dấu - là đầu vào chuẩn")
    check.add_argument("--json", action="store_true", help="in danh sách các vấn đề (RFC 7807)")
    check.add_argument("--lenient", action="store_true", help="nêu mọi vấn đề, không từ chối gì đọc được")
    check.add_argument("--strict", action="store_true", help="coi mọi điều nghi ngờ là lỗi")
    check.set_defaults(run=_epcis_check)
    hashed = epcis.add_parser("hash", help="mã băm của từng sự kiện (CBV 2.0 §8.9)")
    hashed.add_argument("file", help="tệp JSON hoặc XML; dấu - là đầu vào chuẩn")
    hashed.set_defaults(run=_epcis_hash)
    turned = epcis.add_parser("convert", help="viết lại sang JSON hoặc XML, mã dạng URN hoặc liên kết")
    turned.add_argument("file", help="tệp JSON hoặc XML; dấu - là đầu vào chuẩn")
    turned.add_argument("--to", choices=["json", "xml"], default="json")
    turned.add_argument("--epc", choices=["urn", "dl"], default="", help="giữ nguyên nếu không nêu")
    turned.add_argument(
        "--prefix",
        action="append",
        default=[],
        metavar="ĐẦU=DÀI",
        help="độ dài mã doanh nghiệp, như 893600=9",
    )
    turned.set_defaults(run=_epcis_convert)


def _add_trace(commands: Any) -> None:
    """Sealed days of the traceability store."""
    trace = commands.add_parser("trace", help="dấu chứng ngày của sự kiện truy xuất").add_subparsers(
        required=True
    )
    close = trace.add_parser("close", help="chốt mọi ngày đã qua: gốc Merkle có chữ ký")
    close.set_defaults(run=_trace_close)
    verify = trace.add_parser("verify", help="đối chiếu mọi sự kiện với dấu chứng, hoặc kiểm tra bằng chứng")
    verify.add_argument("--province", default="", metavar="TỈNH", help="mã hoặc tên; bỏ trống: mọi tỉnh")
    verify.add_argument(
        "--proof", action="append", default=[], type=Path, metavar="TỆP", help="chỉ kiểm tra bằng chứng này"
    )
    verify.add_argument(
        "--root", action="append", default=[], type=Path, metavar="TỆP", help="gốc đã công bố, phải còn"
    )
    verify.add_argument(
        "--key", action="append", default=[], type=Path, metavar="TỆP", help="khóa công khai được tin"
    )
    verify.add_argument("--quick", action="store_true", help="không tính lại mã băm CBV của từng sự kiện")
    verify.set_defaults(run=_trace_verify)


def _django() -> None:
    """Bring up Django with the settings of the environment (this machine's by default)."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()


def _say(text: str) -> None:
    print(text)


def _fail(text: str, code: int = 2) -> int:
    print(text, file=sys.stderr)
    return code


def _plan_read(args: argparse.Namespace) -> int:
    from nscl.plandoc.command import main as read_main

    return read_main([args.file, *(["--json"] if args.json else [])])


def _measure(args: argparse.Namespace) -> int:
    from nscl.measures.command import main as measure_main

    return measure_main(args.method, args.file, listing=args.list)


def _gs1_parse(args: argparse.Namespace) -> int:
    from nscl.gs1.command import main as parse_main

    return parse_main(args.code, as_json=args.json, allow_names=args.names)


def _epcis_check(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from nscl.gs1.epcis.command import check

    return check(
        args.file, as_json_=args.json, lenient=args.lenient, strict=args.strict, now=datetime.now(UTC)
    )


def _epcis_hash(args: argparse.Namespace) -> int:
    from nscl.gs1.epcis.command import hashes

    return hashes(args.file)


def _epcis_convert(args: argparse.Namespace) -> int:
    from nscl.gs1.epcis.command import convert

    lengths = {}
    for one in args.prefix:
        start, _equals, length = one.partition("=")
        if not (start.isdecimal() and length.isdecimal()):
            return _fail("Viết --prefix như 893600=9: mã bắt đầu bằng 893600 có mã doanh nghiệp dài 9 số.")
        lengths[start] = int(length)
    return convert(args.file, to=args.to, epc=args.epc, prefix_lengths=lengths)


def _plan_load(args: argparse.Namespace) -> int:
    _django()
    from nscl.apps.programme.command import load

    return load(args.file, username=args.username, say=_say, fail=_fail)


def _report(args: argparse.Namespace) -> int:
    _django()
    from nscl.apps.reporting.command import write_report

    return write_report(args.plan, args.year, out=args.out, say=_say, fail=_fail)


def _audit_verify(args: argparse.Namespace) -> int:
    _django()
    from django.db import DatabaseError

    from nscl.apps.core.audit import verify_all

    try:
        checks = list(verify_all())
    except DatabaseError:
        return _fail("Cơ sở dữ liệu chưa sẵn sàng. Hãy chạy `nscl manage migrate` rồi thử lại.")
    for check in checks:
        state = "nguyên vẹn" if check.ok else f"HỎNG từ dòng số {check.bad_seq}: {check.problem}"
        _say(f"Chuỗi {check.chain}: {check.entries} dòng, {state}")
    if not checks:
        _say("Chưa có dòng nhật ký nào.")
    return 0 if all(check.ok for check in checks) else 1


def _trace_close(args: argparse.Namespace) -> int:
    _django()
    from django.utils import timezone

    from nscl.apps.traceability.command import close

    return close(at=timezone.now(), say=_say, fail=_fail)


def _trace_verify(args: argparse.Namespace) -> int:
    _django()
    from django.utils import timezone

    from nscl.apps.traceability.command import verify

    return verify(
        province=args.province,
        proofs=args.proof,
        published=args.root,
        keys=args.key,
        quick=args.quick,
        at=timezone.now(),
        say=_say,
        fail=_fail,
    )


def _demo(args: argparse.Namespace) -> int:
    _django()
    from demo.build import build_demo

    return build_demo(say=_say)


def _walkthrough(args: argparse.Namespace) -> int:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from demo.walkthrough import write_files

    return write_files(args.folder, say=_say, fail=_fail)


def _serve(args: argparse.Namespace) -> int:
    _django()
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,  # captures that meet share a commit
        log_access=False,
        working_dir=ROOT,
    ).serve()
    return 0


def _worker(args: argparse.Namespace) -> int:
    _django()
    from django.utils import timezone

    from nscl.apps.traceability.actions import resume_captures
    from nscl.apps.traceability.sweeping import PostOffice

    resume_captures(at=timezone.now())  # what a worker left that ended in the middle
    office = PostOffice()
    office.start()
    try:
        _call("db_worker", "--no-reload", "--interval", "0.5")
    finally:
        office.stop()
    return 0


def _check(args: argparse.Namespace) -> int:
    _django()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from nscl.apps.core.files import orphans

    try:
        call_command("check")
    except SystemCheckError as error:
        return _fail(str(error), 1)
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return _fail(f"Còn {len(waiting)} bước cập nhật cơ sở dữ liệu chưa chạy: `nscl manage migrate`.", 1)
    lost = orphans()
    _say(f"Cơ sở dữ liệu: {connection.vendor}, đã cập nhật. Tệp thừa trên đĩa: {len(lost)}.")
    return 0


def _call(*words: Any) -> None:
    _django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nscl manage", *words])


if __name__ == "__main__":
    raise SystemExit(main())
