"""A plan without 経営課題, a speech, boxes with a project each → entries: headings by numbering, rank or shape."""

from knowledge.reading.outline.entries import Outlined, outlined
from knowledge.reading.outline.front import stated, whose

__all__ = ["Outlined", "outlined", "stated", "whose"]
