"""Several workspaces with one bot."""
