"""The desk on Discord: moderators add, correct and retract facts by command."""
