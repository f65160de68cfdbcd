from __future__ import annotations

from collections.abc import Callable

import pytest
from hand import Hand

from kpilab.widgets.bundle import Bundle


@pytest.fixture
def hand() -> Callable[[Bundle], Hand]:
    return Hand
