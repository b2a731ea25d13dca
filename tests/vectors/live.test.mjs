// The second client and the module that ships talk to each other, in both directions: as anyone, with a PIN, with a link.
// Nothing is frozen here: keys are drawn anew, so neither end can have learnt its answers by heart.
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join as path } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768_x25519 as xwing } from "@noble/post-quantum/hybrid.js";
import { decode, encode, fingerprint, hex, join, label, number } from "./bytes.mjs";
import { customerFinishes, technicianAnswers } from "./handshake.mjs";
import { ticket } from "./invites.mjs";
import { Ratchet } from "./ratchet.mjs";

const folder = process.env.HUSHWIRE_WASM;
if (!folder) throw new Error("HUSHWIRE_WASM is not set. These tests are run by: cargo xtask test --only vectors");
const glue = await import(`${pathToFileURL(path(folder, "hushwire.js"))}?live`);
glue.initSync({ module: new WebAssembly.Module(readFileSync(path(folder, "hushwire_bg.wasm"))) });

// A desk with one technician, and a time at which both are valid.
const conversations = new URL("../../crates/session/tests/vectors/conversations.json", import.meta.url);
const { desk, origin, language, now, enrolment } = JSON.parse(readFileSync(conversations, "utf8"))[0].input;
const deskId = fingerprint(desk);
const [, seed, root, certificate, manifest] = decode(
  Uint8Array.from(Buffer.from(enrolment.slice("hwenrol1".length), "base64url")),
);

const draw = (length) => Uint8Array.from(randomBytes(length));
const u16 = (bytes, at) => bytes[at] * 256 + bytes[at + 1];
const ids = { customer: new Uint8Array(8).fill(1), technician: new Uint8Array(8).fill(2) };
const frame = (room, from, payload) => join([0x10], room, from, payload);
const sends = (effects) => effects.filter(({ type }) => type === "send").map((effect) => effect.bytes);
const events = (effects) => effects.filter(({ type }) => type === "event").map(({ event }) => event);
const payloads = (effects) => sends(effects).flatMap((sent) => (sent[0] === 0x10 ? [sent.slice(25)] : []));
const sent = (effects, type) => sends(effects).find((bytes) => bytes[0] === type);

/** One content after the other in one direction (PROTOCOL.md, sections 7 and 8). */
const lane = (session, direction) => {
  let hash = sha256(join(label("delivery"), session, [direction])).slice(0, 16);
  let count = 0;
  return {
    get hash() {
      return hash;
    },
    next(content) {
      hash = sha256(join(hash, number(++count, 8), content)).slice(0, 16);
      return count;
    },
  };
};
/** The second client's end of an open chat. */
class Talk {
  constructor(ratchet, session, end) {
    const lanes = [lane(session, 0), lane(session, 1)];
    Object.assign(this, { ratchet, mine: lanes[end], theirs: lanes[1 - end], heard: 0 });
  }
  say(...content) {
    const body = encode(content);
    const count = this.mine.next(body);
    const envelope = [count, count, this.mine.hash, this.heard, this.theirs.hash, 0, body];
    return join([3], this.ratchet.seal(encode(envelope), "a turn"));
  }
  /** Hears everything that the module says in answer; gives what it tells the person. */
  take(effects) {
    for (const payload of payloads(effects)) this.hear(payload);
    return events(effects);
  }
  hear(payload) {
    equal(payload[0], 3);
    const [count, , hash, , , , content] = decode(this.ratchet.open(payload.slice(1)));
    if (count === 0) return undefined;
    this.heard = this.theirs.next(content);
    deepEqual([count, hex(hash)], [this.heard, hex(this.theirs.hash)]);
    return decode(content).slice(0, 2);
  }
}

/** The module's console, attached, and what it hands out. */
function attached(kind) {
  const console_ = new glue.Console(enrolment, now);
  console_.opened("relay.example", now);
  const welcome = join([0x80, 1], new Uint8Array(32), number(65536, 4), number(30, 2));
  ok(sent(console_.received(welcome, now), 4), "it attaches");
  console_.received(join([0x84], number(0, 2)), now);
  if (kind === "anyone") return { console_ };
  const invite = sent(console_.invite(kind, 600, now), 8);
  const [id, opening] = [invite.slice(1, 17), invite.slice(37)];
  const nameplate = kind === "pin" ? 421 : 0xffff;
  if (kind === "pin") deepEqual([...opening], [1, 255, 255]);
  const opened = console_.received(join([0x8c], id, number(600, 4), number(nameplate, 2)), now);
  const { words } = events(opened).find(({ type }) => type === "invited");
  return { console_, id, words, opening };
}

/** The second client as a customer of the module's console. */
function brings(kind, spoil = (words) => words) {
  const { console_, id, words, opening } = attached(kind);
  const held = words && ticket(spoil(words));
  if (kind === "link") equal(hex(opening), hex(join([2], held.route)));
  const [room, secret] = [draw(16), draw(32)];
  const key = xwing.keygen(secret).publicKey;
  const hello = encode([1, 1, draw(32), key, origin, 0, ...(held ? [[held.kind, held.route]] : [])]);
  let effects;
  if (held) {
    effects = console_.received(join([0x8d], id, room, ids.customer, hello), now);
  } else {
    const queue = events(console_.received(join([0x85], room, number(0, 4)), now)).find(({ type }) => type === "queue");
    ok(sent(console_.claim(queue.waiting[0].knock, now), 5), "it claims");
    effects = console_.received(join([0x87], room, ids.customer, hello), now);
  }
  const [reply] = payloads(effects);
  equal(reply[0], 2);
  const given = { room, desk: deskId, seed: secret, hello, reply: reply.slice(1), origin, seen: 0 };
  const customer = customerFinishes({ ...given, now: now / 1000, held, draw });
  const hand = (payload) => console_.received(frame(room, ids.customer, payload), now);
  if (!held) return { console_, customer, hand };
  const judged = hand(join([4], customer.guess));
  const [verdict] = payloads(judged);
  equal(verdict[0], 5);
  return { console_, customer, hand, hears: customer.hears(verdict.slice(1)), told: events(judged) };
}

