// A provider on loopback that answers with recordings. The model of a request names the recording; every
// request is kept, with what became of it.
import { readFileSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const PLACES = ["openai/openai-chat", "openai/openai-embeddings", "openai/openai-responses", "openai/openai-completions",
  "anthropic/anthropic-messages", "anthropic/anthropic-count-tokens", "ollama/ollama"];
// What belongs to one connection, or no longer holds of the stored bytes.
const DROPPED = ["transfer-encoding", "content-length", "content-encoding", "connection"];

/// The recording's status, headers and bytes.
export function recording(wire, name) {
  const folder = PLACES.map((place) => join(wire, place, name)).find(existsSync);
  if (!folder) throw new Error(`no recording ${name}`);
  const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8"));
  const headers = Object.fromEntries(
    Object.entries(meta.response_headers).filter(([key]) => !DROPPED.includes(key)));
  headers["content-type"] ??= "application/json";
  const request = join(folder, "request.json");
  return {
    status: meta.status,
    headers,
    body: readFileSync(join(folder, meta.response_file)),
    request: existsSync(request) ? JSON.parse(readFileSync(request, "utf8")) : undefined,
  };
}

export class Upstream {
  constructor(wire) {
    this.wire = wire;
    this.requests = [];
    this.paceMs = 0; // between two events of a stream
    this.silent = new Set(); // models that are never answered
    this.server = createServer((request, response) => this.take(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.root = `http://127.0.0.1:${this.server.address().port}`;
    return `${this.root}/v1`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  /// Forgets what came; returns the list that the next requests will be in.
  expect() {
    this.requests = [];
    this.paceMs = 0;
    return this.requests;
  }

  async take(request, response) {
    const parts = [];
    const seen = { method: request.method, path: request.url, headers: request.headers, eventsSent: 0 };
    seen.over = new Promise((resolve) => {
      response.on("close", () => {
        seen.aborted = !response.writableFinished;
        resolve(seen);
      });
    });
    for await (const part of request) parts.push(part);
    seen.text = Buffer.concat(parts).toString("utf8");
    seen.body = seen.text ? JSON.parse(seen.text) : undefined;
    this.requests.push(seen);
    if (!seen.body) return response.writeHead(404, { "content-type": "application/json" }).end('{"error":{}}');
    if (this.silent.has(seen.body.model)) return;
    const { status, headers, body } = recording(this.wire, seen.body.model);
    response.writeHead(status, headers);
    if (!this.paceMs) return response.end(body);
    await this.pace(body, response, seen);
  }

  async pace(body, response, seen) {
    for (const event of body.toString("utf8").split(/(?<=\n\n)/)) {
      if (response.destroyed) return;
      response.write(event);
      seen.eventsSent += 1;
      await new Promise((resolve) => setTimeout(resolve, this.paceMs));
    }
    response.end();
  }
}
