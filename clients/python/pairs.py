"""Every SDK at an upstream of every protocol: whole and streamed, with two tools at once and with thinking."""

import json

from check import DEGREES, LAST_WORDS, TEXT, equal, requests, run, sealed, true
from talk_anthropic import Anthropic
from talk_chat import Chat
from talk_google import Google
from talk_responses import Responses

THOUGHT = "Two cities, two calls."
# By the protocol of the upstream, how its models begin; the last word of a name tells the vendor what to play.
MODELS = {
    "chat": "open-thinker",
    "responses": "gpt-5.6-terra",
    "anthropic": "claude-haiku-4-5",
    "gemini": "gemini-3-flash",
}


def pair(talk, kind):
    def work():
        for stream in (False, True):
            model = f"{MODELS[kind]}-python-{talk.name}{'-streamed' if stream else ''}-"
            heard = talk.ask(model + "plain", stream)
            equal((heard.text, heard.stop), (TEXT, talk.end))
            equal((heard.input, heard.output), (11, 7))
            heard = talk.ask(model + "both", stream, tools=True)
            equal((heard.thinking, heard.stop), (THOUGHT, talk.called))
            equal(heard.calls, [{"city": "Paris"}, {"city": "Rome"}])
            heard = talk.tell([json.dumps({"celsius": DEGREES[call["city"]]}) for call in heard.calls])
            equal((heard.text, heard.stop), (LAST_WORDS, talk.end))
            equal(requests(model + "both"), 2)
            # Chat completions seal nothing; their vendor refuses calls without the words.
            true("the vendor has its thinking back", kind == "chat" or sealed(model + "both"))

    work.__name__ = f"{talk.name}_at_{kind}"
    return work


run("python pairs", *(pair(talk(), kind) for talk in (Chat, Responses, Anthropic, Google) for kind in MODELS))
