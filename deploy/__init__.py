"""What it takes to put the program on another machine."""
