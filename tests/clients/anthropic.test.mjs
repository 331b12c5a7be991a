// The @anthropic-ai/sdk package, unmodified: on a provider of its own dialect and on one of OpenAI's; and the openai
// package on a provider of Anthropic's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { Gateway, PROVIDER_KEY } from "./gateway.mjs";
import { Upstream, recording } from "./upstream.mjs";

const WIRE = process.env.SLIPSWITCH_WIRE;
const upstream = new Upstream(WIRE);
let gateway;
let client;
let openai;

before(async () => {
  const url = await upstream.start();
  gateway = await Gateway.start(url, { claude: ["custom-anthropic", upstream.root] });
  client = new Anthropic({ baseURL: gateway.root, apiKey: gateway.key, timeout: 20_000 });
  openai = new OpenAI({ baseURL: gateway.url, apiKey: gateway.key, timeout: 20_000 });
});

after(async () => {
  const code = await gateway?.stop();
  await upstream.stop();
  assert.equal(code, 0, "the gateway ends cleanly");
  assert.ok(!gateway.log.includes(PROVIDER_KEY) && !gateway.log.includes(gateway.key), "no key in the log");
});

const answerOf = (name) => JSON.parse(recording(WIRE, name).body);
const eventsOf = (name) =>
  recording(WIRE, name).body.toString("utf8").split("\n")
    .filter((line) => line.startsWith("data: {")).map((line) => JSON.parse(line.slice(6)));
const ask = (model) => ({ model, max_tokens: 200, messages: [{ role: "user", content: "hello" }] });
const textOf = (message) => message.content.filter((block) => block.type === "text").map((block) => block.text).join("");

test("a chat provider answers as a message", async () => {
  const name = "sync-text-gpt-3.5-turbo";
  const seen = upstream.expect();
  const { data, response } = await client.messages.create(ask(`up/${name}`)).withResponse();
  const recorded = answerOf(name);
  assert.equal(textOf(data), recorded.choices[0].message.content);
  assert.equal(data.stop_reason, "end_turn");
  assert.equal(data.usage.input_tokens, recorded.usage.prompt_tokens);
  assert.equal(data.usage.output_tokens, recorded.usage.completion_tokens);
  assert.equal(seen[0].path, "/v1/chat/completions");
  assert.equal(seen[0].headers.authorization, `Bearer ${PROVIDER_KEY}`);
  assert.equal(seen[0].headers["anthropic-version"], undefined);
  assert.equal(seen[0].body.max_tokens, 200);
  assert.equal(response.headers.get("x-slipswitch-provider"), "up");
});

test("a chat provider's stream is put together by the client's helper", async () => {
  const name = "stream-usage-gpt-4o-mini";
  upstream.expect();
  upstream.paceMs = 2;
  const stream = client.messages.stream(ask(`up/${name}`));
  let pieces = 0;
  stream.on("text", () => (pieces += 1));
  const message = await stream.finalMessage();
  const chunks = eventsOf(name);
  const first = chunks.flatMap((chunk) => chunk.choices).filter((choice) => choice.index === 0);
  assert.equal(textOf(message), first.map((choice) => choice.delta.content ?? "").join(""), "the first of two answers");
  assert.ok(pieces > 1, "it arrives in pieces");
  const { usage } = chunks.findLast((chunk) => chunk.usage);
  assert.equal(message.usage.input_tokens, usage.prompt_tokens);
  assert.equal(message.usage.output_tokens, usage.completion_tokens);
});

test("parallel tool calls come one after another", async () => {
  const name = "stream-tool-call-parallel-tools-gpt-4o-mini";
  const expected = new Map();
  for (const chunk of eventsOf(name)) {
    for (const part of chunk.choices[0]?.delta?.tool_calls ?? []) {
      const call = expected.get(part.index) ?? { type: "tool_use", id: part.id, name: part.function.name, input: "" };
      call.input += part.function.arguments ?? "";
      expected.set(part.index, call);
    }
  }
  upstream.expect();
  const message = await client.messages.stream({
    ...ask(`up/${name}`), tools: [{ name: "get_weather", input_schema: { type: "object" } }],
  }).finalMessage();
  const calls = message.content.filter((block) => block.type === "tool_use");
  assert.ok(calls.length > 1);
  assert.deepEqual(JSON.parse(JSON.stringify(calls)),
    [...expected.values()].map((call) => ({ ...call, input: JSON.parse(call.input) })));
  assert.equal(message.stop_reason, "tool_use");
});

test("its own dialect is relayed, thoughts and signatures included", async () => {
  const name = "stream-reasoning-signature-claude-haiku-4-5";
  const seen = upstream.expect();
  const message = await client.messages.stream({
    ...ask(`claude/${name}`), max_tokens: 3000, thinking: { type: "enabled", budget_tokens: 1024 },
  }).finalMessage();
  const events = eventsOf(name);
  const signature = events.find((event) => event.delta?.type === "signature_delta").delta.signature;
  assert.equal(message.content[0].type, "thinking");
  assert.equal(message.content[0].signature, signature);
  assert.match(seen[0].path, /^\/v1\/messages/);
  assert.equal(seen[0].headers["x-api-key"], PROVIDER_KEY);
  assert.ok(seen[0].headers["anthropic-version"], "the client's version goes along");
  assert.deepEqual(seen[0].body.thinking, { type: "enabled", budget_tokens: 1024 });
});

