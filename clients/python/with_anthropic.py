"""anthropic for Python through the gateway."""

import json

import anthropic
from check import DEGREES, KEY, LAST_WORDS, QUESTION, TEXT, TOOL, URL, equal, gone, keepalives, raises, requests, run, true

client = anthropic.Anthropic(base_url=URL, api_key=KEY)
MESSAGES = [{"role": "user", "content": QUESTION}]
TOOLS = [
    {
        "name": TOOL,
        "description": "The temperature in a city.",
        "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    }
]


def model(scenario):
    return "claude-haiku-4-5-python-" + scenario


def ask(scenario, **more):
    return client.messages.create(model=model(scenario), max_tokens=256, messages=MESSAGES, **more)


def read(scenario):
    with client.messages.stream(model=model(scenario), max_tokens=256, messages=MESSAGES) as stream:
        pieces = list(stream.text_stream)
        return pieces, stream.get_final_message()


def plain():
    answer = ask("plain")
    equal(answer.content[0].text, TEXT)
    equal(answer.stop_reason, "end_turn")
    equal((answer.usage.input_tokens, answer.usage.output_tokens), (11, 7))


def stream():
    pieces, whole = read("stream")
    equal("".join(pieces), TEXT)
    true("it came in pieces", len(pieces) > 3)
    equal(whole.content[0].text, TEXT)
    equal((whole.stop_reason, whole.usage.output_tokens), ("end_turn", 7))


def tools_in_three_turns():
    messages = list(MESSAGES)
    for turn in range(3):
        answer = client.messages.create(model=model("tools"), max_tokens=256, messages=messages, tools=TOOLS)
        messages.append({"role": "assistant", "content": answer.content})
        results = [
            {
                "type": "tool_result",
                "tool_use_id": call.id,
                "content": json.dumps({"celsius": DEGREES[call.input["city"]]}),
            }
            for call in answer.content
            if call.type == "tool_use" and call.name == TOOL
        ]
        if results:
            messages.append({"role": "user", "content": results})
    equal(answer.content[0].text, LAST_WORDS)
    equal(len(messages), 6)
    equal(requests(model("tools")), 3)


def errors_by_their_class():
    error = raises(anthropic.BadRequestError, lambda: ask("wrong"))
    true("it is the vendor's own", "this is wrong" in str(error))
    raises(
        anthropic.NotFoundError,
        lambda: client.messages.create(model="unheard-of", max_tokens=1, messages=MESSAGES),
    )
    stranger = anthropic.Anthropic(base_url=URL, api_key="pk_of-somebody-else-0123456789")
    raises(
        anthropic.AuthenticationError,
        lambda: stranger.messages.create(model=model("plain"), max_tokens=1, messages=MESSAGES),
    )


def a_stream_that_breaks_off():
    try:
        read("broken")
    except anthropic.APIStatusError as error:
        true("it says what was wrong", error.body["error"]["type"])
    else:
        raise AssertionError("no error")


def what_is_spent_is_not_repeated():
    try:
        ask("spent")
    except anthropic.InternalServerError as error:
        true("it is the gateway's status", error.status_code >= 500)
    else:
        raise AssertionError("no error")
    equal(requests(model("spent")), 2)


def what_may_pass_is_repeated():
    equal(ask("passing").content[0].text, TEXT)
    equal(requests(model("passing")), 2)


def a_hang_up_stops_the_vendor():
    with ask("hang", stream=True) as stream:
        for _, event in zip(range(4), stream):
            true("it is an event", event.type)
    true("the vendor noticed", gone(model("hang")))


def signs_of_life_before_the_answer():
    before = keepalives()
    equal("".join(read("silent")[0]), TEXT)
    true("there were some", keepalives() - before >= 2)


def the_list_of_models():
    true("the demo is among them", "demo" in [m.id for m in client.models.list()])


run(
    "python anthropic " + anthropic.__version__,
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
