"""The whole bot with no token: a Telegram in memory, its Bot API, and hands to play people with."""
