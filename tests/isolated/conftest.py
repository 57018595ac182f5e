"""A picture, and an eye on the processes that are started."""

import subprocess

import pytest
from PIL import Image


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "card.png"
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(path)
    return path


@pytest.fixture
def children(monkeypatch):
    """List the processes that are started."""
    started, start = [], subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: started.append(start(*a, **k)) or started[-1])
    return started