test("tokens are counted by the provider, or estimated", async () => {
  upstream.expect();
  const name = "sync-tool-result-claude-sonnet-4-5";
  const counted = await client.messages.countTokens({ model: `claude/${name}`, messages: ask("").messages });
  assert.deepEqual(JSON.parse(JSON.stringify(counted)), answerOf(name));
  const { data, response } = await client.messages
    .countTokens({ model: "up/any", messages: ask("").messages }).withResponse();
  assert.ok(data.input_tokens > 0);
  assert.equal(response.headers.get("x-slipswitch-estimated"), "true");
});

test("errors are raised as the client's own, in the provider's words", async () => {
  const cases = [["sync-error-429-gpt-4o", Anthropic.RateLimitError], ["sync-error-401-gpt-4o", Anthropic.AuthenticationError]];
  for (const [name, kind] of cases) {
    upstream.expect();
    const error = await client.messages.create(ask(`up/${name}`)).catch((caught) => caught);
    assert.ok(error instanceof kind, String(error));
    assert.equal(error.error.error.message, answerOf(name).error.message);
  }
  const missing = await client.messages.create(ask("claude/sync-error-404-there-is-no-such-model")).catch((caught) => caught);
  assert.ok(missing instanceof Anthropic.NotFoundError, String(missing));
  const stranger = new Anthropic({ baseURL: gateway.root, apiKey: "sk-not-ours", maxRetries: 0 });
  await assert.rejects(stranger.messages.create(ask("up/x")), Anthropic.AuthenticationError);
});

test("leaving a stream ends it at the provider", async () => {
  const name = "stream-usage-gpt-4o-mini";
  const seen = upstream.expect();
  upstream.paceMs = 100;
  const stream = await client.messages.create({ ...ask(`up/${name}`), stream: true });
  for await (const event of stream) {
    if (event.type === "content_block_delta") stream.controller.abort();
  }
  assert.ok((await seen[0].over).aborted, "the provider's connection was closed");
});

test("models are listed in the client's shape", async () => {
  const models = await Array.fromAsync(client.models.list({ limit: 1 }));
  assert.ok(models.some((model) => model.id === "demo/echo" && model.type === "model" && model.display_name));
});

test("the openai client chats with an Anthropic provider", async () => {
  const name = "stream-tool-call-claude-haiku-4-5";
  const seen = upstream.expect();
  const answer = await openai.chat.completions.stream({
    model: `claude/${name}`, messages: [{ role: "system", content: "s" }, { role: "user", content: "hi" }],
    stream_options: { include_usage: true },
  }).finalChatCompletion();
  const events = eventsOf(name);
  const args = events.map((event) => event.delta?.partial_json ?? "").join("");
  const [call] = answer.choices[0].message.tool_calls;
  assert.deepEqual(JSON.parse(call.function.arguments), JSON.parse(args || "{}"));
  assert.equal(call.id, events.find((event) => event.content_block?.type === "tool_use").content_block.id);
  assert.equal(answer.choices[0].finish_reason, "tool_calls");
  assert.ok(answer.usage.total_tokens > 0);
  assert.equal(seen[0].body.system[0].text, "s");
  assert.ok(seen[0].body.max_tokens > 0, "Anthropic wants it");
});

test("the openai client's responses run on Anthropic", async () => {
  upstream.expect();
  const first = await openai.responses.stream({ model: `claude/stream-usage-claude-opus-4-5`, input: "hi" }).finalResponse();
  assert.equal(first.output_text, eventsOf("stream-usage-claude-opus-4-5").map((event) => event.delta?.text ?? "").join(""));
  assert.equal(first.status, "completed");
  const called = await openai.responses.stream({
    model: `claude/stream-tool-call-claude-haiku-4-5`, input: "hi", store: true,
    tools: [{ type: "function", name: "f", parameters: { type: "object" }, strict: false }],
  }).finalResponse();
  const calls = called.output.filter((item) => item.type === "function_call");
  assert.ok(calls.length > 0 && calls.every((call) => call.call_id && JSON.parse(call.arguments)));
  assert.deepEqual((await openai.responses.retrieve(called.id)).output.length, called.output.length);
  const seen = upstream.expect();
  await openai.responses.create({
    model: "claude/sync-text-claude-haiku-4-5", previous_response_id: called.id,
    input: calls.map((call) => ({ type: "function_call_output", call_id: call.call_id, output: "done" })),
  });
  const kinds = seen[0].body.messages.flatMap((message) => message.content.map((block) => block.type));
  assert.deepEqual(kinds.filter((kind) => kind.startsWith("tool")),
    [...calls.map(() => "tool_use"), ...calls.map(() => "tool_result")]);
});
