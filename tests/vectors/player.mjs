// Plays a frozen conversation on the module that ships, in Node and in a browser alike. Randomness is what the module
// imports and time is an argument, so it has nothing of its own to differ by.

const HEAD = { room: 1, peer: 17 };

/** The draws that the vectors describe: the n-th 32 bytes are SHA-256(u64 seed || u64 n). */
function drawer(seed, sha256) {
  let count = 0;
  return (out) => {
    for (let at = 0; at < out.length; at += 32) {
      const input = new DataView(new ArrayBuffer(16));
      input.setBigUint64(0, BigInt(seed));
      input.setBigUint64(8, BigInt(++count));
      const hash = sha256(new Uint8Array(input.buffer));
      out.set(hash.subarray(0, Math.min(32, out.length - at)), at);
    }
    return out;
  };
}

/** Lets the module draw from elsewhere until it is undone. */
export function drawFrom(source) {
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: source, configurable: true });
  return () => delete globalThis.crypto.getRandomValues;
}

/** One pair of ends. `customer` and `technician` are instances of the module, one each: two people, two tabs. */
export class Player {
  sent = [];
  #entry;
  #ends;
  #chained = new Uint8Array(32);
  #sha256;
  #restore;

  constructor(entry, { customer, technician, sha256 }) {
    this.#entry = entry;
    this.#sha256 = sha256;
    this.#restore = drawFrom(drawer(entry.input.random.seed, sha256));
    const { desk, origin, language, now, enrolment } = entry.input;
    this.#ends = {
      customer: new customer.Customer({ desk, origin, language, now }),
      technician: new technician.Console(enrolment, now),
    };
  }

  /** Plays the steps `from` to `until`; answers the first difference from what is frozen, if there is one. */
  play(from, until) {
    for (let at = from; at < until; at++) {
      const step = this.#entry.steps[at];
      const { sends, events } = this.#step(step, this.#bytes(step));
      const differs = (name, now) => step[name] && JSON.stringify(step[name]) !== JSON.stringify(now);
      if (differs("events", events)) return `step ${at}: events ${JSON.stringify(events)}, frozen ${step.events}`;
      if (differs("sends", sends.map(hex))) return `step ${at}: other bytes`;
    }
    return undefined;
  }

  /** Plays one step with its bytes changed, as a lying relay would. */
  lie(at, change) {
    const step = this.#entry.steps[at];
    const { sends, events } = this.#step(step, changed(this.#bytes(step), change));
    return { events, sends: sends.length };
  }

  /** All frames so far, in one hash. */
  get chained() {
    return hex(this.#chained);
  }

  /** Gives both ends back to their modules, and the generator to the platform. */
  free() {
    for (const end of Object.values(this.#ends)) end.free();
    this.#restore();
  }

  /** What a step receives: bytes that the relay made, or a frame of the other end as it passes it on. */
  #bytes({ end, call, args: [given] }) {
    if (call !== "received") return undefined;
    if (typeof given === "string") return unhex(given);
    const frame = this.sent[given.passes].slice();
    // The relay writes the sender's id where the receiver's stood.
    frame.fill(end === "customer" ? 2 : 1, HEAD.peer, HEAD.peer + 8);
    return frame;
  }

  #step({ end, call, args, now }, bytes) {
    const effects = this.#ends[end][call](...(bytes ? [bytes] : args), now);
    const sends = effects.filter(({ type }) => type === "send").map((effect) => effect.bytes);
    for (const frame of sends) {
      this.sent.push(frame);
      const input = new Uint8Array(32 + frame.length);
      input.set(this.#chained);
      input.set(frame, 32);
      this.#chained = this.#sha256(input);
    }
    const events = effects.filter(({ type }) => type === "event").map(({ event }) => words(event));
    return { sends, events: events.filter((event) => event !== undefined) };
  }
}

/** What `conversations/tape.rs` of the native tests does to the same bytes. */
function changed(bytes, change) {
  if (change["flip-bit-of-byte"] !== undefined)
    bytes[bytes.length * (change["flip-bit-of-byte"] < 0) + change["flip-bit-of-byte"]] ^= 1;
  if (change["cut-to-half"]) return bytes.slice(0, Math.floor(bytes.length / 2));
  if (change.append) return Uint8Array.from([...bytes, ...unhex(change.append)]);
  return bytes;
}

/** What matters of an event, in the words of the vectors. */
function words(event) {
  const { type } = event;
  switch (type) {
    case "message":
      return `message ${event.from} ${event.id} ${event.text}`;
    case "delivered":
    case "read":
      return `${type} ${event.upto}`;
    case "typing":
      return `typing ${event.on}`;
    case "gap":
      return `gap ${event.missing}`;
    case "fault":
    case "refused":
      return `${type} ${event.code}`;
    case "ended":
      return `ended ${event.by}`;
    case "state":
    case "link":
      return `${type} ${event.state}`;
    case "invited":
      return `invited ${event.kind} ${event.words}`;
    case "verified":
      return `verified ${event.name} ${event.comparison}`;
    case "chat":
      return `chat ${event.state} ${event.comparison}`;
    default:
      return undefined;
  }
}

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
