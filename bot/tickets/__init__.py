"""The ticket domain: pure rules (lifecycle, clocks, routing, standing) and what is done to one."""
