// One line for each thing that is tried, and what the fakes behind the gateway saw.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const URL_OF_GATEWAY = process.env.MEHARI_URL!;
export const KEY = process.env.MEHARI_KEY!;
export const STRANGER = "pk_of-somebody-else-0123456789";
export const TEXT = "It is warm, I think.";
export const QUESTION = "How warm is it in Paris and in Rome?";
export const TOOL = "get_weather";
export const DEGREES: Record<string, number> = { Paris: 21, Rome: 25 };
export const LAST_WORDS = "21 and 25 degrees.";

interface Page {
  requests: number;
  sealed: boolean;
  keepalives: number;
  gone: boolean;
}

async function page(path: string): Promise<Page> {
  return (await fetch(process.env.STAGE_URL + path)).json();
}

/** How often the vendor was asked for this model. */
export async function requests(model: string) {
  return (await page("/seen/" + model)).requests;
}

/** Whether the last request for this model brought back what its vendor had sealed. */
export async function sealed(model: string) {
  return (await page("/seen/" + model)).sealed;
}

/** Signs of life that the gateway has sent since its start. */
export async function keepalives() {
  return (await page("/seen/none")).keepalives;
}

/** Whether the vendor saw the peer of the last request leave. */
export async function gone(model: string) {
  return (await page("/gone/" + model)).gone;
}

/** The error that the work ends with, which has to be of this class. */
export async function raises<E extends Error>(
  kind: abstract new (...parts: never[]) => E,
  work: () => PromiseLike<unknown>,
): Promise<E> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  assert.fail(`no ${kind.name} but ${JSON.stringify(result)}`);
}

/** The version of an installed package. */
export function version(name: string): string {
  return JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}

/** Tries all; the name of each function says what it is. */
export async function run(client: string, ...scenarios: (() => Promise<void>)[]) {
  for (const scenario of scenarios) {
    const name = scenario.name.replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase());
    let result = "ok";
    try {
      await scenario();
    } catch (error) {
      process.exitCode = 1;
      const { constructor, message } = error instanceof Error ? error : new Error(String(error));
      result = `FAILED ${constructor.name}: ${message.split("\n")[0].slice(0, 200)}`;
      console.error(error);
    }
    console.log(`${client.padEnd(26)} ${name.padEnd(34)} ${result}`);
  }
  // Connections that are kept open for the next call would keep the process too.
  process.exit();
}
