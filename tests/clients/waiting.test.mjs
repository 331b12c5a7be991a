// The official SDKs at a gateway that keeps them waiting: what it tells them meanwhile is passed over, and an error
// that comes late is raised.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "node:http";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { Gateway } from "./gateway.mjs";

const SILENCE_MS = 1500; // of the provider; the gateway speaks after a fraction of it
const chunk = (delta, finish) =>
  `data: ${JSON.stringify({ id: "a", object: "chat.completion.chunk", created: 1, model: "m",
    choices: [{ index: 0, delta, finish_reason: finish ?? null }] })}\n\n`;

/// Waits before the head, in the middle of the stream, or before an error, as the model's name says.
const upstream = createServer((request, response) => {
  let text = "";
  request.on("data", (part) => (text += part));
  request.on("end", () => {
    const later = (then) => setTimeout(then, SILENCE_MS);
    const begin = () => response.writeHead(200, { "content-type": "text/event-stream" });
    const end = () => response.end(chunk({ content: "lo" }) + chunk({}, "stop") + "data: [DONE]\n\n");
    const model = JSON.parse(text).model;
    if (model === "early-silence")
      later(() => (begin(), response.write(chunk({ role: "assistant", content: "hel" })), end()));
    else if (model === "late-silence")
      begin(), response.write(chunk({ role: "assistant", content: "hel" })), later(end);
    else
      later(() => response.writeHead(400, { "content-type": "application/json" })
        .end(JSON.stringify({ error: { message: "too long a prompt", type: "invalid_request_error" } })));
  });
});

let gateway;
let claude;
let openai;

before(async () => {
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  gateway = await Gateway.start(`http://127.0.0.1:${upstream.address().port}/v1`, {},
    (settings) => (settings.listen.keepAliveAfterMs = 100));
  claude = new Anthropic({ baseURL: gateway.root, apiKey: gateway.key, timeout: 20_000, maxRetries: 0 });
  openai = new OpenAI({ baseURL: gateway.url, apiKey: gateway.key, timeout: 20_000, maxRetries: 0 });
});

after(async () => {
  const code = await gateway?.stop();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  assert.equal(code, 0, "the gateway ends cleanly");
});

const user = { role: "user", content: "hello" };
const clients = {
  chat: async (model) => {
    let text = "";
    for await (const part of await openai.chat.completions.create({ model, stream: true, messages: [user] }))
      text += part.choices[0]?.delta?.content ?? "";
    return text;
  },
  responses: async (model) => {
    let text = "";
    for await (const event of await openai.responses.create({ model, stream: true, input: "hello" }))
      if (event.type === "response.output_text.delta") text += event.delta;
    return text;
  },
  messages: async (model) => {
    const message = await claude.messages.stream({ model, max_tokens: 9, messages: [user] }).finalMessage();
    return message.content.map((block) => block.text).join("");
  },
};

for (const [name, ask] of Object.entries(clients)) {
  for (const model of ["early-silence", "late-silence"])
    test(`${name}: ${model} is waited out`, async () => assert.equal(await ask(`up/${model}`), "hello"));
  test(`${name}: a late error is raised`, () => assert.rejects(ask("up/late-error"), /too long a prompt/));
}

test("what is waited with is what each dialect's clients pass over", async () => {
  const raw = async (path, body) => {
    const response = await fetch(gateway.root + path,
      { method: "POST", headers: { authorization: `Bearer ${gateway.key}` }, body: JSON.stringify(body) });
    return response.text();
  };
  const model = "up/early-silence";
  assert.match(await raw("/v1/chat/completions", { model, stream: true, messages: [user] }), /^: keep-alive\n\n/);
  assert.match(await raw("/v1/messages", { model, stream: true, max_tokens: 9, messages: [user] }), /^event: ping\n/);
});
