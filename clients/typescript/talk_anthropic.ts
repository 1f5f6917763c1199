// @anthropic-ai/sdk.
import Anthropic from "@anthropic-ai/sdk";
import { KEY, QUESTION, TOOL, URL_OF_GATEWAY } from "./check.js";
import { CITY, DESCRIPTION, type Heard, type Talk } from "./heard.js";

export class AnthropicTalk implements Talk {
  name = "anthropic";
  end = "end_turn";
  called = "tool_use";
  private client = new Anthropic({ baseURL: URL_OF_GATEWAY, apiKey: KEY });
  private question: Anthropic.MessageCreateParamsNonStreaming = { model: "", max_tokens: 4096, messages: [] };
  private stream = false;
  private calls: Anthropic.ToolUseBlock[] = [];

  async ask(model: string, stream: boolean, tools = false) {
    this.stream = stream;
    this.question = { model, max_tokens: 4096, messages: [{ role: "user", content: QUESTION }] };
    if (tools) {
      this.question.tools = [{ name: TOOL, description: DESCRIPTION, input_schema: CITY }];
      this.question.thinking = { type: "enabled", budget_tokens: 1024 };
    }
    return this.say();
  }

  async tell(results: string[]) {
    const content = this.calls.map((call, i) => ({
      type: "tool_result" as const,
      tool_use_id: call.id,
      content: results[i],
    }));
    this.question.messages.push({ role: "user", content });
    return this.say();
  }

  private async say(): Promise<Heard> {
    if (!this.stream) return this.heard(await this.client.messages.create(this.question));
    return this.heard(await this.client.messages.stream(this.question).finalMessage());
  }

  private heard(message: Anthropic.Message): Heard {
    this.question.messages.push({ role: "assistant", content: message.content });
    this.calls = message.content.filter((block) => block.type === "tool_use");
    return {
      text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
      thinking: message.content.map((block) => (block.type === "thinking" ? block.thinking : "")).join(""),
      stop: message.stop_reason,
      input: message.usage.input_tokens,
      output: message.usage.output_tokens,
      calls: this.calls.filter((call) => call.name === TOOL).map((call) => call.input as { city: string }),
    };
  }
}
