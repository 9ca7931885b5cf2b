"""Query → Result → Answer: one engine, and what is said of what it gives."""
