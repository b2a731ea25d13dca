// The programs of the tree as the tests use them: a relay on a free port, a desk in a folder of its own. Whoever starts one
// here gets it ended after the test, whatever happened.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** A path that `cargo xtask test` names, because only cargo knows where it built. */
export function built(name) {
  const path = process.env[name];
  if (!path)
    throw new Error(`${name} is not set. These tests are run by: cargo xtask test --only browser (or package)`);
  return path;
}

const stacks = new WeakMap();

/** Undoes something after the test, the newest first: a window closes before the relay that it talks to. */
export function afterwards(t, undo) {
  if (!stacks.has(t)) {
    const stack = [];
    stacks.set(t, stack);
    t.after(async () => {
      const failures = [];
      for (let next = stack.pop(); next; next = stack.pop()) {
        try {
          await next();
        } catch (failure) {
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw failures[0];
    });
  }
  stacks.get(t).push(undo);
}

/** An empty folder that is gone after the test. */
export async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "hushwire-test-"));
  afterwards(t, () => rm(path, { recursive: true, force: true }));
  return path;
}

/** A relay on a free port. */
export class Relay {
  /** What it has printed. */
  said = [];
  #child;

  /** Starts one; `assets` is the folder that it serves, if any. */
  static async start(t, { assets, args = [] } = {}) {
    const relay = new Relay();
    const served = assets ? ["--assets", assets] : [];
    const child = spawn(built("HUSHWIRE_RELAY"), ["--listen", "127.0.0.1:0", ...served, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    relay.#child = child;
    afterwards(t, () => relay.kill());
    await new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          relay.said.push(line);
          const address = /127\.0\.0\.1:(\d+)/.exec(line);
          if (address && !relay.address) {
            relay.address = address[0];
            resolve();
          }
        });
      }
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        reject(
          new Error(`The relay ended (${code ?? signal}) before it said where it listens:\n${relay.said.join("\n")}`),
        );
      });
    });
    return relay;
  }

  /** Ends it as an operator would; answers its exit code. */
  stop() {
    return this.#end("SIGTERM");
  }

  /** Ends it as a power cut would. */
  kill() {
    return this.#end("SIGKILL");
  }

  async #end(signal) {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill(signal);
    const [code] = await once(child, "exit");
    return code;
  }
}

const run = promisify(execFile);

/** Runs the command `hushwire`; answers what it printed. */
export async function hushwire(...args) {
  const { stdout } = await run(built("HUSHWIRE_CLI"), args);
  return stdout;
}

/**
 * A desk with one technician, made as its owner would: with a key of its own, or with that of the desk in the folder `like`.
 * Answers its fingerprint and the technician's enrolment.
 */
export async function makeDesk(
  t,
  { origins, relay, like, name = "Test Desk", technician = "Robin", policy = [], texts = {} },
) {
  const at = await folder(t);
  const settings = join(at, "manifest.toml");
  const enrolment = join(at, "technician.enrolment");
  await writeFile(settings, settingsOf({ origins, relay, name, policy, texts }));
  await hushwire("desk", "new", "--out", at, ...(like ? ["--seed-file", join(like, "desk.key")] : []));
  await hushwire("manifest", "sign", "--desk", at, "--in", settings);
  await hushwire("member", "certify", "--desk", at, "--name", technician, "--out", enrolment);
  const [fingerprint] = /hw1[a-z2-7]{52}/.exec(await hushwire("desk", "show", "--desk", at)) ?? [];
  if (!fingerprint) throw new Error("hushwire desk show named no fingerprint");
  return { fingerprint, enrolment: (await readFile(enrolment, "utf8")).trim(), folder: at };
}

function settingsOf({ origins, relay, name, policy, texts }) {
  // A string of JSON is one of TOML as well.
  const text = JSON.stringify;
  const rules = policy.map(
    ({ kind, action, direction = "both" }) =>
      `[[rule]]\nkind = ${text(kind)}\naction = ${text(action)}\ndirection = ${text(direction)}\n`,
  );
  const said = Object.entries(texts).map(
    ([language, words]) =>
      `[texts.${language}]\n${Object.entries(words)
        .map(([key, words]) => `${text(key)} = ${text(words)}`)
        .join("\n")}\n`,
  );
  return `number = 1
name = ${text(name)}
days = 90
origins = ${text(origins)}
hours = "Always"

[[relay]]
region = "local"
url = ${text(relay)}

${rules.join("\n")}
${said.join("\n")}
[retention]
archive = false
words = "Nothing of this chat is kept."
`;
}
