// openai for Node through the gateway.
import assert from "node:assert/strict";
import OpenAI from "openai";
import {
  DEGREES, KEY, LAST_WORDS, QUESTION, STRANGER, TEXT, TOOL, URL_OF_GATEWAY, gone, keepalives, raises, requests, run,
  version,
} from "./check.js";

const client = new OpenAI({ baseURL: URL_OF_GATEWAY + "/v1", apiKey: KEY });
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: QUESTION }];
const tools: OpenAI.ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: TOOL,
      description: "The temperature in a city.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
];
const model = (scenario: string) => "gpt-4.1-node-" + scenario;
const ask = (scenario: string) => client.chat.completions.create({ model: model(scenario), messages });
const open = (scenario: string, stream_options?: OpenAI.ChatCompletionStreamOptions) =>
  client.chat.completions.create({ model: model(scenario), messages, stream: true, stream_options });

async function read(scenario: string, options?: OpenAI.ChatCompletionStreamOptions) {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of await open(scenario, options)) chunks.push(chunk);
  return { chunks, text: chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("") };
}

async function plain() {
  const answer = await ask("plain");
  assert.equal(answer.choices[0].message.content, TEXT);
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.deepEqual([answer.usage?.prompt_tokens, answer.usage?.completion_tokens], [11, 7]);
}

async function stream() {
  const asked = await read("stream", { include_usage: true });
  assert.equal(asked.text, TEXT);
  assert.ok(asked.chunks.length > 5);
  assert.equal(asked.chunks.at(-1)?.usage?.completion_tokens, 7);
  const other = await read("stream");
  assert.equal(other.text, TEXT);
  assert.ok(other.chunks.every((chunk) => !chunk.usage), "usage that was not asked for is not shown");
}

async function toolsInThreeTurns() {
  const turns = [...messages];
  let last: string | null = null;
  for (let turn = 0; turn < 3; turn++) {
    const answer = await client.chat.completions.create({ model: model("tools"), messages: turns, tools });
    const { message } = answer.choices[0];
    last = message.content;
    turns.push(message);
    for (const call of message.tool_calls ?? []) {
      assert.ok(call.type === "function" && call.function.name === TOOL);
      const celsius = DEGREES[JSON.parse(call.function.arguments).city];
      turns.push({ role: "tool", tool_call_id: call.id, content: JSON.stringify({ celsius }) });
    }
  }
  assert.equal(last, LAST_WORDS);
  assert.equal(turns.length, 6);
  assert.equal(await requests(model("tools")), 3);
}

async function errorsByTheirClass() {
  assert.match((await raises(OpenAI.BadRequestError, () => ask("wrong"))).message, /this is wrong/);
  const missing = () => client.chat.completions.create({ model: "unheard-of", messages });
  assert.equal((await raises(OpenAI.NotFoundError, missing)).code, "model_not_found");
  const stranger = new OpenAI({ baseURL: URL_OF_GATEWAY + "/v1", apiKey: STRANGER });
  await raises(OpenAI.AuthenticationError, () =>
    stranger.chat.completions.create({ model: model("plain"), messages }));
}

async function aStreamThatBreaksOff() {
  await raises(OpenAI.APIError, () => read("broken"));
}

async function whatIsSpentIsNotRepeated() {
  await raises(OpenAI.InternalServerError, () => ask("spent"));
  assert.equal(await requests(model("spent")), 2);
}

async function whatMayPassIsRepeated() {
  assert.equal((await ask("passing")).choices[0].message.content, TEXT);
  assert.equal(await requests(model("passing")), 2);
}

async function aHangUpStopsTheVendor() {
  let seen = 0;
  for await (const chunk of await open("hang")) {
    assert.equal(chunk.object, "chat.completion.chunk");
    if (++seen === 3) break;
  }
  assert.ok(await gone(model("hang")));
}

async function signsOfLifeBeforeTheAnswer() {
  const before = await keepalives();
  assert.equal((await read("silent")).text, TEXT);
  assert.ok((await keepalives()) - before >= 2);
}

async function theListOfModels() {
  const names = [];
  for await (const one of client.models.list()) names.push(one.id);
  assert.ok(names.includes("demo"));
}

await run(
  "node openai " + version("openai"),
  plain,
  stream,
  toolsInThreeTurns,
  errorsByTheirClass,
  aStreamThatBreaksOff,
  whatIsSpentIsNotRepeated,
  whatMayPassIsRepeated,
  aHangUpStopsTheVendor,
  signsOfLifeBeforeTheAnswer,
  theListOfModels,
);
