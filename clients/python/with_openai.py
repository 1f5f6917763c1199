"""openai for Python through the gateway."""

import json

import openai
from check import (DEGREES, KEY, LAST_WORDS, QUESTION, TEXT, TOOL, URL, equal, gone, keepalives, raises, requests,
                   run, true)

client = openai.OpenAI(base_url=URL + "/v1", api_key=KEY)
MESSAGES = [{"role": "user", "content": QUESTION}]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": TOOL,
            "description": "The temperature in a city.",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]


def model(scenario):
    return "gpt-4.1-python-" + scenario


def ask(scenario, **more):
    return client.chat.completions.create(model=model(scenario), messages=MESSAGES, **more)


def read(stream):
    chunks = list(stream)
    return chunks, "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def plain():
    answer = ask("plain")
    equal(answer.choices[0].message.content, TEXT)
    equal(answer.choices[0].finish_reason, "stop")
    equal((answer.usage.prompt_tokens, answer.usage.completion_tokens), (11, 7))


def stream():
    chunks, text = read(ask("stream", stream=True, stream_options={"include_usage": True}))
    equal(text, TEXT)
    true("it came in pieces", len(chunks) > 5)
    equal(chunks[-1].usage.completion_tokens, 7)
    chunks, text = read(ask("stream", stream=True))
    equal(text, TEXT)
    true("usage that was not asked for is not shown", all(chunk.usage is None for chunk in chunks))


def tools_in_three_turns():
    messages = list(MESSAGES)
    for turn in range(3):
        answer = client.chat.completions.create(model=model("tools"), messages=messages, tools=TOOLS).choices[0]
        messages.append(answer.message)
        for call in answer.message.tool_calls or []:
            equal(call.function.name, TOOL)
            celsius = DEGREES[json.loads(call.function.arguments)["city"]]
            messages.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps({"celsius": celsius})})
    equal(answer.message.content, LAST_WORDS)
    equal(len(messages), 6)
    equal(requests(model("tools")), 3)


def errors_by_their_class():
    error = raises(openai.BadRequestError, lambda: ask("wrong"))
    true("it is the vendor's own", "this is wrong" in str(error))
    error = raises(openai.NotFoundError, lambda: client.chat.completions.create(model="unheard-of", messages=MESSAGES))
    equal(error.code, "model_not_found")
    stranger = openai.OpenAI(base_url=URL + "/v1", api_key="pk_of-somebody-else-0123456789")
    raises(
        openai.AuthenticationError,
        lambda: stranger.chat.completions.create(model=model("plain"), messages=MESSAGES),
    )


def a_stream_that_breaks_off():
    raises(openai.APIError, lambda: read(ask("broken", stream=True)))


def what_is_spent_is_not_repeated():
    raises(openai.InternalServerError, lambda: ask("spent"))
    equal(requests(model("spent")), 2)


def what_may_pass_is_repeated():
    equal(ask("passing").choices[0].message.content, TEXT)
    equal(requests(model("passing")), 2)


def a_hang_up_stops_the_vendor():
    with ask("hang", stream=True) as stream:
        for _, chunk in zip(range(3), stream):
            true("it is a chunk", chunk.object == "chat.completion.chunk")
    true("the vendor noticed", gone(model("hang")))


def signs_of_life_before_the_answer():
    before = keepalives()
    equal(read(ask("silent", stream=True))[1], TEXT)
    true("there were some", keepalives() - before >= 2)


def the_list_of_models():
    true("the demo is among them", "demo" in [m.id for m in client.models.list()])


run(
    "python openai " + openai.__version__,
    plain,
    stream,
    tools_in_three_turns,
    errors_by_their_class,
    a_stream_that_breaks_off,
    what_is_spent_is_not_repeated,
    what_may_pass_is_repeated,
    a_hang_up_stops_the_vendor,
    signs_of_life_before_the_answer,
    the_list_of_models,
)
