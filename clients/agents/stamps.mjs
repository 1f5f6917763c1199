// An MCP server with one tool, for the coding agents: what it says proves that a tool of a server was called.
import { createInterface } from "node:readline";

const TOOL = {
  name: "stamp",
  description: "Puts a stamp on a text.",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
};

function answer({ method, params }) {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: "stamps", version: "1" },
        instructions: "Stamps what it is given.",
      };
    case "tools/list":
      return { tools: [TOOL] };
    case "tools/call":
      return { content: [{ type: "text", text: `STAMPED ${params.arguments.text}` }] };
    case "ping":
      return {};
    default:
      return undefined;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.id === undefined) continue;
  const result = answer(message);
  const known = result === undefined ? { error: { code: -32601, message: "unknown method" } } : { result };
  process.stdout.write(JSON.stringify({ jsonrpc: "2.0", id: message.id, ...known }) + "\n");
}
