"""openai for Python, chat completions."""

import json

import openai
from check import KEY, QUESTION, TOOL, URL
from heard import CITY, DESCRIPTION, Heard
from openai.lib.streaming.chat import ChatCompletionStreamState

TOOLS = [{"type": "function", "function": {"name": TOOL, "description": DESCRIPTION, "parameters": CITY}}]
# What the helper for streams adds of its own.
PARSED = {"parsed": True, "tool_calls": {"__all__": {"function": {"parsed_arguments"}}}}


class Chat:
    name, end, called = "chat", "stop", "tool_calls"

    def __init__(self):
        self.client = openai.OpenAI(base_url=URL + "/v1", api_key=KEY)

    def ask(self, model, stream, tools=False):
        self.stream = stream
        self.messages = [{"role": "user", "content": QUESTION}]
        self.question = {"model": model, "messages": self.messages}
        if tools:
            self.question |= {"tools": TOOLS, "reasoning_effort": "low"}
        return self.say()

    def tell(self, results):
        for call, result in zip(self.calls, results):
            self.messages.append({"role": "tool", "tool_call_id": call.id, "content": result})
        return self.say()

    def say(self):
        if not self.stream:
            return self.heard(self.client.chat.completions.create(**self.question))
        state = ChatCompletionStreamState()
        for chunk in self.client.chat.completions.create(
            **self.question, stream=True, stream_options={"include_usage": True}
        ):
            state.handle_chunk(chunk)
        return self.heard(state.get_final_completion())

    def heard(self, completion):
        choice = completion.choices[0]
        message = choice.message
        self.messages.append(message.model_dump(exclude=PARSED, exclude_none=True))
        self.calls = message.tool_calls or []
        return Heard(
            text=message.content or "",
            thinking=getattr(message, "reasoning_content", None) or "",
            stop=choice.finish_reason,
            input=completion.usage.prompt_tokens,
            output=completion.usage.completion_tokens,
            calls=[json.loads(call.function.arguments) for call in self.calls if call.function.name == TOOL],
        )
