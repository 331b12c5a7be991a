// Claude Code, Codex, Gemini CLI and Continue, unmodified and headless: each is asked something, uses its own shell tool
// on this machine because the model says so, and finishes. The models are scripted, and speak other dialects than the tools.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Gateway, PROVIDER_KEY } from "./gateway.mjs";
import { ScriptedUpstream } from "./scripted.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
// The packages' own launchers; their install scripts are not run here.
const LAUNCHERS = {
  claude: join(HERE, "node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs"),
  codex: join(HERE, "node_modules/@openai/codex/bin/codex.js"),
  gemini: join(HERE, "node_modules/@google/gemini-cli/bundle/gemini.js"),
  continue: join(HERE, "node_modules/@continuedev/cli/dist/cn.js"),
};
const MARK = "slip-marker-4711";
const CLOSING = "All done, the marker was printed.";

/// Runs a tool in an empty folder with a home of its own; what it printed, and how it ended.
function run(command, args, folder, environment, patience = 50_000) {
  return new Promise((resolve) => {
    const tool = spawn(process.execPath, [LAUNCHERS[command], ...args], {
      cwd: join(folder, "work"),
      env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: join(folder, "home"), LANG: "C.UTF-8", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const seen = { out: "", err: "" };
    tool.stdout.on("data", (text) => (seen.out += text));
    tool.stderr.on("data", (text) => (seen.err += text));
    const timer = setTimeout(() => tool.kill("SIGKILL"), patience);
    tool.on("close", (code) => {
      clearTimeout(timer);
      resolve({ ...seen, code });
    });
  });
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "slipswitch-cli-"));
  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "work"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/// The call that runs a command in whatever shell tool the client offers.
function shellCall(names) {
  const command = `printf '%s' ${MARK.slice(0, 5)}''${MARK.slice(5)}`;
  const inputs = {
    Bash: { command, description: "print the marker" },
    exec_command: { cmd: command },
    shell_command: { command },
    shell: { command: ["bash", "-lc", command] },
    run_shell_command: { command, description: "print the marker", is_background: false },
  };
  const name = Object.keys(inputs).find((known) => names.includes(known));
  return name && { name, input: inputs[name] };
}

/// How a provider of each dialect is added.
const PROVIDERS = {
  "openai-chat": (root) => ["custom-openai", `${root}/v1`],
  "openai-responses": (root) => ["custom-openai-responses", `${root}/v1`],
  "anthropic-messages": (root) => ["custom-anthropic", root],
  gemini: (root) => ["custom-gemini", `${root}/v1beta`],
};

async function scenario(dialect, drive) {
  const upstream = new ScriptedUpstream(dialect, shellCall, CLOSING);
  const root = await upstream.start();
  const gateway = await Gateway.start(undefined, { up: PROVIDERS[dialect](root) });
  try {
    const result = await inFolder((folder) => drive(gateway, folder));
    const told = `${JSON.stringify(result)}\n${JSON.stringify(upstream.requests).slice(0, 3000)}`;
    assert.equal(result.code, 0, told);
    assert.ok(result.out.includes(CLOSING), told);
    const last = upstream.requests.findLast(({ body }) => body && upstream.dialect.hasResult(body));
    assert.ok(last, `no result came back: ${told}`);
    assert.ok(upstream.dialect.results(last.body).includes(MARK), "the tool ran, and its output reached the model");
    assert.ok(!gateway.log.includes(PROVIDER_KEY));
  } finally {
    await gateway.stop();
    await upstream.stop();
  }
}

function claude(gateway, folder) {
  return run("claude", ["-p", "print the marker", "--model", "up/any-model", "--allowedTools", "Bash"], folder, {
    ANTHROPIC_BASE_URL: gateway.root,
    ANTHROPIC_AUTH_TOKEN: gateway.key,
    ANTHROPIC_DEFAULT_HAIKU_MODEL: "up/any-model",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
  });
}

function codex(gateway, folder) {
  mkdirSync(join(folder, "home/.codex"));
  writeFileSync(join(folder, "home/.codex/config.toml"), `
model = "up/any-model"
model_provider = "gw"
[model_providers.gw]
name = "gw"
base_url = "${gateway.url}"
env_key = "GW_KEY"
wire_api = "responses"
`);
  return run("codex", ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "print the marker"],
    folder, { GW_KEY: gateway.key });
}

function gemini(gateway, folder) {
  mkdirSync(join(folder, "home/.gemini"));
  writeFileSync(join(folder, "home/.gemini/settings.json"), JSON.stringify({
    security: { auth: { selectedType: "gemini-api-key" } }, privacy: { usageStatisticsEnabled: false } }));
  return run("gemini", ["--yolo", "-m", "up/any-model", "-p", "print the marker"], folder,
    { GEMINI_API_KEY: gateway.key, GOOGLE_GEMINI_BASE_URL: gateway.root, GEMINI_CLI_TRUST_WORKSPACE: "true" });
}

function continueCli(gateway, folder) {
  const config = join(folder, "home/config.yaml");
  writeFileSync(config, `name: gw
version: 1.0.0
schema: v1
models:
  - name: gw
    provider: openai
    model: up/any-model
    apiBase: ${gateway.url}
    apiKey: ${gateway.key}
    capabilities: [tool_use]
`);
  return run("continue", ["--config", config, "--auto", "-p", "print the marker"], folder, {});
}

for (const dialect of Object.keys(PROVIDERS)) {
  test(`Claude Code uses its tool on ${dialect}`, () => scenario(dialect, claude));
  test(`Codex uses its tool on ${dialect}`, () => scenario(dialect, codex));
  test(`Gemini CLI uses its tool on ${dialect}`, () => scenario(dialect, gemini));
  test(`Continue uses its tool on ${dialect}`, () => scenario(dialect, continueCli));
}
