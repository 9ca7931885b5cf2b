"""How right, how fast and how large Hoshin is, beside what people would use instead: `make bench`, `make fuzz`."""
