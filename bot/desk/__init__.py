"""The desk on Discord: the commands, controls and forms with which moderators manage facts."""
