"""What a conversation has shown, and what a follow-up makes of it."""
