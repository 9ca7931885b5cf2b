"""What a query gives, and how it is told: one engine, one teller."""
