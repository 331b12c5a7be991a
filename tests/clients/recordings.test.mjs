// Every successful recording of a conversation, read by every official SDK: by the provider's own over bytes that
// are only relayed, which tells what is right, and by the others over a translation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { Gateway } from "./gateway.mjs";

const WIRE = process.env.SLIPSWITCH_WIRE;
/// How the providers of a dialect are added: their kind and base URL. Each speaks nothing but this.
const SPOKEN = {
  "openai-chat": ["custom-openai", "/v1"],
  "openai-responses": ["custom-openai-responses", "/v1"],
  "anthropic-messages": ["custom-anthropic", ""],
  gemini: ["custom-gemini", "/v1beta"],
  ollama: ["ollama", "/v1"],
};
/// What the provider's own SDK can't read as it was recorded, and why.
const UNREADABLE = {
  "anthropic/anthropic-messages/stream-tool-call-reasoning-signature-claude-3-haiku": "two streams in one file",
  "anthropic/anthropic-messages/stream-usage-claude-3-haiku": "two streams in one file",
  "anthropic/anthropic-messages/stream-usage-claude-opus-4-7": "a stream without its end",
  "google/gemini/stream-blocked-gemini-2.0-flash": "lines end otherwise than the SDK wants",
  "google/gemini/stream-tool-call-tool-result-gemini-2.5-flash-2": "a stream as one JSON array",
  "vertex/gemini/stream-reasoning-gemini-2.5-flash": "a stream as one JSON array",
  "vertex/gemini/stream-text-gemini-1.5-flash": "lines end otherwise than the SDK wants",
};
const TYPES = { sse: "text/event-stream", ndjson: "application/x-ndjson", json: "application/json" };

const recordings = JSON.parse(readFileSync(join(WIRE, "index.json"), "utf8"))
  .map((item) => ({ ...item, dialect: item.dir.split("/")[1] }))
  .filter((item) => item.status === 200 && SPOKEN[item.dialect])
  .map((item, number) => {
    const folder = join(WIRE, item.dir);
    const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
    const type = meta.response_file.split(".").at(-1);
    return { ...item, number, type, stream: type !== "json", model: `recording-${number}-`,
      generates: meta.endpoint === "/api/generate", body: readFileSync(join(folder, meta.response_file)) };
  })
  .filter((item) => TYPES[item.type]);

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const asked = request.url + Buffer.concat(parts).toString("utf8");
  const item = recordings[recordings.findIndex(({ model }) => asked.includes(model))];
  response.writeHead(200, { "content-type": TYPES[item.type] }).end(item.body);
});

let gateway;
let sdk;

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const root = `http://127.0.0.1:${server.address().port}`;
  const providers = Object.entries(SPOKEN).map(([dialect, [kind, path]]) => [dialect, [kind, root + path]]);
  gateway = await Gateway.start(undefined, Object.fromEntries(providers), (settings) => {
    // An Ollama server speaks copies of other dialects too; here it is asked in its own.
    for (const provider of settings.providers)
      if (provider.name === "ollama") provider.baseUrls = { ollama: root };
  });
  const key = { apiKey: gateway.key, maxRetries: 0 };
  sdk = {
    openai: new OpenAI({ ...key, baseURL: gateway.url }),
    anthropic: new Anthropic({ ...key, baseURL: gateway.root }),
    google: new GoogleGenAI({ apiKey: gateway.key, httpOptions: { baseUrl: gateway.root } }),
    ollama: new Ollama({ host: gateway.root, headers: { Authorization: `Bearer ${gateway.key}` } }),
  };
});

after(async () => {
  assert.equal(await gateway?.stop(), 0, "the gateway ends cleanly");
  server.closeAllConnections();
  server.close();
});

const hello = [{ role: "user", content: "hello" }];
const parsed = (text) => (text ? JSON.parse(text) : {});
const essence = (text, calls, finish, input, output) =>
  ({ text, calls, finish: finish === "stop" && calls.length > 0 ? "tools" : finish, input, output });

