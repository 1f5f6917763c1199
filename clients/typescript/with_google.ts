// @google/genai through the gateway.
import assert from "node:assert/strict";
import {
  ApiError, type Content, type GenerateContentConfig, type GenerateContentResponse, GoogleGenAI, Type,
} from "@google/genai";
import {
  DEGREES, KEY, LAST_WORDS, QUESTION, STRANGER, TEXT, TOOL, URL_OF_GATEWAY, gone, keepalives, raises, requests, run,
  version,
} from "./check.js";

const as = (apiKey: string) => new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl: URL_OF_GATEWAY } });
const client = as(KEY);
const config: GenerateContentConfig = {
  tools: [
    {
      functionDeclarations: [
        {
          name: TOOL,
          description: "The temperature in a city.",
          parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } }, required: ["city"] },
        },
      ],
    },
  ],
};
// From the third generation on, a call goes back to the vendor with the signature it came with.
const model = (scenario: string) => "gemini-3-flash-node-" + scenario;
const ask = (scenario: string) => client.models.generateContent({ model: model(scenario), contents: QUESTION });
const open = (scenario: string, more?: GenerateContentConfig) =>
  client.models.generateContentStream({ model: model(scenario), contents: QUESTION, config: more });

async function read(scenario: string) {
  const chunks: GenerateContentResponse[] = [];
  for await (const chunk of await open(scenario)) chunks.push(chunk);
  return { chunks, text: chunks.map((chunk) => chunk.text ?? "").join("") };
}

async function plain() {
  const answer = await ask("plain");
  assert.equal(answer.text, TEXT);
  assert.equal(answer.candidates?.[0].finishReason, "STOP");
  assert.equal(answer.usageMetadata?.promptTokenCount, 11);
}

async function stream() {
  const { chunks, text } = await read("stream");
  assert.equal(text, TEXT);
  assert.ok(chunks.length > 3);
  assert.equal(chunks.at(-1)?.candidates?.[0].finishReason, "STOP");
}

async function toolsInThreeTurns() {
  const contents: Content[] = [{ role: "user", parts: [{ text: QUESTION }] }];
  let last: string | undefined;
  for (let turn = 0; turn < 3; turn++) {
    const answer = await client.models.generateContent({ model: model("tools"), contents, config });
    last = answer.functionCalls ? undefined : answer.text;
    contents.push(answer.candidates![0].content!);
    const parts = (answer.functionCalls ?? [])
      .filter((call) => call.name === TOOL)
      .map((call) => ({ functionResponse: { name: call.name, response: { celsius: DEGREES[String(call.args?.city)] } } }));
    if (parts.length) contents.push({ role: "user", parts });
  }
  assert.equal(last, LAST_WORDS);
  assert.equal(contents.length, 6);
  assert.equal(await requests(model("tools")), 3);
}

async function errorsByTheirClass() {
  const wrong = await raises(ApiError, () => ask("wrong"));
  assert.equal(wrong.status, 400);
  assert.match(wrong.message, /this is wrong/);
  const missing = () => client.models.generateContent({ model: "unheard-of", contents: "hi" });
  assert.equal((await raises(ApiError, missing)).status, 404);
  const strange = () => as(STRANGER).models.generateContent({ model: model("plain"), contents: "hi" });
  assert.equal((await raises(ApiError, strange)).status, 401);
}

async function aStreamThatBreaksOff() {
  await raises(ApiError, () => read("broken"));
}

async function whatIsSpentIsNotRepeated() {
  assert.ok((await raises(ApiError, () => ask("spent"))).status >= 500);
  assert.equal(await requests(model("spent")), 2);
}

// This SDK repeats nothing unless it is told to.
async function whatMayPassIsTheApplications() {
  assert.equal((await raises(ApiError, () => ask("passing"))).status, 429);
  assert.equal((await ask("passing")).text, TEXT);
  assert.equal(await requests(model("passing")), 2);
}

// Leaving the loop is not enough for this SDK: its connection stays open until its signal says so.
async function aHangUpStopsTheVendor() {
  const hangUp = new AbortController();
  let seen = 0;
  try {
    for await (const chunk of await open("hang", { abortSignal: hangUp.signal })) {
      assert.ok(chunk.text);
      if (++seen === 3) hangUp.abort();
    }
  } catch (error) {
    assert.ok(hangUp.signal.aborted, String(error));
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
  for await (const one of await client.models.list()) names.push(one.name);
  assert.ok(names.includes("models/demo"));
}

await run(
  "node google-genai " + version("@google/genai"),
  plain,
  stream,
  toolsInThreeTurns,
  errorsByTheirClass,
  aStreamThatBreaksOff,
  whatIsSpentIsNotRepeated,
  whatMayPassIsTheApplications,
  aHangUpStopsTheVendor,
  signsOfLifeBeforeTheAnswer,
  theListOfModels,
);
