// What is timed, in Node and in Chromium alike. Times are microseconds, the median of many runs; only ratios within one
// run mean anything elsewhere.
import Olm from "@matrix-org/olm";
import { gcm } from "@noble/ciphers/aes.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { KitchenSink_ml_kem768_x25519 as XWing } from "@noble/post-quantum/hybrid.js";
import sodium from "libsodium-wrappers";
import { Player } from "../vectors/player.mjs";

const TEXT = "x".repeat(200);
/** With its head and padding a text of 200 bytes is a message of 256. */
const MESSAGE = new Uint8Array(256).fill(120);

/** Milliseconds of work: in Node of the processor, which a busy machine does not lengthen; elsewhere of the clock. */
const clock = globalThis.process?.cpuUsage
  ? () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
  : () => performance.now();

/** The median of what `once` answers in milliseconds, or takes if it answers nothing; in microseconds. */
async function median(runs, once) {
  const times = [];
  for (let run = 0; run < runs + 5; run++) {
    const begun = clock();
    const said = await once(run);
    times.push(said ?? clock() - begun);
  }
  // The first ones warm the engine up.
  const warm = times.slice(5).sort((a, b) => a - b);
  return warm[Math.floor(warm.length / 2)] * 1000;
}

/** For what takes less than the clock can tell: `many` at a time. */
const each = async (many, once) =>
  (await median(30, async () => {
    for (let n = 0; n < many; n++) await once();
  })) / many;

/** The step of the frozen conversation at which the customer's first words are to be said. */
const opened = (entry) => entry.steps.findIndex(({ call }) => call === "send");

async function ours(entry, fresh) {
  const pair = { customer: await fresh(), technician: await fresh(), sha256, unwatched: true };
  const start = entry.steps.findIndex(({ call }) => call === "start");
  const handshake = await median(40, () => {
    const player = new Player(entry, pair);
    player.play(0, start);
    const begun = clock();
    player.play(start, opened(entry));
    const took = clock() - begun;
    player.free();
    return took;
  });
  const player = new Player(entry, pair);
  player.play(0, opened(entry));
  const now = entry.steps[opened(entry)].now;
  const exchange = async (end) => {
    const other = end === "customer" ? "technician" : "customer";
    const said = player.say(end, TEXT, now);
    // The answer is the acknowledgement: sealed and opened as well.
    for (const frame of player.give(other, said, now)) player.give(end, [frame], now);
  };
  exchange("customer");
  exchange("technician");
  // Most messages stay on their chain. A turn of the ratchet, with its ML-KEM, comes with an answer, or with every ninth
  // acknowledgement: the mean has both.
  const message = await median(200, () => void exchange("customer"));
  const mean = await each(90, () => exchange("customer"));
  const dialogue = await median(60, (n) => void exchange(n % 2 ? "customer" : "technician"));
  player.free();
  // Masked before it is sealed, and again after it is opened, because the other end may have another policy.
  const masker = new pair.customer.Masker({});
  const masking = 2 * (await each(20, () => masker.mask(TEXT)));
  masker.free();
  return { handshake, message, mean, dialogue, masking };
}

async function webcrypto() {
  const { subtle } = globalThis.crypto;
  const iv = new Uint8Array(12);
  return each(50, async () => {
    const raw = globalThis.crypto.getRandomValues(new Uint8Array(32));
    const key = await subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, MESSAGE);
    await subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
  });
}

async function noble() {
  const key = new Uint8Array(32).fill(7);
  const message = await each(20, () => {
    const sealed = gcm(key, MESSAGE.subarray(0, 12)).encrypt(MESSAGE);
    gcm(key, MESSAGE.subarray(0, 12)).decrypt(sealed);
  });
  // The KEM and the Diffie-Hellman of one handshake; no certificate, no signature, no ratchet.
  const handshake = await median(10, () => {
    const { publicKey, secretKey } = XWing.keygen();
    const { cipherText } = XWing.encapsulate(publicKey);
    XWing.decapsulate(cipherText, secretKey);
    const [a, b] = [x25519.keygen(), x25519.keygen()];
    x25519.getSharedSecret(a.secretKey, b.publicKey);
    x25519.getSharedSecret(b.secretKey, a.publicKey);
  });
  return { message, handshake };
}

async function libsodium() {
  await sodium.ready;
  const key = sodium.crypto_secretbox_keygen();
  const nonce = new Uint8Array(24);
  const message = await each(50, () => {
    sodium.crypto_secretbox_open_easy(sodium.crypto_secretbox_easy(MESSAGE, nonce, key), nonce, key);
  });
  const handshake = await median(50, () => {
    const [a, b] = [sodium.crypto_kx_keypair(), sodium.crypto_kx_keypair()];
    sodium.crypto_kx_client_session_keys(a.publicKey, a.privateKey, b.publicKey);
    sodium.crypto_kx_server_session_keys(b.publicKey, b.privateKey, a.publicKey);
  });
  return { message, handshake };
}

async function olm(wasm) {
  globalThis.OLM_OPTIONS = wasm ? { locateFile: () => wasm } : {};
  await Olm.init(globalThis.OLM_OPTIONS);
  const [alice, bob] = [new Olm.Account(), new Olm.Account()];
  alice.create();
  bob.create();
  const meet = () => {
    bob.generate_one_time_keys(1);
    const identity = JSON.parse(bob.identity_keys()).curve25519;
    const [once] = Object.values(JSON.parse(bob.one_time_keys()).curve25519);
    bob.mark_keys_as_published();
    const [out, back] = [new Olm.Session(), new Olm.Session()];
    out.create_outbound(alice, identity, once);
    const { body } = out.encrypt("hello");
    back.create_inbound(bob, body);
    bob.remove_one_time_keys(back);
    back.decrypt(0, body);
    return [out, back];
  };
  const handshake = await median(30, () => {
    for (const session of meet()) session.free();
  });
  const [out, back] = meet();
  const answer = back.encrypt("hello");
  out.decrypt(answer.type, answer.body);
  const text = "x".repeat(256);
  const message = await each(20, () => {
    const { type, body } = out.encrypt(text);
    back.decrypt(type, body);
  });
  return { message, handshake };
}

/** All rows: name, microseconds of a handshake (both ends), microseconds of a message sealed and opened. */
export async function measure({ entry, fresh, olmWasm }) {
  const mine = await ours(entry, fresh);
  const rows = [["hushwire: masked, sealed, delivered, opened, acknowledged", mine.handshake, mine.message]];
  rows.push(["  the mean of ninety in one direction, turns of the ratchet among them", undefined, mine.mean]);
  rows.push(["  each an answer to the last, so each with a turn", undefined, mine.dialogue]);
  rows.push(["  of which masking at both ends", undefined, mine.masking]);
  rows.push(["WebCrypto AES-GCM, fresh key, 256 B", undefined, await webcrypto()]);
  for (const [name, run] of [
    ["libsodium: crypto_kx; secretbox, one key", libsodium],
    ["noble: X-Wing and X25519; AES-GCM, one key", noble],
    ["olm: session in and out; ratchet message", () => olm(olmWasm)],
  ]) {
    const { handshake, message } = await run();
    rows.push([name, handshake, message]);
  }
  return rows;
}
