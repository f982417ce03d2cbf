#!/usr/bin/env python3
"""Run nscl from a fresh clone with nothing but Python 3.11 or newer.

    python3 run.py            environment, database, demo data, worker and web server
    python3 run.py test       everything the tests need, then all tests
    python3 run.py setup      only the environment; afterwards .venv/bin/nscl works

Standard library only and no shell, so that Linux, macOS and Windows behave alike.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
VAR = Path(os.environ.get("NSCL_VAR", ROOT / "var"))
STAMP = VENV / "nscl-stamp"


def main() -> int:
    parser = argparse.ArgumentParser(description="Chạy nscl từ một bản sao mới.")
    parser.add_argument("command", nargs="?", choices=["run", "test", "setup"], default="run")
    parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe")
    parser.add_argument("--port", type=int, help="cổng (mặc định 8000, bận thì lấy cổng trống kế tiếp)")
    parser.add_argument("--fresh", action="store_true", help="bỏ cơ sở dữ liệu và tệp của lần chạy trước")
    args, rest = parser.parse_known_args()
    if rest and args.command != "test":
        parser.error(f"không hiểu: {' '.join(rest)}")
    if sys.version_info < (3, 11):  # noqa: UP036 (a person may start it with an older one)
        return stop(f"Cần Python 3.11 trở lên; máy này đang dùng {sys.version.split()[0]}.")
    problem = prepare(dev=args.command == "test")
    if problem:
        return stop(problem)
    if args.command == "setup":
        say(f"Xong. Lệnh: {BIN / 'nscl'} --help")
        return 0
    if args.command == "test":
        return subprocess.call([str(PYTHON), str(ROOT / "tests" / "run_all.py"), *rest], cwd=ROOT)
    return run_site(args.host, args.port, fresh=args.fresh)


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 2


def prepare(*, dev: bool) -> str:
    """Make or refresh the environment to exactly what uv.lock says; returns a sentence when it cannot."""
    wanted = hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest() + (" dev" if dev else "")
    have = STAMP.read_text(encoding="ascii") if STAMP.exists() else ""
    if PYTHON.exists() and have.startswith(wanted):
        return ""
    if not PYTHON.exists():
        say("Tạo môi trường Python trong .venv …")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
        if made.returncode != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            return (
                "Python của máy này thiếu mô-đun venv. Trên Debian, Ubuntu hãy cài: apt install python3-venv "
                "rồi chạy lại.\n" + (made.stdout + made.stderr).strip()
            )
    say("Cài các gói theo uv.lock …")
    quiet = ["--quiet", "--disable-pip-version-check"]
    steps = [
        [str(PYTHON), "-m", "pip", "install", *quiet, "uv"],
        [str(PYTHON), "-m", "uv", "sync", "--frozen", "--quiet", "--inexact", *([] if dev else ["--no-dev"])],
    ]
    for step in steps:
        done = subprocess.run(step, cwd=ROOT, env={**os.environ, "VIRTUAL_ENV": str(VENV)})
        if done.returncode != 0:
            return "Không cài được các gói. Hãy kiểm tra kết nối mạng rồi chạy lại."
    STAMP.write_text(wanted, encoding="ascii")
    return ""


def run_site(host: str, port: int | None, *, fresh: bool) -> int:
    """Database, demo data, then worker and server until Ctrl+C."""
    chosen = free_port(host, port)
    if chosen is None:
        return stop(f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác bằng --port.")
    if fresh:
        for name in ("nscl.sqlite3", "nscl.sqlite3-wal", "nscl.sqlite3-shm"):
            (VAR / name).unlink(missing_ok=True)
        shutil.rmtree(VAR / "files", ignore_errors=True)
        shutil.rmtree(VAR / "cache", ignore_errors=True)
    VAR.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "NSCL_VAR": str(VAR)}
    env.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if subprocess.call(nscl("manage", "migrate", "--verbosity", "0"), cwd=ROOT, env=env) != 0:
        return stop("Chưa chuẩn bị được cơ sở dữ liệu. Xem thông báo ở trên; có thể chạy lại với --fresh.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that a service manager ends the children too
    children = Children(env)
    try:
        # The demo is filled beside the running server: the first page need not wait for the last record.
        demo = children.start("demo")
        children.start("serve", "--host", host, "--port", str(chosen))
        return watch(children, demo, f"http://{host}:{chosen}/")
    except KeyboardInterrupt:
        return 0
    finally:
        children.end()


class Children:
    """The programs that run as long as this one does."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        self.running.append(subprocess.Popen(nscl(*words), cwd=ROOT, env=self.env))
        return self.running[-1]

    def end(self) -> None:
        for child in self.running:
            child.terminate()
        for child in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=10)
            child.kill()


def nscl(*words: str) -> list[str]:
    return [str(PYTHON), "-m", "nscl.cli", *words]


def free_port(host: str, port: int | None) -> int | None:
    """The asked port, or the first free one from 8000; None when the asked one is taken."""
    for candidate in [port] if port else range(8000, 8100):
        with socket.socket() as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return None


def watch(children: Children, demo: subprocess.Popen[bytes], address: str) -> int:
    """Say the address once the first page answers, and when the demo is whole; end when a program ends."""
    announced = filled = False
    while True:
        if not announced and answers(address):
            say(f"\n  nscl: {address}\n  Tài khoản chạy thử (mật khẩu chung: nscl-demo) ở trang đăng nhập;")
            say("  bắt đầu với chuyenvien.laocai, lanhdao.laocai, bo. Dừng: Ctrl+C.")
            say("" if filled else "  Dữ liệu minh họa còn đang được nạp; các trang đầy dần.\n")
            announced = True
        if not filled and demo.poll() is not None:
            if demo.returncode != 0:
                return stop(
                    "Chưa nạp được dữ liệu minh họa. Xem thông báo ở trên; có thể chạy lại với --fresh."
                )
            filled = True
            children.running.remove(demo)
            children.start("worker")  # only now: on SQLite one writes at a time
        if any(child.poll() is not None for child in children.running if child is not demo):
            return stop("Máy chủ hoặc việc nền đã dừng ngoài dự kiến; xem thông báo ở trên.")
        time.sleep(0.3)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "suc-khoe/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    raise SystemExit(main())
