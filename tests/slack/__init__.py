"""The parts of the stand-in for Slack; tests.slack_standin is its face."""
