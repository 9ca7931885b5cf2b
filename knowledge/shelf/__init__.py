"""The documents: the folder they lie in, the index made of them, and which of them a question means."""
