// Toolkits that many editors and agents are built on, unmodified, each before providers of other dialects: a streamed
// tool turn, and what they ask besides.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { ChatOpenAI } from "@langchain/openai";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { Mistral } from "@mistralai/mistralai";
import { stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { Gateway } from "./gateway.mjs";
import { ScriptedUpstream } from "./scripted.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;

const CLOSING = "It is 21 degrees there.";
const PROVIDERS = {
  "openai-chat": (root) => ["custom-openai", `${root}/v1`],
  "openai-responses": (root) => ["custom-openai-responses", `${root}/v1`],
  "anthropic-messages": (root) => ["custom-anthropic", root],
  gemini: (root) => ["custom-gemini", `${root}/v1beta`],
};
const upstreams = {};
let gateway;

before(async () => {
  const more = {};
  for (const dialect of Object.keys(PROVIDERS)) {
    const choose = (names) => (names.includes("weather") ? { name: "weather", input: { city: "Wien" } } : undefined);
    upstreams[dialect] = new ScriptedUpstream(dialect, choose, CLOSING);
    more[dialect] = PROVIDERS[dialect](await upstreams[dialect].start());
  }
  gateway = await Gateway.start(undefined, more);
});

after(async () => {
  const code = await gateway?.stop();
  for (const upstream of Object.values(upstreams)) await upstream.stop();
  assert.equal(code, 0, "the gateway ends cleanly");
});

/// What the AI SDK calls its providers.
const MODELS = {
  "AI SDK, openai-compatible": (model) =>
    createOpenAICompatible({ name: "gw", baseURL: gateway.url, apiKey: gateway.key, includeUsage: true })(model),
  "AI SDK, openai": (model) => createOpenAI({ baseURL: gateway.url, apiKey: gateway.key })(model),
  "AI SDK, anthropic": (model) => createAnthropic({ baseURL: gateway.url, apiKey: gateway.key })(model),
  "AI SDK, google": (model) =>
    createGoogleGenerativeAI({ baseURL: `${gateway.root}/v1beta`, apiKey: gateway.key })(model),
};

for (const [name, modelOf] of Object.entries(MODELS)) {
  for (const dialect of Object.keys(PROVIDERS)) {
    test(`${name}: a tool turn over ${dialect}`, async () => {
      const asked = [];
      const result = streamText({
        model: modelOf(`${dialect}/any-model`),
        prompt: "How warm is it in Wien?",
        maxRetries: 0,
        stopWhen: stepCountIs(3),
        tools: {
          weather: tool({
            description: "The weather of a city",
            inputSchema: z.object({ city: z.string() }),
            execute: async ({ city }) => {
              asked.push(city);
              return { celsius: 21 };
            },
          }),
        },
        onError: ({ error }) => assert.fail(error),
      });
      let text = "";
      for await (const piece of result.textStream) text += piece;
      assert.deepEqual(asked, ["Wien"]);
      assert.equal(text, CLOSING);
      const usage = await result.totalUsage;
      assert.equal(usage.outputTokens, 40);
      const last = upstreams[dialect].requests.at(-1);
      assert.match(upstreams[dialect].dialect.results(last.body), /21/);
    });
  }
}

for (const dialect of Object.keys(PROVIDERS)) {
  test(`LangChain: a tool turn over ${dialect}`, async () => {
    const model = new ChatOpenAI({ model: `${dialect}/any-model`, apiKey: gateway.key, maxRetries: 0,
      configuration: { baseURL: gateway.url } });
    const weather = { type: "function", function: { name: "weather", description: "The weather of a city",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } };
    const messages = [new HumanMessage("How warm is it in Wien?")];
    const ask = async () => {
      let answer;
      for await (const piece of await model.stream(messages, { tools: [weather] }))
        answer = answer ? answer.concat(piece) : piece;
      return answer;
    };
    const first = await ask();
    assert.equal(first.tool_calls.length, 1);
    assert.deepEqual(first.tool_calls[0].args, { city: "Wien" });
    messages.push(first, new ToolMessage({ content: '{"celsius":21}', tool_call_id: first.tool_calls[0].id }));
    const second = await ask();
    assert.equal(second.content, CLOSING);
  });

  test(`Mistral's SDK: a stream over ${dialect}`, async () => {
    const client = new Mistral({ serverURL: gateway.root, apiKey: gateway.key });
    const messages = [{ role: "user", content: "hi" }];
    let text = "", finish;
    for await (const { data } of await client.chat.stream({ model: `${dialect}/any-model`, messages })) {
      text += data.choices[0]?.delta.content ?? "";
      finish = data.choices[0]?.finishReason ?? finish;
    }
    assert.equal(text, CLOSING);
    assert.equal(finish, "stop");
  });
}

test("Mistral's SDK: models and embeddings", async () => {
  const client = new Mistral({ serverURL: gateway.root, apiKey: gateway.key });
  const list = await client.models.list();
  assert.ok(list.data.length > 0);
  const made = await client.embeddings.create({ model: "demo/echo", inputs: ["a", "b"] });
  assert.equal(made.data.length, 2);
  assert.ok(made.data[0].embedding.length > 0);
});
