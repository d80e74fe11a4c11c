"""The Telegram in memory, held to account by people's scripts and by other people's clients."""
