from pathlib import Path

HOME = Path(__file__).parent
