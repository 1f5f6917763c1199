"""What an application makes of an answer, whatever SDK it has."""

from dataclasses import dataclass

DESCRIPTION = "The temperature in a city."
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


@dataclass
class Heard:
    text: str
    thinking: str
    stop: str
    input: int
    output: int
    calls: list
