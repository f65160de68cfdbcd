"""The fixtures of the small course, for every test of this folder."""

from small_chapter import no_workspace, small_course, small_folder, workspace

__all__ = ["no_workspace", "small_course", "small_folder", "workspace"]