async function chat(model, stream) {
  const request = { model, messages: hello };
  if (!stream) return chatEssence(await sdk.openai.chat.completions.create(request));
  const whole = { choices: [{ message: { content: "", refusal: "", tool_calls: [] } }] };
  const chunks = await sdk.openai.chat.completions.create({ ...request, stream, stream_options: { include_usage: true } });
  for await (const chunk of chunks) {
    whole.usage = chunk.usage ?? whole.usage;
    const choice = chunk.choices?.find(({ index }) => !index);
    if (!choice) continue;
    const { message } = whole.choices[0];
    message.content += textOf(choice.delta?.content);
    message.refusal += choice.delta?.refusal ?? "";
    whole.choices[0].finish_reason = choice.finish_reason ?? whole.choices[0].finish_reason;
    for (const call of choice.delta?.tool_calls ?? []) {
      const same = message.tool_calls.find(({ index, id }) => index === call.index && (!call.id || !id || id === call.id));
      if (same) same.function.arguments += call.function?.arguments ?? "";
      else message.tool_calls.push({ ...call, function: { arguments: "", ...call.function } });
    }
  }
  return chatEssence(whole);
}

function chatEssence({ choices: [{ message, finish_reason: finish }], usage }) {
  const words = { tool_calls: "tools", function_call: "tools", content_filter: "filter", length: "length" };
  const calls = message.function_call?.name // before there were tools
    ? [message.function_call] : (message.tool_calls ?? []).map((call) => call.function);
  return essence(textOf(message.content) + (message.refusal ?? ""),
    calls.map((call) => [call.name, parsed(call.arguments)]), words[finish] ?? "stop", usage?.prompt_tokens,
    // Some count thoughts in the total only.
    usage && Math.max(usage.completion_tokens, (usage.total_tokens ?? 0) - usage.prompt_tokens));
}

