// What an application makes of an answer, whatever SDK it has.
export const DESCRIPTION = "The temperature in a city.";
export const CITY = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };

export interface Heard {
  text: string;
  thinking: string;
  stop: string | null | undefined;
  input: number | undefined;
  output: number | undefined;
  calls: { city: string }[];
}

/** An application with an SDK, in the middle of one conversation. */
export interface Talk {
  /** In words of the SDK: who speaks, and what the ends of answers are called. */
  name: string;
  end: string;
  called: string;
  ask(model: string, stream: boolean, tools?: boolean): Promise<Heard>;
  /** What the tools said, in the order of the calls. */
  tell(results: string[]): Promise<Heard>;
}
