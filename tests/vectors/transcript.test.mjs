// A second client, written from PROTOCOL.md on other people's primitives, plays both ends of the frozen transcript of
// crates/session from their secrets and comes to the same bytes. It is here to keep the specification exact, not to be used.
import { deepStrictEqual as equal, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { bytes, drawer, fingerprint, hex, utf8 } from "./bytes.mjs";
import { customerFinishes, technicianAnswers } from "./handshake.mjs";
import { Ratchet } from "./ratchet.mjs";

const vectors = JSON.parse(
  readFileSync(new URL("../../crates/session/tests/vectors/session.json", import.meta.url), "utf8"),
);
const { input, expect } = vectors.find(({ name }) => name === "handshake");

const [room, desk, hello] = [bytes(input.room), fingerprint(input.desk), bytes(input.hello)];
const first = drawer(input.random.technician_first_x25519_then_ml_kem_seed);
const [dh, kem] = [first(32), first(64)];

const technicianHs = technicianAnswers({
  room,
  desk,
  hello,
  dh,
  kem,
  root: bytes(input.root),
  certificate: bytes(input.certificate),
  manifest: bytes(input.manifest),
  seed: bytes(input.technician_member_seed),
  encapsulation: drawer(input.random.reply_encapsulation)(64),
});
const customerHs = customerFinishes({
  room,
  desk,
  hello,
  reply: bytes(input.reply),
  seed: bytes(input.customer_x_wing_seed),
  origin: input.origin,
  seen: input.seen,
  now: input.now,
});

test("the second client's technician answers the frozen hello with the frozen reply, byte by byte", () => {
  equal(hex(technicianHs.reply), input.reply, "the reply, byte by byte");
});

test("the second client's two ends agree on the frozen session and comparison digits", () => {
  for (const hs of [technicianHs, customerHs])
    equal([hex(hs.session), hs.comparison], [expect.session, expect.comparison]);
  equal([customerHs.name, customerHs.manifest], [expect.technician, expect.manifest]);
});

test("the second client seals and opens every frozen message, in both directions, once", () => {
  const ends = {
    customer: Ratchet.customer(customerHs, drawer(input.random.customer)),
    technician: Ratchet.technician(technicianHs, drawer(input.random.technician), dh, kem),
  };
  for (const { from, worth, plain, sealed } of expect.messages) {
    const to = from === "customer" ? "technician" : "customer";
    equal(hex(ends[from].seal(utf8(plain), worth)), sealed, `${from}: ${plain}`);
    equal(new TextDecoder().decode(ends[to].open(bytes(sealed))), plain);
    throws(() => ends[to].open(bytes(sealed)), "a message opens once");
  }
});
