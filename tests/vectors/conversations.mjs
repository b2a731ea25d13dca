// What must be true of the frozen conversations wherever the shipped module runs: called by the tests for Node and for
// Chromium. Answers findings in words; an empty list is good.
import { drawFrom, hex, Player, unhex } from "./player.mjs";
import { search, windows } from "./scan.mjs";

/** Plays everything. `fresh` gives a new instance of the module. */
export async function playAll(entries, { fresh, sha256 }) {
  const wrong = [];
  const pair = { customer: await fresh(), technician: await fresh(), sha256 };
  let accepted = 0;
  let refused = 0;
  for (const entry of entries) {
    const base = entry.steps ? entry : entries.find(({ name }) => name === entry.input.of);
    const player = new Player(base, pair);
    const difference = player.play(0, entry.steps ? base.steps.length : entry.input.step);
    if (difference) wrong.push(`${entry.name}: ${difference}`);
    if (entry.steps) {
      accepted++;
      if (player.chained !== entry.expect["chained-sha256"]) wrong.push(`${entry.name}: other frames`);
    } else {
      refused++;
      const outcome = player.lie(entry.input.step, entry.input.change);
      const { events, sends } = entry.expect.outcome;
      if (outcome.sends !== sends || outcome.events.join() !== events.join())
        wrong.push(`${entry.name}: ${JSON.stringify(outcome)}`);
    }
    player.free();
  }
  return { wrong, accepted, refused };
}

/** Secrets in the memory of both ends' modules: while they talk, after the end, and when the objects are gone. */
export async function scan(entry, { fresh, sha256 }) {
  const pair = { customer: await fresh(), technician: await fresh(), sha256 };
  const player = new Player(entry, pair);
  const steps = entry.steps.length;
  // Somewhere in the middle everything is in use.
  const middle = Math.floor(steps * 0.7);
  player.play(0, middle);
  const memory = (end) => new Uint8Array(pair[end].memory.buffer);
  const wanted = () => windows(entry.secrets, player.sent, unhex);
  const found = (end, left = () => true) => search(memory(end), wanted().filter(left));
  const during = { customer: found("customer").length, technician: found("technician").length };
  player.play(middle, steps);
  // The technician's own key is no secret of the session: the console goes on.
  const member = entry.secrets.bytes.length - 1;
  const ofTheSession = ({ name }) => !name.startsWith(`secret ${member},`);
  const after = { customer: found("customer"), technician: found("technician", ofTheSession) };
  const keptKey = found("technician", (window) => !ofTheSession(window)).length;
  player.free();
  const gone = { customer: found("customer"), technician: found("technician") };
  return { looked: wanted().length, during, after, keptKey, gone };
}

export { drawFrom, hex };