/// Mostly a text; Mistral sends parts, thoughts among them.
function textOf(content) {
  if (!Array.isArray(content)) return content ?? "";
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

async function responses(model, stream, relayed) {
  const request = { model, input: "hello", store: false };
  if (!stream) return responsesEssence(await sdk.openai.responses.create(request));
  if (!relayed) return responsesEssence(await sdk.openai.responses.stream(request).finalResponse());
  let last;
  for await (const event of await sdk.openai.responses.create({ ...request, stream: true })) {
    if (event.type === "response.failed" || event.type === "error")
      throw new Error(event.message ?? event.response?.error?.message);
    last = event.response ?? last;
  }
  return responsesEssence(last);
}

function responsesEssence({ output, status, incomplete_details: incomplete, usage }) {
  const texts = output.filter(({ type }) => type === "message").flatMap(({ content }) => content);
  return essence(texts.map(({ text, refusal }) => text ?? refusal ?? "").join(""),
    output.filter(({ type }) => type === "function_call").map((call) =>
      [(call.namespace ? `${call.namespace}__` : "") + call.name, parsed(call.arguments)]),
    status !== "incomplete" ? "stop" : incomplete?.reason === "content_filter" ? "filter" : "length",
    usage?.input_tokens, usage?.output_tokens);
}

async function messages(model, stream) {
  const request = { model, max_tokens: 100, messages: hello };
  if (!stream) return messagesEssence(await sdk.anthropic.messages.create(request));
  return messagesEssence(await sdk.anthropic.messages.stream(request).finalMessage());
}

function messagesEssence({ content, stop_reason: reason, usage }) {
  const words = { tool_use: "tools", max_tokens: "length", refusal: "filter" };
  const of = (type) => content.filter((block) => block.type === type);
  return essence(of("text").map(({ text }) => text).join(""), of("tool_use").map(({ name, input }) => [name, input]),
    words[reason] ?? "stop", ...counted(usage.iterations?.length > 0 ? usage.iterations : [usage]));
}

/// The whole of several rounds, where the answer tells of them.
function counted(rounds) {
  const sum = (of) => rounds.reduce((all, round) => all + (of(round) ?? 0), 0);
  return [sum((round) => round.input_tokens + (round.cache_read_input_tokens ?? 0) + (round.cache_creation_input_tokens ?? 0)),
    sum((round) => round.output_tokens)];
}

async function gemini(model, stream) {
  const request = { model, contents: "hello" };
  const answers = stream
    ? await Array.fromAsync(await sdk.google.models.generateContentStream(request))
    : [await sdk.google.models.generateContent(request)];
  const candidates = answers.flatMap((answer) => answer.candidates?.[0] ?? []);
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  const finish = candidates.map(({ finishReason }) => finishReason).filter(Boolean).at(-1);
  const usage = answers.map(({ usageMetadata }) => usageMetadata).filter(Boolean).at(-1);
  const filtered = answers.some(({ promptFeedback }) => promptFeedback?.blockReason);
  const words = { MAX_TOKENS: "length", 2: "length", SAFETY: "filter", RECITATION: "filter", BLOCKLIST: "filter",
    PROHIBITED_CONTENT: "filter", SPII: "filter", IMAGE_SAFETY: "filter", 3: "filter", 4: "filter" };
  return essence(parts.filter(({ thought }) => !thought).map(({ text }) => text ?? "").join(""),
    parts.filter((part) => part.functionCall).map(({ functionCall: { name, args } }) => [name, args ?? {}]),
    filtered ? "filter" : words[finish] ?? "stop",
    usage && (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
    usage && (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0));
}

async function ollama(model, stream, relayed, generates) {
  const answers = generates && relayed
    ? await Array.fromAsync(await sdk.ollama.generate({ model, prompt: "hello", stream: true }))
    : stream ? await Array.fromAsync(await sdk.ollama.chat({ model, messages: hello, stream: true }))
      : [await sdk.ollama.chat({ model, messages: hello })];
  const last = answers.at(-1);
  const words = { length: "length", content_filter: "filter" };
  return essence(answers.map(({ message, response }) => message?.content ?? response ?? "").join(""),
    answers.flatMap(({ message }) => message?.tool_calls ?? []).map((call) => [call.function.name, call.function.arguments]),
    words[last.done_reason] ?? "stop", last.prompt_eval_count, last.eval_count);
}

const CLIENTS = { "openai-chat": chat, "openai-responses": responses, "anthropic-messages": messages, gemini, ollama };
const attempt = (read) => read.then((value) => ({ value }), (error) => ({ error }));

for (const [dialect, read] of Object.entries(CLIENTS)) {
  test(`recordings of ${dialect} reach every SDK`, async () => {
    const faults = [];
    let compared = 0;
    for (const item of recordings.filter((one) => one.dialect === dialect)) {
      const model = `${dialect}/${item.model}`;
      const wanted = await attempt(read(model, item.stream, true, item.generates));
      for (const [other, translated] of Object.entries(CLIENTS)) {
        if (other === dialect) continue;
        const got = await attempt(translated(model, item.stream, false));
        compared += 1;
        try {
          if (UNREADABLE[item.dir]) {
            assert.ok(got.value || wanted.error, got.error?.message);
            continue;
          }
          if (wanted.error) {
            assert.ok(got.error, `raised for its own SDK only: ${wanted.error.message}`);
            continue;
          }
          if (got.error) throw got.error;
          const { input, output, ...content } = wanted.value;
          const { input: gotInput, output: gotOutput, ...gotContent } = got.value;
          assert.deepEqual(gotContent, content);
          if (input !== undefined) assert.deepEqual([gotInput, gotOutput], [input, output]);
        } catch (error) {
          faults.push(`${item.dir} as ${other}: ${error.message.replace(/\s+/g, " ")}`);
        }
      }
    }
    assert.ok(compared > 0);
    assert.deepEqual(faults, []);
  });
}
