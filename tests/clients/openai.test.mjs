// The openai package, unmodified, through the gateway, against recorded replies.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { Gateway, PROVIDER_KEY } from "./gateway.mjs";
import { Upstream, recording } from "./upstream.mjs";

const WIRE = process.env.SLIPSWITCH_WIRE;
const upstream = new Upstream(WIRE);
let gateway;
let client;

before(async () => {
  gateway = await Gateway.start(await upstream.start());
  client = new OpenAI({ baseURL: gateway.url, apiKey: gateway.key, timeout: 20_000 });
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
const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");

/// The request that the upstream saw: with the provider's key, and nothing of the gateway's.
function assertForwarded(request, path, model) {
  assert.equal(request.method, "POST");
  assert.equal(request.path, path);
  assert.equal(request.headers.authorization, `Bearer ${PROVIDER_KEY}`);
  assert.equal(request.body.model, model);
  assert.ok(!JSON.stringify(request.headers).includes(gateway.key), "the gateway's key stays here");
  assert.ok(!request.text.includes(gateway.key));
}

test("chat answers as recorded", async () => {
  const name = "sync-text-gpt-3.5-turbo";
  const seen = upstream.expect();
  const messages = [{ role: "user", content: "Say a word: \u00e4\u{1F600}" }];
  const { data, response } = await client.chat.completions
    .create({ model: `up/${name}`, messages, temperature: 0.7 }).withResponse();
  assert.deepEqual(JSON.parse(JSON.stringify(data)), answerOf(name));
  assert.equal(seen.length, 1);
  assertForwarded(seen[0], "/v1/chat/completions", name);
  assert.deepEqual(seen[0].body, { model: name, messages, temperature: 0.7 });
  assert.match(response.headers.get("x-slipswitch-request-id"), /^req_/);
  assert.equal(response.headers.get("x-slipswitch-provider"), "up");
});

test("a bare name that no one else offers goes to the custom provider", async () => {
  const name = "sync-text-gpt-3.5-turbo-2";
  upstream.expect();
  const answer = await client.chat.completions.create({ model: name, messages: [{ role: "user", content: "hi" }] });
  assert.equal(answer.id, answerOf(name).id);
});

test("a stream arrives event by event", async () => {
  const name = "stream-text-gpt-4o-mini";
  const seen = upstream.expect();
  const stream = await client.chat.completions.create({
    model: `up/${name}`, stream: true, messages: [{ role: "user", content: "Which ocean is the coldest?" }],
  });
  const chunks = await Array.fromAsync(stream);
  assert.deepEqual(JSON.parse(JSON.stringify(chunks)), eventsOf(name));
  assertForwarded(seen[0], "/v1/chat/completions", name);
  assert.equal(seen[0].body.stream, true);
  assert.equal(seen[0].body.stream_options.include_usage, true, "usage is asked for, to meter it");
});

test("a stream's bytes are the provider's", async () => {
  const name = "stream-text-gpt-4o-mini";
  upstream.expect();
  upstream.paceMs = 5;
  const answer = await fetch(`${gateway.url}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: `up/${name}`, stream: true, messages: [] }),
  });
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^text\/event-stream/);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), recording(WIRE, name).body);
});

test("the usage chunk is for those who asked", async () => {
  const name = "stream-usage-gpt-4o-mini";
  const recorded = eventsOf(name);
  const request = { model: `up/${name}`, stream: true, messages: [{ role: "user", content: "hi" }] };
  upstream.expect();
  const asked = await Array.fromAsync(
    await client.chat.completions.create({ ...request, stream_options: { include_usage: true } }));
  assert.deepEqual(JSON.parse(JSON.stringify(asked)), recorded);
  const unasked = await Array.fromAsync(await client.chat.completions.create(request));
  assert.deepEqual(JSON.parse(JSON.stringify(unasked)), recorded.filter((chunk) => chunk.choices.length > 0));
});

test("a tool call comes back whole", async () => {
  const name = "sync-tool-call-gpt-4o-mini";
  const { messages, tools, tool_choice } = recording(WIRE, name).request;
  const seen = upstream.expect();
  const answer = await client.chat.completions.create({ model: `up/${name}`, messages, tools, tool_choice });
  const [call] = answer.choices[0].message.tool_calls;
  const [expected] = answerOf(name).choices[0].message.tool_calls;
  assert.deepEqual(JSON.parse(JSON.stringify(call)), expected);
  assert.equal(JSON.parse(call.function.arguments).city, "Paris");
  assert.deepEqual(seen[0].body.tools, tools);
});

test("a tool's result is answered", async () => {
  const name = "sync-tool-result-gpt-4o-mini";
  const { messages, tools } = recording(WIRE, name).request;
  const seen = upstream.expect();
  const answer = await client.chat.completions.create({ model: `up/${name}`, messages, tools });
  assert.equal(answer.choices[0].message.content, answerOf(name).choices[0].message.content);
  assert.deepEqual(seen[0].body.messages, messages);
});

test("streamed tool calls are put together by the client's helper", async () => {
  const name = "stream-tool-call-parallel-tools-gpt-4o-mini";
  const { messages, tools } = recording(WIRE, name).request;
  upstream.expect();
  upstream.paceMs = 2;
  const answer = await client.chat.completions
    .stream({ model: `up/${name}`, messages, tools }).finalChatCompletion();
  const expected = new Map();
  for (const chunk of eventsOf(name)) {
    for (const part of chunk.choices[0]?.delta?.tool_calls ?? []) {
      const call = expected.get(part.index) ?? { id: part.id, name: part.function.name, arguments: "" };
      call.arguments += part.function.arguments ?? "";
      expected.set(part.index, call);
    }
  }
  const calls = answer.choices[0].message.tool_calls;
  assert.ok(calls.length > 1);
  assert.deepEqual(
    calls.map((call) => ({ id: call.id, name: call.function.name, arguments: call.function.arguments })),
    [...expected.values()]);
});

test("embeddings keep every number", async () => {
  const name = "sync-text-text-embedding-ada-002";
  const seen = upstream.expect();
  const answer = await client.embeddings.create({ model: `up/${name}`, input: "a text" });
  const recorded = answerOf(name);
  assertForwarded(seen[0], "/v1/embeddings", name);
  assert.equal(seen[0].body.encoding_format, "base64", "as the client asks by itself");
  assert.deepEqual(answer.usage, recorded.usage);
  const expected = recorded.data[0].embedding;
  const numbers = typeof expected === "string"
    ? [...new Float32Array(Uint8Array.from(Buffer.from(expected, "base64")).buffer)] : expected;
  assert.deepEqual(answer.data[0].embedding, numbers);
});

test("models are listed and found", async () => {
  const models = await Array.fromAsync(await client.models.list());
  assert.ok(models.some((model) => model.id === "demo/echo"), "the demo provider is there without any key");
  assert.ok(models.every((model) => model.object === "model" && model.id));
  const echo = await client.models.retrieve("demo/echo");
  assert.equal(echo.id, "demo/echo");
});

test("what nobody offers is not found, and the answer says what is there", async () => {
  const alone = await Gateway.start();
  try {
    const lone = new OpenAI({ baseURL: alone.url, apiKey: alone.key });
    await assert.rejects(lone.models.retrieve("no-such-model"), OpenAI.NotFoundError);
    const error = await lone.chat.completions
      .create({ model: "no-such-model", messages: [{ role: "user", content: "hi" }] }).catch((caught) => caught);
    assert.ok(error instanceof OpenAI.NotFoundError, String(error));
    assert.match(error.message, /no-such-model.*demo\/echo/s);
  } finally {
    await alone.stop();
  }
});

test("leaving a stream ends it at the provider", async () => {
  const name = "stream-usage-gpt-4o-mini";
  const seen = upstream.expect();
  upstream.paceMs = 100;
  const stream = await client.chat.completions.create({
    model: `up/${name}`, stream: true, messages: [{ role: "user", content: "count" }],
  });
  let chunks = 0;
  for await (const _ of stream) {
    chunks += 1;
    if (chunks === 2) stream.controller.abort();
  }
  const request = await seen[0].over;
  assert.ok(request.aborted, "the provider's connection was closed");
  assert.ok(request.eventsSent < eventsOf(name).length, `after ${request.eventsSent} events`);
});

test("leaving before the first byte ends the request too", async () => {
  const seen = upstream.expect();
  upstream.silent.add("silent");
  const leave = new AbortController();
  const answer = client.chat.completions.create(
    { model: "up/silent", messages: [{ role: "user", content: "hello?" }] }, { signal: leave.signal });
  const rejected = assert.rejects(answer, OpenAI.APIUserAbortError);
  while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  leave.abort();
  await rejected;
  assert.ok((await seen[0].over).aborted);
});

test("a rate limit keeps its status, words and waiting time, and is not repeated", async () => {
  const name = "sync-error-429-gpt-4o";
  const recorded = recording(WIRE, name);
  const seen = upstream.expect();
  const error = await client.chat.completions
    .create({ model: `up/${name}`, messages: [{ role: "user", content: "hi" }] }).catch((caught) => caught);
  assert.ok(error instanceof OpenAI.RateLimitError, String(error));
  assert.equal(error.status, 429);
  assert.deepEqual(error.error, JSON.parse(recorded.body).error);
  assert.equal(error.headers.get("retry-after"), recorded.headers["retry-after"]);
  assert.equal(error.headers.get("x-should-retry"), "false");
  const ids = new Set(seen.map((request) => request.body.model));
  assert.deepEqual([...ids], [name]);
});

test("a refused provider key is told as the provider told it", async () => {
  const name = "sync-error-401-gpt-4o";
  upstream.expect();
  const error = await client.chat.completions
    .create({ model: `up/${name}`, messages: [{ role: "user", content: "hi" }] }).catch((caught) => caught);
  assert.ok(error instanceof OpenAI.AuthenticationError, String(error));
  assert.deepEqual(error.error, JSON.parse(recording(WIRE, name).body).error);
  assert.equal(error.headers.get("x-slipswitch-provider"), "up", "so it is not our own refusal");
});

test("a wrong access key is refused by the gateway itself", async () => {
  const seen = upstream.expect();
  const stranger = new OpenAI({ baseURL: gateway.url, apiKey: "sk-not-one-of-ours", maxRetries: 0 });
  await assert.rejects(
    stranger.chat.completions.create({ model: "up/x", messages: [{ role: "user", content: "hi" }] }),
    OpenAI.AuthenticationError);
  assert.equal(seen.length, 0);
});

test("the demo provider answers without any key of a provider", async () => {
  const stream = await client.chat.completions.create({
    model: "demo/echo", stream: true, messages: [{ role: "user", content: "good morning" }],
  });
  assert.match(textOf(await Array.fromAsync(stream)), /good morning/);
});
