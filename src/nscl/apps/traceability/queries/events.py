from dataclasses import dataclass


@dataclass
class StoredEvent:
    number: int
    event: dict
