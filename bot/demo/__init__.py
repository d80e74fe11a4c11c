"""The demo community: where a newcomer tries the bot, and the cast who live and work there."""
