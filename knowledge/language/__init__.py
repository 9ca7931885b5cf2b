"""Words, numbers and sentences: what a Japanese or English text is made of, whatever it is about."""
