"""How right, how fast and how large Hoshin is, beside what people would use instead. Run by `make bench` and `make fuzz`."""
