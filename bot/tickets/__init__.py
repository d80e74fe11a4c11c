"""The ticket domain: pure rules (lifecycle, clocks, routing, standing) and the actions on them."""
