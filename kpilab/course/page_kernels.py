"""The server's kernels: one that served a page without code ends soon after nobody looks at it any more."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

__all__ = ["PAGE_AWAY", "PageKernels"]

PAGE_AWAY = 180
"""Seconds that a page's kernel waits without a browser: a page that is left ends it, but not while it still opens."""


class PageKernels(AsyncMappingKernelManager):
    """Jupyter's own kernels. Those that Voilà starts have a short patience; a notebook's keep the server's long one."""

    async def start_kernel(self, **wanted: Any) -> str:  # type: ignore[override]
        """Start a kernel; whether it is a page's stands in its environment."""
        kernel_id: str = await super().start_kernel(**wanted)
        started_by = (wanted.get("env") or {}).get("SERVER_SOFTWARE", "")
        spec = self.get_kernel(kernel_id).kernel_spec
        if spec and started_by.startswith("voila"):
            spec.metadata["cull_idle_timeout"] = PAGE_AWAY
        return kernel_id
