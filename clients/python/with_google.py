"""google-genai for Python through the gateway."""

from check import DEGREES, KEY, LAST_WORDS, QUESTION, TEXT, TOOL, URL, equal, gone, keepalives, raises, requests, run, true
from google import genai
from google.genai import errors, types

client = genai.Client(api_key=KEY, vertexai=False, http_options=types.HttpOptions(base_url=URL))
TOOLS = types.GenerateContentConfig(
    tools=[
        types.Tool(
            function_declarations=[
                types.FunctionDeclaration(
                    name=TOOL,
                    description="The temperature in a city.",
                    parameters=types.Schema(
                        type="OBJECT", properties={"city": types.Schema(type="STRING")}, required=["city"]
                    ),
                )
            ]
        )
    ]
)


def model(scenario):
    # From the third generation on, a call goes back to the vendor with the signature it came with.
    return "gemini-3-flash-python-" + scenario


def ask(scenario):
    return client.models.generate_content(model=model(scenario), contents=QUESTION)


def read(scenario):
    chunks = list(client.models.generate_content_stream(model=model(scenario), contents=QUESTION))
    return chunks, "".join(chunk.text or "" for chunk in chunks)


def plain():
    answer = ask("plain")
    equal(answer.text, TEXT)
    equal(answer.candidates[0].finish_reason, types.FinishReason.STOP)
    equal(answer.usage_metadata.prompt_token_count, 11)


def stream():
    chunks, text = read("stream")
    equal(text, TEXT)
    true("it came in pieces", len(chunks) > 3)
    equal(chunks[-1].candidates[0].finish_reason, types.FinishReason.STOP)


def tools_in_three_turns():
    contents = [types.Content(role="user", parts=[types.Part.from_text(text=QUESTION)])]
    for turn in range(3):
        answer = client.models.generate_content(model=model("tools"), contents=contents, config=TOOLS)
        contents.append(answer.candidates[0].content)
        results = [
            types.Part.from_function_response(name=call.name, response={"celsius": DEGREES[call.args["city"]]})
            for call in answer.function_calls or []
            if call.name == TOOL
        ]
        if results:
            contents.append(types.Content(role="user", parts=results))
    equal(answer.text, LAST_WORDS)
    equal(len(contents), 6)
    equal(requests(model("tools")), 3)


def errors_by_their_class():
    error = raises(errors.ClientError, lambda: ask("wrong"))
    equal((error.code, error.status), (400, "INVALID_ARGUMENT"))
    true("it is the vendor's own", "this is wrong" in str(error))
    error = raises(errors.ClientError, lambda: client.models.generate_content(model="unheard-of", contents="hi"))
    equal((error.code, error.status), (404, "NOT_FOUND"))
    stranger = genai.Client(
        api_key="pk_of-somebody-else-0123456789", vertexai=False, http_options=types.HttpOptions(base_url=URL)
    )
    error = raises(
        errors.ClientError, lambda: stranger.models.generate_content(model=model("plain"), contents="hi")
    )
    equal(error.code, 401)


def a_stream_that_breaks_off():
    raises(errors.ServerError, lambda: read("broken"))


def what_is_spent_is_not_repeated():
    raises(errors.ServerError, lambda: ask("spent"))
    equal(requests(model("spent")), 2)


def what_may_pass_is_the_applications():
    # This SDK repeats nothing unless it is told to.
    equal(raises(errors.ClientError, lambda: ask("passing")).code, 429)
    equal(ask("passing").text, TEXT)
    equal(requests(model("passing")), 2)


def a_hang_up_stops_the_vendor():
    stream = client.models.generate_content_stream(model=model("hang"), contents=QUESTION)
    for _, chunk in zip(range(3), stream):
        true("it is a piece of text", chunk.text)
    stream.close()
    true("the vendor noticed", gone(model("hang")))


def signs_of_life_before_the_answer():
    before = keepalives()
    equal(read("silent")[1], TEXT)
    true("there were some", keepalives() - before >= 2)


def the_list_of_models():
    true("the demo is among them", "models/demo" in [m.name for m in client.models.list()])


run(
    "python google-genai " + genai.__version__,
    plain,
    stream,
    tools_in_three_turns,
    errors_by_their_class,
    a_stream_that_breaks_off,
    what_is_spent_is_not_repeated,
    what_may_pass_is_the_applications,
    a_hang_up_stops_the_vendor,
    signs_of_life_before_the_answer,
    the_list_of_models,
)
