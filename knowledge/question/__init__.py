"""From what was typed to what was meant: spans, lexicon, lattice, links, composition, threads, one decision."""
