"""A small shop for tea and gifts: one owner, one helper, little data, and a book kept by hand."""

from kpilab.worlds.small_shop.assembly import tables
from kpilab.worlds.small_shop.kept import kept_files
from kpilab.worlds.small_shop.layout import LAYOUT
from kpilab.worlds.small_shop.stories import STORIES

__all__ = ["LAYOUT", "STORIES", "kept_files", "tables"]
