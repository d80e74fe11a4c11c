"""Says what a message was understood to mean, and why, for whoever keeps the topics."""

from dataclasses import asdict

from intents.meaning import Understanding


def explain(understood: Understanding) -> str:
    """Several lines of plain text."""
    also = f" (also {', '.join(understood.kinds)})" if understood.kinds else ""
    evidence = understood.evidence
    slots = {name: value for name, value in asdict(understood.slots).items() if value}
    lines = [
        f"{understood.kind}{also}, {understood.category}" + ", urgent" * understood.urgent,
        f"topic       {understood.topic or 'none'}",
        f"confidence  {understood.confidence} ({'sure' if understood.sure else 'not sure: asks'})",
        f"because     {evidence.by}: {evidence.said} ({evidence.score})",
        *(f"rival       {rival.topic} {rival.score}" for rival in evidence.rivals),
        f"slots       {slots or 'none'}",
        f"language    {understood.language or 'open'}",
    ]
    if understood.doubtful:
        lines.append(f"doubtful    {understood.doubtful}: is it happening now?")
    if understood.refers_back:
        lines.append("refers back to something reported before")
    lines += [
        f"wish        {wish.kind}, {wish.category}, {wish.topic}: {wish.text}"
        for wish in understood.wishes
    ]
    return "\n".join(lines)
