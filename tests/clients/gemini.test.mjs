// The @google/genai package, unmodified, on providers of other dialects.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ApiError, GoogleGenAI } from "@google/genai";
import { Gateway, PROVIDER_KEY } from "./gateway.mjs";
import { Upstream, recording } from "./upstream.mjs";

const WIRE = process.env.SLIPSWITCH_WIRE;
const upstream = new Upstream(WIRE);
let gateway;
let client;

before(async () => {
  const url = await upstream.start();
  gateway = await Gateway.start(url, { claude: ["custom-anthropic", upstream.root] });
  client = new GoogleGenAI({ apiKey: gateway.key, httpOptions: { baseUrl: gateway.root, timeout: 20_000 } });
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

test("a chat provider generates content", async () => {
  const name = "sync-text-gpt-3.5-turbo";
  const seen = upstream.expect();
  const answer = await client.models.generateContent({
    model: `up/${name}`, contents: "hello", config: { maxOutputTokens: 50, systemInstruction: "be brief" } });
  const recorded = answerOf(name);
  assert.equal(answer.text, recorded.choices[0].message.content);
  assert.equal(answer.usageMetadata.promptTokenCount, recorded.usage.prompt_tokens);
  assert.equal(answer.candidates[0].finishReason, "STOP");
  assert.deepEqual(seen[0].body.messages.map((message) => message.role), ["system", "user"]);
  assert.equal(seen[0].body.max_tokens, 50);
});

test("an Anthropic provider's stream arrives in chunks, with its calls whole", async () => {
  const name = "stream-tool-call-claude-haiku-4-5";
  const seen = upstream.expect();
  const chunks = await Array.fromAsync(await client.models.generateContentStream({
    model: `claude/${name}`, contents: "hello", config: { tools: [{ functionDeclarations: [
      { name: "f", parameters: { type: "OBJECT", properties: { city: { type: "STRING" } } } }] }] } }));
  const events = eventsOf(name);
  const expected = events.filter((event) => event.content_block?.type === "tool_use").map((event) => event.content_block.name);
  const calls = chunks.flatMap((chunk) => chunk.functionCalls ?? []);
  assert.deepEqual(calls.map((call) => call.name), expected);
  assert.ok(calls.every((call) => call.id && typeof call.args === "object"));
  assert.equal(chunks.at(-1).candidates[0].finishReason, "STOP");
  assert.ok(chunks.at(-1).usageMetadata.totalTokenCount > 0);
  assert.deepEqual(seen[0].body.tools[0].input_schema, { type: "object", properties: { city: { type: "string" } } });
});

test("tokens are estimated, models listed, errors raised", async () => {
  upstream.expect();
  assert.ok((await client.models.countTokens({ model: "up/any", contents: "hello" })).totalTokens > 0);
  const models = await Array.fromAsync(await client.models.list());
  assert.ok(models.some((model) => model.name === "models/demo/echo"));
  const error = await client.models
    .generateContent({ model: "up/sync-error-429-gpt-4o", contents: "x" }).catch((caught) => caught);
  assert.ok(error instanceof ApiError, String(error));
  assert.equal(error.status, 429);
  assert.ok(error.message.includes(answerOf("sync-error-429-gpt-4o").error.message));
});
