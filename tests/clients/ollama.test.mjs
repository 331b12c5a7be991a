// The ollama package, unmodified: on providers of other dialects, and on an Ollama server.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Ollama } from "ollama";
import { Gateway, PROVIDER_KEY } from "./gateway.mjs";
import { Upstream, recording } from "./upstream.mjs";

const WIRE = process.env.SLIPSWITCH_WIRE;
const upstream = new Upstream(WIRE);
let gateway;
let client;

before(async () => {
  const url = await upstream.start();
  gateway = await Gateway.start(url, { claude: ["custom-anthropic", upstream.root], local: ["ollama", url] });
  client = new Ollama({ host: gateway.root, headers: { Authorization: `Bearer ${gateway.key}` } });
});

after(async () => {
  const code = await gateway?.stop();
  await upstream.stop();
  assert.equal(code, 0, "the gateway ends cleanly");
  assert.ok(!gateway.log.includes(PROVIDER_KEY) && !gateway.log.includes(gateway.key), "no key in the log");
});

const answerOf = (name) => JSON.parse(recording(WIRE, name).body);
const linesOf = (name) => recording(WIRE, name).body.toString("utf8").trim().split("\n").map((line) => JSON.parse(line));
const eventsOf = (name) =>
  recording(WIRE, name).body.toString("utf8").split("\n")
    .filter((line) => line.startsWith("data: {")).map((line) => JSON.parse(line.slice(6)));
const hello = [{ role: "user", content: "hello" }];

test("a chat provider answers, with its counts", async () => {
  const name = "sync-text-gpt-3.5-turbo";
  const seen = upstream.expect();
  const answer = await client.chat({
    model: `up/${name}`, messages: [{ role: "system", content: "be brief" }, ...hello], options: { num_predict: 50 } });
  const recorded = answerOf(name);
  assert.equal(answer.message.content, recorded.choices[0].message.content);
  assert.equal(answer.prompt_eval_count, recorded.usage.prompt_tokens);
  assert.equal(answer.eval_count, recorded.usage.completion_tokens);
  assert.ok(answer.done && answer.done_reason === "stop");
  assert.ok(!Number.isNaN(Date.parse(answer.created_at)));
  assert.deepEqual(seen[0].body.messages.map((message) => message.role), ["system", "user"]);
  assert.equal(seen[0].body.max_tokens, 50);
});

test("an Anthropic provider's stream arrives in lines, with its calls whole", async () => {
  const name = "stream-tool-call-claude-haiku-4-5";
  const seen = upstream.expect();
  const parameters = { type: "object", properties: { city: { type: "string" } } };
  const parts = await Array.fromAsync(await client.chat({
    model: `claude/${name}`, messages: hello, stream: true,
    tools: [{ type: "function", function: { name: "f", description: "d", parameters } }] }));
  const events = eventsOf(name);
  const expected = events.filter((event) => event.content_block?.type === "tool_use").map((event) => event.content_block);
  const calls = parts.flatMap((part) => part.message.tool_calls ?? []);
  assert.deepEqual(calls.map((call) => call.function.name), expected.map((block) => block.name));
  assert.deepEqual(calls.map((call) => call.id), expected.map((block) => block.id));
  const json = events.map((event) => event.delta?.partial_json ?? "").join("");
  if (calls.length === 1) assert.deepEqual(calls[0].function.arguments, JSON.parse(json));
  assert.ok(parts.at(-1).done && parts.slice(0, -1).every((part) => !part.done));
  assert.ok(parts.at(-1).eval_count > 0);
  assert.deepEqual(seen[0].body.tools[0].input_schema, parameters);
});

test("a tool's result goes back to the call that asked for it", async () => {
  const seen = upstream.expect();
  await client.chat({ model: "up/sync-text-gpt-3.5-turbo", messages: [...hello,
    { role: "assistant", content: "", tool_calls: [{ function: { name: "f", arguments: { a: 1 } } }] },
    { role: "tool", tool_name: "f", content: "done" }] });
  const [, call, result] = seen[0].body.messages;
  assert.equal(result.tool_call_id, call.tool_calls[0].id);
  assert.deepEqual(JSON.parse(call.tool_calls[0].function.arguments), { a: 1 });
});

test("an Ollama server's bytes are relayed, its thoughts and calls too", async () => {
  const name = "sync-tool-call-reasoning-qwen3.6-latest";
  const seen = upstream.expect();
  const answer = await client.chat({ model: `local/${name}`, messages: hello, think: true, keep_alive: "5m" });
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), answerOf(name));
  assert.equal(seen[0].path, "/api/chat");
  assert.equal(seen[0].body.think, true);
  const streamed = "stream-usage-gemma3-1b";
  const parts = await Array.fromAsync(await client.chat({ model: `local/${streamed}`, messages: hello, stream: true }));
  assert.deepEqual(JSON.parse(JSON.stringify(parts)), linesOf(streamed));
  const prompt = "stream-usage-gemma3-1b-2";
  const pieces = await Array.fromAsync(await client.generate({ model: `local/${prompt}`, prompt: "count", stream: true }));
  assert.equal(pieces.map((piece) => piece.response).join(""), linesOf(prompt).map((line) => line.response).join(""));
});

test("a prompt is answered by a chat provider, whole and in pieces", async () => {
  const name = "sync-text-gpt-3.5-turbo";
  upstream.expect();
  const answer = await client.generate({ model: `up/${name}`, prompt: "hello", system: "be brief" });
  assert.equal(answer.response, answerOf(name).choices[0].message.content);
  const pieces = await Array.fromAsync(await client.generate({ model: "demo/echo", prompt: "say this", stream: true }));
  assert.ok(pieces.length > 1 && pieces.at(-1).done);
  assert.ok(pieces.map((piece) => piece.response).join("").includes("say this"));
});

test("texts are embedded by an OpenAI-shaped provider", async () => {
  const name = "sync-text-text-embedding-ada-002";
  const seen = upstream.expect();
  const answer = await client.embed({ model: `up/${name}`, input: ["This is a test"] });
  const packed = Buffer.from(answerOf(name).data[0].embedding, "base64");
  const floats = new Float32Array(packed.buffer, packed.byteOffset, packed.length / 4);
  assert.deepEqual(answer.embeddings[0].map(Math.fround), [...floats]);
  assert.equal(answer.prompt_eval_count, 4);
  assert.deepEqual(seen[0].body.input, ["This is a test"]);
  const older = await client.embeddings({ model: `up/${name}`, prompt: "This is a test" });
  assert.equal(older.embedding.length, floats.length);
});

test("models are listed and shown, nothing is said to run", async () => {
  const { models } = await client.list();
  assert.ok(models.some((model) => model.name === "demo/echo"));
  const shown = await client.show({ model: "demo/echo" });
  assert.ok(shown.capabilities.includes("completion"));
  assert.deepEqual((await client.ps()).models, []);
  assert.match((await client.version()).version, /^\d+\.\d+\.\d+$/);
});

test("errors are raised, also within a stream", async () => {
  const failed = await client.chat({ model: "up/sync-error-429-gpt-4o", messages: hello }).catch((caught) => caught);
  assert.equal(failed.name, "ResponseError");
  assert.equal(failed.status_code, 429);
  assert.equal(failed.message, answerOf("sync-error-429-gpt-4o").error.message);
  const texts = [];
  const broken = (async () => {
    for await (const part of await client.chat({ model: "local/stream-text-llama3", messages: hello, stream: true }))
      texts.push(part.message.content);
  })();
  await assert.rejects(broken, /an error was encountered while running the model/);
  assert.deepEqual(texts, ["Hel"]);
});
