// Every SDK at an upstream of every protocol: whole and streamed, with two tools at once and with thinking.
import assert from "node:assert/strict";
import { DEGREES, LAST_WORDS, TEXT, requests, run, sealed } from "./check.js";
import type { Heard, Talk } from "./heard.js";
import { AnthropicTalk } from "./talk_anthropic.js";
import { Chat } from "./talk_chat.js";
import { Google } from "./talk_google.js";
import { ResponsesTalk } from "./talk_responses.js";

const THOUGHT = "Two cities, two calls.";
// By the protocol of the upstream, how its models begin; the last word of a name tells the vendor what to play.
const MODELS = {
  chat: "open-thinker",
  responses: "gpt-5.6-terra",
  anthropic: "claude-haiku-4-5",
  gemini: "gemini-3-flash",
};

function heardIs(heard: Heard, expected: Partial<Heard>) {
  for (const name of Object.keys(expected) as (keyof Heard)[]) assert.deepEqual(heard[name], expected[name], name);
}

function pair(talk: Talk, kind: keyof typeof MODELS) {
  const scenario = async () => {
    for (const stream of [false, true]) {
      const model = `${MODELS[kind]}-node-${talk.name}${stream ? "-streamed" : ""}-`;
      heardIs(await talk.ask(model + "plain", stream), { text: TEXT, stop: talk.end, input: 11, output: 7 });
      const heard = await talk.ask(model + "both", stream, true);
      heardIs(heard, { thinking: THOUGHT, stop: talk.called, calls: [{ city: "Paris" }, { city: "Rome" }] });
      const results = heard.calls.map(({ city }) => JSON.stringify({ celsius: DEGREES[city] }));
      heardIs(await talk.tell(results), { text: LAST_WORDS, stop: talk.end });
      assert.equal(await requests(model + "both"), 2);
      // Chat completions seal nothing; their vendor refuses calls without the words.
      assert.ok(kind === "chat" || (await sealed(model + "both")), "the vendor has its thinking back");
    }
  };
  return Object.defineProperty(scenario, "name", { value: `${talk.name} at ${kind}` });
}

const kinds = Object.keys(MODELS) as (keyof typeof MODELS)[];
const talks = [new Chat(), new ResponsesTalk(), new AnthropicTalk(), new Google()];
await run("node pairs", ...talks.flatMap((talk) => kinds.map((kind) => pair(talk, kind))));
