"""One line for each thing that is tried, and what the fakes behind the gateway saw."""

import json
import os
import sys
import traceback
import urllib.request

URL = os.environ["MEHARI_URL"]
KEY = os.environ["MEHARI_KEY"]
TEXT = "It is warm, I think."
QUESTION = "How warm is it in Paris and in Rome?"
TOOL = "get_weather"
DEGREES = {"Paris": 21, "Rome": 25}
LAST_WORDS = "21 and 25 degrees."

_failed = False


def page(path):
    with urllib.request.urlopen(os.environ["STAGE_URL"] + path, timeout=30) as reply:
        return json.load(reply)


def requests(model):
    """How often the vendor was asked for this model."""
    return page("/seen/" + model)["requests"]


def sealed(model):
    """Whether the last request for this model brought back what its vendor had sealed."""
    return page("/seen/" + model)["sealed"]


def keepalives():
    """Signs of life that the gateway has sent since its start."""
    return page("/seen/none")["keepalives"]


def gone(model):
    """Whether the vendor saw the peer of the last request leave."""
    return page("/gone/" + model)["gone"]


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def true(what, value):
    if not value:
        raise AssertionError(what)


def raises(kind, work):
    """The exception that the work ends with, which has to be of this class."""
    try:
        result = work()
    except Exception as error:
        if type(error) is not kind:
            raise
        return error
    raise AssertionError(f"no {kind.__name__} but {result!r}")


def run(client, *scenarios):
    """Tries all; the name of each function says what it is."""
    global _failed
    for scenario in scenarios:
        name = scenario.__name__.replace("_", " ")
        try:
            scenario()
            print(f"{client:<26} {name:<34} ok", flush=True)
        except Exception as error:
            _failed = True
            first = (str(error).splitlines() or [""])[0][:200]
            print(f"{client:<26} {name:<34} FAILED {type(error).__name__}: {first}", flush=True)
            traceback.print_exc()
    sys.exit(1 if _failed else 0)
