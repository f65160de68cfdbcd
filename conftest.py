"""Stored notebooks are compared (nbval) in kernels like those of the build, whatever this person's settings are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from unittest.mock import patch

import pytest

_KERNELS = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what kernels write for themselves, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kpilab-kernels-"))
    config.stash[_KERNELS] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """The first cell of a notebook starts its kernel, which inherits the environment of that moment."""
    if item.path.suffix != ".ipynb":
        return (yield)
    from kpilab.course.execute import kernel_environment

    with patch.dict(os.environ, kernel_environment(item.config.stash[_KERNELS]), clear=True):
        return (yield)
