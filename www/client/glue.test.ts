import assert from "node:assert/strict";
import { it } from "node:test";
import { door, init, Masker } from "./glue";

it("says in a sentence when it is used before init", () => {
  assert.throws(() => new Masker(), { name: "HushError", code: "not-initialised", message: /await init\(\)/ });
  assert.throws(() => door(), { code: "not-initialised" });
});

it("can be started again after a start that failed", async () => {
  await assert.rejects(
    init(() => Promise.reject(new Error("no network"))),
    /no network/,
  );
  await assert.rejects(
    init(() => Promise.reject(new Error("still none"))),
    /still none/,
  );
});
