"""What the bot learns from its mistakes: proposed by what people do, decided by a manager."""
