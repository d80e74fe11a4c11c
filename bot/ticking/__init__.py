"""What the clock looks after, a module a field: tickets, the plan, broadcasts, what was taught.

`MATTERS` of `bot.ticker` names them all, in the order in which they are looked at.
"""
