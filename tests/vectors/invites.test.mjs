// The second client brings and judges PINs and links: it plays both ends of the frozen handshakes, byte by byte.
import { notDeepStrictEqual as differ, deepStrictEqual as equal, ok, throws } from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { bytes, drawer, fingerprint, hex, utf8 } from "./bytes.mjs";
import { customerFinishes, technicianAnswers } from "./handshake.mjs";
import { ticket } from "./invites.mjs";
import { Ratchet } from "./ratchet.mjs";

const vectors = JSON.parse(
  readFileSync(new URL("../../crates/session/tests/vectors/invites.json", import.meta.url), "utf8"),
);

/** Both ends of one frozen handshake, the customer with what it types. */
function play({ input, expect }, typed = input.words) {
  const [room, desk, hello] = [bytes(input.room), fingerprint(input.desk), bytes(expect.hello)];
  const technicians = drawer(input.random.technician);
  const [encapsulation, dh, kem] = [technicians(64), technicians(32), technicians(64)];
  const customers = drawer(input.random.customer);
  const technician = technicianAnswers({
    ...{ room, desk, hello, encapsulation, dh, kem, held: ticket(input.words), draw: technicians },
    ...{ root: bytes(input.root), certificate: bytes(input.certificate), manifest: bytes(input.manifest) },
    seed: bytes(input.technician_member_seed),
  });
  const customer = customerFinishes({
    ...{ room, desk, hello, reply: technician.reply, held: ticket(typed), draw: customers },
    seed: bytes(input.customer_x_wing_seed),
    ...{ origin: input.origin, seen: input.seen, now: input.now },
  });
  return { technician, customer, customers, dh, kem, nonces: drawer(input.random.verdict) };
}

for (const kind of ["pin", "link"]) {
  const frozen = vectors.find(({ name }) => name === kind);

  test(`the second client's two ends prove the frozen ${kind} to each other, byte by byte`, () => {
    const { technician, customer, customers, dh, kem, nonces } = play(frozen);
    equal(hex(technician.reply), frozen.expect.reply);
    equal(hex(customer.guess), frozen.expect.guess);
    const judged = technician.judge(customer.guess, nonces);
    equal(hex(judged.verdict), frozen.expect.verdict);
    ok(judged.good && customer.hears(judged.verdict));
    for (const end of [customer, judged])
      equal([hex(end.session), end.comparison], [frozen.expect.session, frozen.expect.comparison]);
    const ends = [Ratchet.customer(customer, customers), Ratchet.technician(judged, drawer(1), dh, kem)];
    const first = ends[0].seal(utf8("hello"), "a turn");
    equal(hex(first), frozen.expect.first_message);
    equal(new TextDecoder().decode(ends[1].open(first)), "hello");
  });

  test(`the second client takes no guess or verdict of a ${kind} with a byte changed`, () => {
    const { technician, customer, nonces } = play(frozen);
    const { verdict } = technician.judge(customer.guess, nonces);
    for (const at of [0, 20, -1]) {
      const spoilt = (whole) => whole.with(at < 0 ? whole.length + at : at, whole.at(at) ^ 1);
      throws(() => technician.judge(spoilt(customer.guess), nonces));
      throws(() => customer.hears(spoilt(verdict)));
    }
  });
}

test("the second client finds each wrong digit of a PIN out, at both ends", () => {
  const frozen = vectors.find(({ name }) => name === "pin");
  const digits = frozen.input.words.replaceAll(" ", "");
  for (let at = 3; at < 9; at++) {
    const typed = `${digits.slice(0, at)}${(Number(digits[at]) + 1) % 10}${digits.slice(at + 1)}`;
    const { technician, customer, nonces } = play(frozen, typed);
    differ(hex(customer.guess), frozen.expect.guess);
    const { good, verdict, root } = technician.judge(customer.guess, nonces);
    equal([good, customer.hears(verdict), root], [false, false, undefined]);
  }
});
