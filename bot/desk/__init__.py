"""The desk on Discord: the commands, controls and modals with which moderators manage facts."""
