import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kpilab.course.page_kernels import PAGE_AWAY, PageKernels

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PageKernels:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    made = PageKernels(root_dir=str(tmp_path))
    made.cull_idle_timeout = 2 * 60 * 60
    return made


async def _left(kernels: PageKernels, *, page: bool, connections: int) -> bool:
    """Whether a kernel is still there that has had nothing to do for an hour."""
    env: dict[str, Any] = {"SERVER_SOFTWARE": "voila/0.5"} if page else {}
    kernel_id = await kernels.start_kernel(env=env, kernel_name="python3")
    try:
        kernel: Any = kernels.get_kernel(kernel_id)
        kernel.last_activity -= AN_HOUR
        kernel.execution_state = "idle"
        kernels._kernel_connections[kernel_id] = connections
        await kernels.cull_kernel_if_idle(kernel_id)
        return kernel_id in kernels
    finally:
        if kernel_id in kernels:
            await kernels.shutdown_kernel(kernel_id, now=True)


@pytest.mark.parametrize(
    ("page", "connections", "stays"),
    [(True, 0, False), (True, 1, True), (False, 0, True), (False, 1, True)],
)
def test_only_the_kernel_of_a_page_that_nobody_looks_at_ends(
    kernels: PageKernels, page: bool, connections: int, stays: bool
) -> None:
    assert PAGE_AWAY < AN_HOUR.total_seconds() < kernels.cull_idle_timeout
    assert asyncio.run(_left(kernels, page=page, connections=connections)) is stays
