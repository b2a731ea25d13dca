// The types of client/door.ts and those that the wasm module ships (crates/wasm/src/types.d.ts) say the same: if one of
// them changes alone, `npm run check` fails here.

import type * as theirs from "../../crates/wasm/src/types";
import type * as ours from "../client/door";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

export const agreed: {
  effect: Same<ours.Effect, theirs.Effect>;
  event: Same<ours.PeerEvent, theirs.PeerEvent>;
  finding: Same<ours.Finding, theirs.Finding>;
  masked: Same<ours.Masked, theirs.Masked>;
  placeholder: Same<ours.PlaceholderInfo, theirs.PlaceholderInfo>;
  maskerOptions: Same<ours.MaskerOptions, theirs.MaskerOptions>;
  customerOptions: Same<ours.CustomerOptions, theirs.CustomerOptions>;
  identity: Same<ours.Identity, theirs.Identity>;
} = {
  effect: true,
  event: true,
  finding: true,
  masked: true,
  placeholder: true,
  maskerOptions: true,
  customerOptions: true,
  identity: true,
};
