"""google-genai for Python."""

from check import KEY, QUESTION, TOOL, URL
from google import genai
from google.genai import types
from heard import CITY, DESCRIPTION, Heard

DECLARATION = types.FunctionDeclaration(name=TOOL, description=DESCRIPTION, parameters_json_schema=CITY)
TOOLS = types.GenerateContentConfig(
    tools=[types.Tool(function_declarations=[DECLARATION])],
    thinking_config=types.ThinkingConfig(include_thoughts=True, thinking_level="LOW"),
)


class Google:
    name, end, called = "gemini", "STOP", "STOP"

    def __init__(self):
        self.client = genai.Client(api_key=KEY, vertexai=False, http_options=types.HttpOptions(base_url=URL))

    def ask(self, model, stream, tools=False):
        self.stream = stream
        self.contents = [types.Content(role="user", parts=[types.Part.from_text(text=QUESTION)])]
        self.question = {"model": model, "contents": self.contents, "config": TOOLS if tools else None}
        return self.say()

    def tell(self, results):
        parts = [
            types.Part.from_function_response(name=call.name, response={"output": result})
            for call, result in zip(self.calls, results)
        ]
        self.contents.append(types.Content(role="user", parts=parts))
        return self.say()

    def say(self):
        if not self.stream:
            return self.heard([self.client.models.generate_content(**self.question)])
        return self.heard(list(self.client.models.generate_content_stream(**self.question)))

    def heard(self, chunks):
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts or []]
        self.contents.append(types.Content(role="model", parts=parts))
        self.calls = [part.function_call for part in parts if part.function_call]
        usage = chunks[-1].usage_metadata
        return Heard(
            text="".join(part.text or "" for part in parts if not part.thought),
            thinking="".join(part.text or "" for part in parts if part.thought),
            stop=chunks[-1].candidates[0].finish_reason.value,
            input=usage.prompt_token_count,
            output=usage.candidates_token_count + (usage.thoughts_token_count or 0),
            calls=[call.args for call in self.calls if call.name == TOOL],
        )
