// openai for Node, responses; the application keeps the conversation.
import OpenAI from "openai";
import { KEY, QUESTION, TOOL, URL_OF_GATEWAY } from "./check.js";
import { CITY, DESCRIPTION, type Heard, type Talk } from "./heard.js";

type Responses = OpenAI.Responses.ResponseCreateParamsNonStreaming;

export class ResponsesTalk implements Talk {
  name = "responses";
  end = "completed";
  called = "completed";
  private client = new OpenAI({ baseURL: URL_OF_GATEWAY + "/v1", apiKey: KEY });
  private question: Responses = {};
  private items: OpenAI.Responses.ResponseInputItem[] = [];
  private stream = false;
  private calls: OpenAI.Responses.ResponseFunctionToolCall[] = [];

  async ask(model: string, stream: boolean, tools = false) {
    this.stream = stream;
    this.items = [{ role: "user", content: QUESTION }];
    this.question = { model, store: false };
    if (tools) {
      this.question.tools = [{ type: "function", name: TOOL, description: DESCRIPTION, parameters: CITY, strict: false }];
      this.question.reasoning = { effort: "low", summary: "auto" };
      this.question.include = ["reasoning.encrypted_content"];
    }
    return this.say();
  }

  async tell(results: string[]) {
    this.calls.forEach(({ call_id }, i) =>
      this.items.push({ type: "function_call_output", call_id, output: results[i] }));
    return this.say();
  }

  private async say(): Promise<Heard> {
    const params = { ...this.question, input: this.items };
    if (!this.stream) return this.heard(await this.client.responses.create(params));
    return this.heard(await this.client.responses.stream({ ...params, stream: true }).finalResponse());
  }

  private heard(response: OpenAI.Responses.Response): Heard {
    this.calls = response.output.filter((item) => item.type === "function_call");
    for (const call of this.calls) delete (call as { parsed_arguments?: null }).parsed_arguments;
    for (const item of response.output) {
      if (item.type !== "message" && item.type !== "function_call" && item.type !== "reasoning") continue;
      if (item.type === "message") item.content.forEach((part) => delete (part as { parsed?: null }).parsed);
      this.items.push(item);
    }
    const thoughts = response.output.flatMap((item) => (item.type === "reasoning" ? item.summary : []));
    return {
      text: response.output_text,
      thinking: thoughts.map((part) => part.text).join(""),
      stop: response.status,
      input: response.usage?.input_tokens,
      output: response.usage?.output_tokens,
      calls: this.calls.filter((call) => call.name === TOOL).map((call) => JSON.parse(call.arguments)),
    };
  }
}
