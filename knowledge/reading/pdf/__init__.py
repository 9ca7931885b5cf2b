"""A PDF → markup: characters → words → lines, columns and tables → paragraphs with their pages."""

from knowledge.reading.pdf.book import Markup, is_pdf, markup

__all__ = ["Markup", "is_pdf", "markup"]
