"""Bring the English catalogue in step with the source: `.venv/bin/python locale/update.py`.

Needs the GNU gettext tools (xgettext, msgmerge, msgfmt); running the site does not.
Existing translations stay, texts that left the source go, new ones come in empty and are listed.
Nothing is guessed: a text that changed comes in as a new one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
SOURCES = ("config", "src", "templates", "locale")
# A module that needs several kinds of gettext calls the lazy one `lazy`, the mark `noop`.
EXTRACT = """
import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command
Command.xgettext_options = [*Command.xgettext_options, "--keyword=lazy", "--keyword=noop"]
Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
django.setup()
call_command("makemessages", locale=["en"], no_location=True, no_wrap=True, no_obsolete=True, verbosity=0)
"""
# What changes with every run or names nobody.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n', re.M
)
EMPTY = re.compile(r'^((?:msgid(?:_plural)? ".*"\n)+)msgstr(?:\[\d\])? ""\n(?!")', re.M)


def main() -> int:
    """Extract, merge and compile; 1 while a text has no English yet."""
    with tempfile.TemporaryDirectory(prefix="nscl-locale-") as folder:
        work = Path(folder)
        for name in SOURCES:  # a copy: extraction writes its own files beside the templates
            shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns("__pycache__"))
        (work / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join([folder, f"{folder}/src"]),
        }
        subprocess.run([sys.executable, "-c", EXTRACT], cwd=work, env=environment, check=True)
        merged = NOISE.sub("", (work / CATALOGUE).read_text(encoding="utf-8"))
    text = "\n\n".join(_without_guess(entry) for entry in merged.split("\n\n"))
    target = ROOT / CATALOGUE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    subprocess.run(["msgfmt", "--check-format", "-o", target.with_suffix(".mo"), target], check=True)
    missing = EMPTY.findall(text)
    sys.stdout.write("".join(missing) + f"{len(missing)} texts without English\n")
    return 1 if missing else 0


def _without_guess(entry: str) -> str:
    """An entry whose English msgmerge doubts (its text became a plural, say) comes in empty."""
    if not re.search(r"^#,.*\bfuzzy\b", entry, re.M):
        return entry
    entry = re.sub(r"^#\|.*\n", "", entry, flags=re.M)
    entry = re.sub(r"^#, fuzzy\n", "", entry, flags=re.M).replace("#, fuzzy, ", "#, ")
    return re.sub(r"^(msgstr(?:\[\d\])?) .*$", r'\1 ""', entry, flags=re.M)


if __name__ == "__main__":
    sys.exit(main())
