// Starts the program headless in a folder of its own, with one provider behind it, or with none.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = process.env.SLIPSWITCH_PROGRAM;

export const PROVIDER_KEY = "sk-provider-canary-7f3a9c1e5b2d4f60";

export class Gateway {
  /// @param upstream  the provider's base URL; none: only the demo provider is there
  /// @param more  other providers: name → [kind, base URL]
  /// @param edit  changes the settings before the start
  static async start(upstream, more = {}, edit = undefined) {
    const gateway = new Gateway();
    gateway.home = mkdtempSync(join(tmpdir(), "slipswitch-clients-"));
    gateway.environment = { ...process.env, UP_KEY: PROVIDER_KEY };
    const providers = upstream ? { up: ["custom-openai", upstream], ...more } : more;
    for (const [name, [kind, url]] of Object.entries(providers))
      gateway.command("providers", "add", name, "--kind", kind, "--base-url", url, "--key-env", "UP_KEY");
    if (edit) {
      const file = join(gateway.home, "settings.json");
      const settings = JSON.parse(readFileSync(file, "utf8"));
      edit(settings);
      writeFileSync(file, JSON.stringify(settings));
    }
    gateway.process = spawn(PROGRAM, ["--headless", "--json", "--home", gateway.home, "--port", "0"], {
      env: gateway.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    gateway.log = "";
    gateway.process.stderr.on("data", (text) => (gateway.log += text));
    const { url, key } = JSON.parse(await gateway.firstLine());
    gateway.root = url.replace(/\/(v1)?\/?$/, "");
    gateway.url = gateway.root + "/v1";
    gateway.key = key;
    return gateway;
  }

  command(...words) {
    return execFileSync(PROGRAM, [...words, "--home", this.home], { env: this.environment, encoding: "utf8" });
  }

  firstLine() {
    return new Promise((resolve, reject) => {
      createInterface({ input: this.process.stdout }).once("line", resolve);
      this.process.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${this.log}`)));
    });
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    const patience = setTimeout(() => this.process.kill("SIGKILL"), 15_000);
    const code = await ended;
    clearTimeout(patience);
    rmSync(this.home, { recursive: true, force: true });
    return code;
  }
}
