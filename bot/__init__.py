"""People's windows on the plan: Slack and the terminal. No matching and no arithmetic happens here."""
