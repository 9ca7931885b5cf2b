"""The program through its front door: what was typed, what came back."""
