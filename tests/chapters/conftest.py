from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder of the test's own, in which the learner sits."""
    (tmp_path / ".kpilab").mkdir()
    monkeypatch.setenv("KPILAB_WORKSPACE", str(tmp_path))
    return tmp_path
