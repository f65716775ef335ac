"""The command line, `inkglass`: its commands, and what they print."""
