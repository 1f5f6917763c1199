// openai for Node, chat completions.
import OpenAI from "openai";
import { KEY, QUESTION, TOOL, URL_OF_GATEWAY } from "./check.js";
import { CITY, DESCRIPTION, type Heard, type Talk } from "./heard.js";

type Message = OpenAI.ChatCompletionMessage & { reasoning_content?: string; thinking_blocks?: object[] };
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta & Pick<Message, "reasoning_content" | "thinking_blocks">;

export class Chat implements Talk {
  name = "chat";
  end = "stop";
  called = "tool_calls";
  private client = new OpenAI({ baseURL: URL_OF_GATEWAY + "/v1", apiKey: KEY });
  private question: OpenAI.ChatCompletionCreateParamsNonStreaming = { model: "", messages: [] };
  private stream = false;
  private calls: OpenAI.ChatCompletionMessageToolCall[] = [];

  async ask(model: string, stream: boolean, tools = false) {
    this.stream = stream;
    this.question = { model, messages: [{ role: "user", content: QUESTION }] };
    if (tools) {
      const declared = { name: TOOL, description: DESCRIPTION, parameters: CITY };
      Object.assign(this.question, { reasoning_effort: "low", tools: [{ type: "function", function: declared }] });
    }
    return this.say();
  }

  async tell(results: string[]) {
    this.calls.forEach((call, i) =>
      this.question.messages.push({ role: "tool", tool_call_id: call.id, content: results[i] }));
    return this.say();
  }

  private async say(): Promise<Heard> {
    if (!this.stream) return this.heard(await this.client.chat.completions.create(this.question));
    // The helper puts together what it has a type for; the rest is the application's.
    const extra: Pick<Message, "reasoning_content" | "thinking_blocks"> = {};
    const streamed = { ...this.question, stream: true as const, stream_options: { include_usage: true } };
    const stream = this.client.chat.completions.stream(streamed);
    stream.on("chunk", (chunk) => {
      const delta = chunk.choices[0]?.delta as Delta | undefined;
      if (delta?.reasoning_content) extra.reasoning_content = (extra.reasoning_content ?? "") + delta.reasoning_content;
      if (delta?.thinking_blocks) extra.thinking_blocks = [...(extra.thinking_blocks ?? []), ...delta.thinking_blocks];
    });
    const whole = await stream.finalChatCompletion();
    Object.assign(whole.choices[0].message, extra);
    return this.heard(whole);
  }

  private heard(completion: OpenAI.ChatCompletion): Heard {
    const [choice] = completion.choices;
    const { parsed: _, ...message } = choice.message as Message & { parsed?: null };
    this.calls = message.tool_calls ?? [];
    const functions = this.calls.flatMap((call) => (call.type === "function" ? [call.function] : []));
    for (const call of functions) delete (call as { parsed_arguments?: null }).parsed_arguments;
    this.question.messages.push(message);
    return {
      text: message.content ?? "",
      thinking: message.reasoning_content ?? "",
      stop: choice.finish_reason,
      input: completion.usage?.prompt_tokens,
      output: completion.usage?.completion_tokens,
      calls: functions.filter((call) => call.name === TOOL).map((call) => JSON.parse(call.arguments)),
    };
  }
}
