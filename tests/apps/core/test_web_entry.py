"""What the web server loads before it answers."""

from __future__ import annotations

import subprocess
import sys

TOLD = """
import gc
from config.wsgi import application
frozen = gc.get_freeze_count()
gc.collect()
from django.urls import get_resolver
print(frozen, len(gc.get_objects()), "url_patterns" in vars(get_resolver()))
"""


def test_the_garbage_collector_passes_over_the_program() -> None:
    told = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True).stdout
    frozen, walked, is_loaded = told.split()
    assert int(frozen) > 50_000 and int(walked) < int(frozen) / 10 and is_loaded == "True"