for (const kind of ["anyone", "pin", "link"]) {
  test(`the second client is the customer of the shipped module's technician, as ${kind}`, () => {
    const { console_, customer, hand, hears } = brings(kind);
    if (kind !== "anyone") ok(hears, "the technician proves it, too");
    const talk = new Talk(Ratchet.customer(customer, draw), customer.session, 0);
    const introduction = talk.say(3, "en", ed25519.getPublicKey(draw(32)));
    const opened = talk.take(hand(introduction)).find(({ state }) => state === "open");
    deepEqual([opened.peer, opened.comparison], [kind, customer.comparison]);
    const question = talk.say(1, "is anybody there?", now / 1000, 1);
    const heard = talk.take(hand(question)).find(({ type }) => type === "message");
    equal(heard.text, "is anybody there?");
    const answer = payloads(console_.send(opened.chat, "good morning", now));
    deepEqual(answer.map((payload) => talk.hear(payload)).filter(Boolean), [[1, "good morning"]]);
    console_.free();
  });

  test(`the second client is the technician of the shipped module's customer, as ${kind}`, () => {
    const customer = new glue.Customer({ desk, origin, language, now });
    customer.opened("", now);
    const words = "421 482 913";
    const link = attached("link");
    const held = { anyone: undefined, pin: ticket(words), link: ticket(link.words) }[kind];
    const begins = held ? customer.redeem(kind === "pin" ? words : link.words, now) : customer.start(now);
    const knock = sent(begins, held ? 9 : 3);
    deepEqual(hex(knock.slice(1, 33)), hex(deskId));
    const room = knock.slice(33, 49);
    const route = { anyone: 0, pin: 3, link: 17 }[kind];
    if (kind === "pin") equal(u16(knock, 66), 421);
    const hello = knock.slice(65 + route);
    const [encapsulation, dh, kem] = [draw(64), draw(32), draw(64)];
    const technician = technicianAnswers({
      ...{ room, desk: deskId, hello, root, certificate, manifest, seed, dh, kem, encapsulation, held, draw },
    });
    customer.received(join([0x89], room, ids.technician), now);
    const hand = (payload) => customer.received(frame(room, ids.technician, payload), now);
    let effects = hand(join([2], technician.reply));
    let keys = technician;
    if (held) {
      notEqual(customer.state(), "open", "nothing is open before the verdict");
      const [guess] = payloads(effects);
      equal(guess[0], 4);
      keys = technician.judge(guess.slice(1), draw);
      ok(keys.good);
      effects = hand(join([5], keys.verdict));
    }
    equal(customer.state(), "open");
    const verified = events(effects).find(({ type }) => type === "verified");
    deepEqual([verified.comparison, verified.proof], [keys.comparison, `${held ? kind : "desk"}-verified`]);
    const talk = new Talk(Ratchet.technician(keys, draw, dh, kem), technician.session, 1);
    deepEqual(
      payloads(effects).map((payload) => talk.hear(payload)),
      [[3, language]],
    );
    const greeting = talk.say(1, "good morning", now / 1000, 1);
    const heard = talk.take(hand(greeting)).find(({ type }) => type === "message");
    equal(heard.text, "good morning");
    const question = payloads(customer.send("it is broken", now));
    deepEqual(question.map((payload) => talk.hear(payload)).filter(Boolean), [[1, "it is broken"]]);
    customer.free();
    link.console_.free();
  });
}

test("the shipped module's technician finds a wrong PIN of the second client out, and both are told", () => {
  const another = (words) => words.slice(0, -1) + ((Number(words.at(-1)) + 1) % 10);
  const { hears, told, console_ } = brings("pin", another);
  equal(hears, false);
  deepEqual(
    told.filter(({ type }) => type === "refused").map(({ code }) => code),
    ["wrong-pin"],
  );
  console_.free();
});

test("the shipped module's customer finds a technician out who does not know its PIN", () => {
  const customer = new glue.Customer({ desk, origin, language, now });
  customer.opened("", now);
  const knock = sent(customer.redeem("421 482 913", now), 9);
  const [room, hello] = [knock.slice(33, 49), knock.slice(68)];
  const [encapsulation, dh, kem] = [draw(64), draw(32), draw(64)];
  const held = ticket("421 482 914");
  const technician = technicianAnswers({
    ...{ room, desk: deskId, hello, root, certificate, manifest, seed, dh, kem, encapsulation, held, draw },
  });
  customer.received(join([0x89], room, ids.technician), now);
  const hand = (payload) => customer.received(frame(room, ids.technician, payload), now);
  const [guess] = payloads(hand(join([2], technician.reply)));
  const { good, verdict } = technician.judge(guess.slice(1), draw);
  equal(good, false);
  const told = events(hand(join([5], verdict)));
  ok(told.some(({ type, code }) => type === "refused" && code === "wrong-pin"));
  equal(customer.state(), "refused");
  customer.free();
});
