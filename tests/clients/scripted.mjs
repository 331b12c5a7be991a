// A provider on loopback that speaks one dialect and uses the client's tool: it answers with a call of it, and
// with a closing word once the result is there.
import { createServer } from "node:http";

const sse = (events, named) =>
  events.map((event) => `${named ? `event: ${event.type}\n` : ""}data: ${JSON.stringify(event)}\n\n`).join("");

/// How each dialect tells a call or a text, as a stream.
export const DIALECTS = {
  "openai-chat": {
    path: "/v1/chat/completions",
    hasResult: (body) => body.messages.some((message) => message.role === "tool"),
    results: (body) => JSON.stringify(body.messages.filter((message) => message.role === "tool")),
    tools: (body) => (body.tools ?? []).map((tool) => tool.function?.name),
    stream({ text, call }) {
      const chunk = (delta, finish = null) => ({
        id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "m",
        choices: [{ index: 0, delta, finish_reason: finish }],
      });
      const args = call && JSON.stringify(call.input);
      const deltas = call
        ? [{ role: "assistant", content: null },
          { tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: call.name, arguments: "" } }] },
          { tool_calls: [{ index: 0, function: { arguments: args.slice(0, 5) } }] },
          { tool_calls: [{ index: 0, function: { arguments: args.slice(5) } }] }]
        : [{ role: "assistant", content: text.slice(0, 3) }, { content: text.slice(3) }];
      const usage = { id: "chatcmpl-1", choices: [],
        usage: { prompt_tokens: 30, completion_tokens: 20, total_tokens: 50 } };
      return sse([...deltas.map((delta) => chunk(delta)), chunk({}, call ? "tool_calls" : "stop"), usage])
        + "data: [DONE]\n\n";
    },
  },
  "anthropic-messages": {
    path: "/v1/messages",
    hasResult: (body) => JSON.stringify(body.messages).includes('"tool_result"'),
    results: (body) => JSON.stringify(body.messages),
    tools: (body) => (body.tools ?? []).map((tool) => tool.name),
    stream({ text, call }) {
      const args = call && JSON.stringify(call.input);
      const block = call ? { type: "tool_use", id: "toolu_1", name: call.name, input: {} } : { type: "text", text: "" };
      const deltas = call
        ? [args.slice(0, 5), args.slice(5)].map((part) => ({ type: "input_json_delta", partial_json: part }))
        : [text.slice(0, 3), text.slice(3)].map((part) => ({ type: "text_delta", text: part }));
      return sse([
        { type: "message_start", message: { id: "msg_1", type: "message", role: "assistant", model: "m", content: [],
          stop_reason: null, stop_sequence: null, usage: { input_tokens: 30, output_tokens: 1 } } },
        { type: "content_block_start", index: 0, content_block: block },
        ...deltas.map((delta) => ({ type: "content_block_delta", index: 0, delta })),
        { type: "content_block_stop", index: 0 },
        { type: "message_delta", delta: { stop_reason: call ? "tool_use" : "end_turn", stop_sequence: null },
          usage: { output_tokens: 20 } },
        { type: "message_stop" },
      ], true);
    },
  },
  "openai-responses": {
    path: "/v1/responses",
    hasResult: (body) => body.input.some((item) => item.type?.endsWith("call_output")),
    results: (body) => JSON.stringify(body.input),
    tools: (body) => (body.tools ?? []).map((tool) => tool.name),
    stream({ text, call }) {
      const response = (status, output, usage = null) => ({
        id: "resp_1", object: "response", created_at: 1, model: "m", status, output, usage });
      const item = call
        ? { type: "function_call", id: "fc_1", call_id: "call_1", status: "completed", name: call.name,
          arguments: JSON.stringify(call.input) }
        : { type: "message", id: "msg_1", role: "assistant", status: "completed",
          content: [{ type: "output_text", text, annotations: [] }] };
      const place = { item_id: item.id, output_index: 0 };
      const deltas = call
        ? [{ type: "response.function_call_arguments.delta", ...place, delta: item.arguments }]
        : [{ type: "response.content_part.added", ...place, content_index: 0,
          part: { type: "output_text", text: "", annotations: [] } },
        { type: "response.output_text.delta", ...place, content_index: 0, delta: text }];
      const begun = call ? { ...item, arguments: "" } : { ...item, content: [] };
      return sse([
        { type: "response.created", response: response("in_progress", []) },
        { type: "response.output_item.added", output_index: 0, item: begun },
        ...deltas,
        { type: "response.output_item.done", output_index: 0, item },
        { type: "response.completed", response: response("completed", [item],
          { input_tokens: 30, output_tokens: 20, total_tokens: 50 }) },
      ], true);
    },
  },
  gemini: {
    path: "/v1beta/models/any-model:streamGenerateContent",
    streams: () => true,
    hasResult: (body) => JSON.stringify(body.contents).includes('"functionResponse"'),
    results: (body) => JSON.stringify(body.contents),
    tools: (body) => (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []).map((tool) => tool.name),
    stream({ text, call }) {
      const part = call ? { functionCall: { name: call.name, args: call.input }, thoughtSignature: "c2ln" } : { text };
      return sse([{
        candidates: [{ content: { parts: [part], role: "model" }, finishReason: "STOP", index: 0 }],
        usageMetadata: { promptTokenCount: 30, candidatesTokenCount: 20, totalTokenCount: 50 },
      }]);
    },
  },
};

export class ScriptedUpstream {
  /// @param choose  (names of the tools offered) → { name, input } of the call to make, or undefined: none
  constructor(dialect, choose, closing) {
    this.dialect = DIALECTS[dialect];
    this.choose = choose;
    this.closing = closing;
    this.requests = [];
    this.server = createServer((request, response) => this.take(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  async take(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString("utf8");
    const body = text ? JSON.parse(text) : undefined;
    this.requests.push({ path: request.url, body });
    const streams = this.dialect.streams ? this.dialect.streams(body) : body?.stream;
    if (request.url.split("?")[0] !== this.dialect.path || !streams)
      return response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"not scripted"}}');
    const call = this.dialect.hasResult(body) ? undefined : this.choose(this.dialect.tools(body));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(this.dialect.stream(call ? { call } : { text: this.closing }));
  }
}
