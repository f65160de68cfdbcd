"""A group of two hotels: two years of stays, rooms, guests' answers, complaints and cleaning."""

from kpilab.worlds.hotel.assembly import tables
from kpilab.worlds.hotel.layout import LAYOUT
from kpilab.worlds.hotel.stories import STORIES

__all__ = ["LAYOUT", "STORIES", "tables"]
