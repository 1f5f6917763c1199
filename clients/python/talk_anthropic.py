"""anthropic for Python."""

import anthropic
from check import KEY, QUESTION, TOOL, URL
from heard import CITY, DESCRIPTION, Heard

TOOLS = [{"name": TOOL, "description": DESCRIPTION, "input_schema": CITY}]


class Anthropic:
    name, end, called = "anthropic", "end_turn", "tool_use"

    def __init__(self):
        self.client = anthropic.Anthropic(base_url=URL, api_key=KEY)

    def ask(self, model, stream, tools=False):
        self.stream = stream
        self.messages = [{"role": "user", "content": QUESTION}]
        self.question = {"model": model, "max_tokens": 4096, "messages": self.messages}
        if tools:
            self.question |= {"tools": TOOLS, "thinking": {"type": "enabled", "budget_tokens": 1024}}
        return self.say()

    def tell(self, results):
        self.messages.append(
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": call.id, "content": result}
                    for call, result in zip(self.calls, results)
                ],
            }
        )
        return self.say()

    def say(self):
        if not self.stream:
            return self.heard(self.client.messages.create(**self.question))
        with self.client.messages.stream(**self.question) as stream:
            return self.heard(stream.get_final_message())

    def heard(self, message):
        content = [block.model_dump(exclude_none=True) for block in message.content]
        self.messages.append({"role": "assistant", "content": content})
        self.calls = [block for block in message.content if block.type == "tool_use"]
        return Heard(
            text="".join(block.text for block in message.content if block.type == "text"),
            thinking="".join(block.thinking for block in message.content if block.type == "thinking"),
            stop=message.stop_reason,
            input=message.usage.input_tokens,
            output=message.usage.output_tokens,
            calls=[call.input for call in self.calls if call.name == TOOL],
        )
