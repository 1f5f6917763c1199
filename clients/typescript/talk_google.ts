// @google/genai.
import {
  type Content, type FunctionCall, type GenerateContentConfig, type GenerateContentResponse, GoogleGenAI, ThinkingLevel,
} from "@google/genai";
import { KEY, QUESTION, TOOL, URL_OF_GATEWAY } from "./check.js";
import { CITY, DESCRIPTION, type Heard, type Talk } from "./heard.js";

const TOOLS: GenerateContentConfig = {
  tools: [{ functionDeclarations: [{ name: TOOL, description: DESCRIPTION, parametersJsonSchema: CITY }] }],
  thinkingConfig: { includeThoughts: true, thinkingLevel: ThinkingLevel.LOW },
};

export class Google implements Talk {
  name = "gemini";
  end = "STOP";
  called = "STOP";
  private client = new GoogleGenAI({ apiKey: KEY, vertexai: false, httpOptions: { baseUrl: URL_OF_GATEWAY } });
  private question = { model: "", contents: [] as Content[], config: undefined as GenerateContentConfig | undefined };
  private stream = false;
  private calls: FunctionCall[] = [];

  async ask(model: string, stream: boolean, tools = false) {
    this.stream = stream;
    const contents = [{ role: "user", parts: [{ text: QUESTION }] }];
    this.question = { model, contents, config: tools ? TOOLS : undefined };
    return this.say();
  }

  async tell(results: string[]) {
    const parts = this.calls.map((call, i) => ({ functionResponse: { name: call.name, response: { output: results[i] } } }));
    this.question.contents.push({ role: "user", parts });
    return this.say();
  }

  private async say(): Promise<Heard> {
    if (!this.stream) return this.heard([await this.client.models.generateContent(this.question)]);
    const chunks: GenerateContentResponse[] = [];
    for await (const chunk of await this.client.models.generateContentStream(this.question)) chunks.push(chunk);
    return this.heard(chunks);
  }

  private heard(chunks: GenerateContentResponse[]): Heard {
    const parts = chunks.flatMap((chunk) => chunk.candidates?.[0].content?.parts ?? []);
    this.question.contents.push({ role: "model", parts });
    this.calls = parts.flatMap((part) => part.functionCall ?? []);
    const last = chunks.at(-1);
    const usage = last?.usageMetadata;
    return {
      text: parts.map((part) => (part.thought ? "" : part.text ?? "")).join(""),
      thinking: parts.map((part) => (part.thought ? part.text ?? "" : "")).join(""),
      stop: last?.candidates?.[0].finishReason,
      input: usage?.promptTokenCount,
      output: (usage?.candidatesTokenCount ?? 0) + (usage?.thoughtsTokenCount ?? 0),
      calls: this.calls.filter((call) => call.name === TOOL).map((call) => call.args as { city: string }),
    };
  }
}
