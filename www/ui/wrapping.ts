// A key of the page's storage as what wraps another key: AES-GCM under a CryptoKey that no script can export.

import type { Wrapping } from "../client/keep";

const NONCE_BYTES = 12;

/** Wraps under this key, which must be one for AES-GCM that can encrypt and decrypt. */
export function wrappingOf(key: CryptoKey): Wrapping {
  return {
    async wrap(secret) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new Uint8Array(secret));
      return new Uint8Array([...iv, ...new Uint8Array(sealed)]);
    },
    async unwrap(wrapped) {
      const iv = new Uint8Array(wrapped.slice(0, NONCE_BYTES));
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, new Uint8Array(wrapped.slice(NONCE_BYTES))),
      );
    },
  };
}
