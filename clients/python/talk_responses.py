"""openai for Python, responses; the application keeps the conversation."""

import json

import openai
from check import KEY, QUESTION, TOOL, URL
from heard import CITY, DESCRIPTION, Heard

TOOLS = [{"type": "function", "name": TOOL, "description": DESCRIPTION, "parameters": CITY, "strict": False}]


class Responses:
    name, end, called = "responses", "completed", "completed"

    def __init__(self):
        self.client = openai.OpenAI(base_url=URL + "/v1", api_key=KEY)

    def ask(self, model, stream, tools=False):
        self.stream = stream
        self.items = [{"role": "user", "content": QUESTION}]
        self.question = {"model": model, "input": self.items, "store": False}
        if tools:
            self.question |= {
                "tools": TOOLS,
                "reasoning": {"effort": "low", "summary": "auto"},
                "include": ["reasoning.encrypted_content"],
            }
        return self.say()

    def tell(self, results):
        for call, result in zip(self.calls, results):
            self.items.append({"type": "function_call_output", "call_id": call.call_id, "output": result})
        return self.say()

    def say(self):
        if not self.stream:
            return self.heard(self.client.responses.create(**self.question))
        with self.client.responses.stream(**self.question) as stream:
            return self.heard(stream.get_final_response())

    def heard(self, response):
        self.items += [item.model_dump(exclude_none=True) for item in response.output]
        self.calls = [item for item in response.output if item.type == "function_call"]
        return Heard(
            text=response.output_text,
            thinking="".join(
                part.text for item in response.output if item.type == "reasoning" for part in item.summary
            ),
            stop=response.status,
            input=response.usage.input_tokens,
            output=response.usage.output_tokens,
            calls=[json.loads(call.arguments) for call in self.calls if call.name == TOOL],
        )
