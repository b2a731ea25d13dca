import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { digitsOf, grouped } from "./pin";

describe("a PIN in the making", () => {
  it("takes digits however they are typed or pasted", () => {
    for (const text of [
      "123456789",
      "123 456 789",
      " 123-456-789.",
      "１２３４５６７８９",
      "١٢٣٤٥٦٧٨٩",
      "१२३४५६७८९",
      "PIN: 123 456 7890",
    ]) {
      assert.equal(digitsOf(text), "123456789", text);
    }
    assert.equal(digitsOf("٠۰०０0"), "00000");
    assert.equal(digitsOf("no digits"), "");
  });

  it("is shown in threes, without a blank behind the last", () => {
    assert.deepEqual(["", "1", "123", "1234", "123456", "123456789"].map(grouped), [
      "",
      "1",
      "123",
      "123 4",
      "123 456",
      "123 456 789",
    ]);
  });
});
