// @anthropic-ai/sdk through the gateway.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import {
  DEGREES, KEY, LAST_WORDS, QUESTION, STRANGER, TEXT, TOOL, URL_OF_GATEWAY, gone, keepalives, raises, requests, run,
  version,
} from "./check.mjs";

const client = new Anthropic({ baseURL: URL_OF_GATEWAY, apiKey: KEY });
const messages = [{ role: "user", content: QUESTION }];
const tools = [
  {
    name: TOOL,
    description: "The temperature in a city.",
    input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];
const model = (scenario) => "claude-haiku-4-5-node-" + scenario;
const ask = (scenario, more) => client.messages.create({ model: model(scenario), max_tokens: 256, messages, ...more });

async function read(scenario) {
  const pieces = [];
  const stream = client.messages.stream({ model: model(scenario), max_tokens: 256, messages });
  stream.on("text", (piece) => pieces.push(piece));
  return { pieces, whole: await stream.finalMessage() };
}

async function plain() {
  const answer = await ask("plain");
  assert.equal(answer.content[0].text, TEXT);
  assert.equal(answer.stop_reason, "end_turn");
  assert.deepEqual([answer.usage.input_tokens, answer.usage.output_tokens], [11, 7]);
}

async function stream() {
  const { pieces, whole } = await read("stream");
  assert.equal(pieces.join(""), TEXT);
  assert.ok(pieces.length > 3);
  assert.equal(whole.content[0].text, TEXT);
  assert.deepEqual([whole.stop_reason, whole.usage.output_tokens], ["end_turn", 7]);
}

async function toolsInThreeTurns() {
  const turns = [...messages];
  let answer;
  for (let turn = 0; turn < 3; turn++) {
    answer = await client.messages.create({ model: model("tools"), max_tokens: 256, messages: turns, tools });
    turns.push({ role: "assistant", content: answer.content });
    const results = answer.content
      .filter((block) => block.type === "tool_use" && block.name === TOOL)
      .map((call) => ({
        type: "tool_result",
        tool_use_id: call.id,
        content: JSON.stringify({ celsius: DEGREES[call.input.city] }),
      }));
    if (results.length) turns.push({ role: "user", content: results });
  }
  assert.equal(answer.content[0].text, LAST_WORDS);
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
  assert.equal((await ask("passing")).content[0].text, TEXT);
  assert.equal(await requests(model("passing")), 2);
}

async function aHangUpStopsTheVendor() {
  let seen = 0;
  for await (const event of await ask("hang", { stream: true })) {
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
