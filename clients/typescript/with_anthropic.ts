// @anthropic-ai/sdk through the gateway.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import {
  DEGREES, KEY, LAST_WORDS, QUESTION, STRANGER, TEXT, TOOL, URL_OF_GATEWAY, gone, keepalives, raises, requests, run,
  version,
} from "./check.js";

const client = new Anthropic({ baseURL: URL_OF_GATEWAY, apiKey: KEY });
const messages: Anthropic.MessageParam[] = [{ role: "user", content: QUESTION }];
const tools: Anthropic.Tool[] = [
  {
    name: TOOL,
    description: "The temperature in a city.",
    input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];
const model = (scenario: string) => "claude-haiku-4-5-node-" + scenario;
const question = (scenario: string) => ({ model: model(scenario), max_tokens: 256, messages });
const ask = (scenario: string) => client.messages.create(question(scenario));
const text = (message: Anthropic.Message) =>
  message.content.map((block) => (block.type === "text" ? block.text : "")).join("");

async function read(scenario: string) {
  const pieces: string[] = [];
  const stream = client.messages.stream(question(scenario));
  stream.on("text", (piece) => pieces.push(piece));
  return { pieces, whole: await stream.finalMessage() };
}

async function plain() {
  const answer = await ask("plain");
  assert.equal(text(answer), TEXT);
  assert.equal(answer.stop_reason, "end_turn");
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [11, 7]);
}

async function stream() {
  const { pieces, whole } = await read("stream");
  assert.equal(pieces.join(""), TEXT);
  assert.ok(pieces.length > 3);
  assert.equal(text(whole), TEXT);
  assert.deepEqual([whole.stop_reason, whole.usage.output_tokens], ["end_turn", 7]);
}

async function toolsInThreeTurns() {
  const turns = [...messages];
  let last = "";
  for (let turn = 0; turn < 3; turn++) {
    const answer = await client.messages.create({ ...question("tools"), messages: turns, tools });
    last = text(answer);
    turns.push({ role: "assistant", content: answer.content });
    const results: Anthropic.ToolResultBlockParam[] = [];
    for (const block of answer.content) {
      if (block.type !== "tool_use" || block.name !== TOOL) continue;
      const { city } = block.input as { city: string };
      results.push({ type: "tool_result", tool_use_id: block.id, content: JSON.stringify({ celsius: DEGREES[city] }) });
    }
    if (results.length) turns.push({ role: "user", content: results });
  }
  assert.equal(last, LAST_WORDS);
  assert.equal(turns.length, 6);
  assert.equal(await requests(model("tools")), 3);
}

async function errorsByTheirClass() {
  assert.match((await raises(Anthropic.BadRequestError, () => ask("wrong"))).message, /this is wrong/);
  await raises(Anthropic.NotFoundError, () => client.messages.create({ model: "unheard-of", max_tokens: 1, messages }));
  const stranger = new Anthropic({ baseURL: URL_OF_GATEWAY, apiKey: STRANGER });
  await raises(Anthropic.AuthenticationError, () =>
    stranger.messages.create({ model: model("plain"), max_tokens: 1, messages }));
}

async function aStreamThatBreaksOff() {
  await raises(Anthropic.APIError, async () => (await read("broken")).whole);
}

async function whatIsSpentIsNotRepeated() {
  await raises(Anthropic.InternalServerError, () => ask("spent"));
  assert.equal(await requests(model("spent")), 2);
}

async function whatMayPassIsRepeated() {
  assert.equal(text(await ask("passing")), TEXT);
  assert.equal(await requests(model("passing")), 2);
}

async function aHangUpStopsTheVendor() {
  let seen = 0;
  for await (const event of await client.messages.create({ ...question("hang"), stream: true })) {
    assert.ok(event.type);
    if (++seen === 4) break;
  }
  assert.ok(await gone(model("hang")));
}

async function signsOfLifeBeforeTheAnswer() {
  const before = await keepalives();
  assert.equal((await read("silent")).pieces.join(""), TEXT);
  assert.ok((await keepalives()) - before >= 2);
}

async function theListOfModels() {
  const names = [];
  for await (const one of client.models.list()) names.push(one.id);
  assert.ok(names.includes("demo"));
}

await run(
  "node anthropic " + version("@anthropic-ai/sdk"),
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
