// What can be done with one message: small buttons beside it, there for mouse, keyboard and finger.

import { css, html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons";
import type { Message } from "../model/transcript";
import { words } from "../strings";

/** What somebody wants to do with a message. */
export type MessageAct = "reply" | "edit" | "remove";
/** Carries the message and what to do with it. */
export type MessageActEvent = CustomEvent<{ act: MessageAct; message: Message }>;

/** The buttons of a message. A finger opens them with a tap on the bubble, a mouse by being there, a keyboard by Tab. */
export function actionsOf(message: Message, tell: (act: MessageAct) => void): TemplateResult | typeof nothing {
  if (message.changed === "removed") return nothing;
  const button = (act: MessageAct, label: string): TemplateResult =>
    html`<button class="act" aria-label=${label} title=${label} @click=${() => tell(act)}>${icon(act)}</button>`;
  return html`<div class="acts" role="group" aria-label=${words.messages.actions}>
    ${button("reply", words.messages.reply)}
    ${message.from === "me" ? [button("edit", words.messages.edit), button("remove", words.messages.takeBack)] : nothing}
  </div>`;
}

export const actionStyles = css`
  .message {
    position: relative;
  }
  .acts {
    position: absolute;
    inset-block-start: -0.9rem;
    inset-inline-end: 0.5rem;
    display: flex;
    padding: 0.125rem;
    border-radius: var(--hw-radius-m);
    background: var(--hw-raised);
    box-shadow: 0 0 0 1px var(--hw-line), var(--hw-shadow);
    opacity: 0;
    pointer-events: none;
    z-index: 1;
    transition: opacity var(--hw-quick);
  }
  .theirs .acts {
    inset-inline: 0.5rem auto;
  }
  .message:focus-within .acts,
  .message.chosen .acts {
    opacity: 1;
    pointer-events: auto;
  }
  @media (hover: hover) {
    .message:hover .acts {
      opacity: 1;
      pointer-events: auto;
    }
  }
  .act {
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 1.75rem;
    border-radius: var(--hw-radius-s);
    color: var(--hw-ink-soft);
  }
  .act:hover {
    background: var(--hw-sunken);
    color: var(--hw-ink);
  }
  @media (pointer: coarse) {
    .acts {
      inset-block-start: -2.2rem;
    }
    .act {
      inline-size: var(--hw-touch);
      block-size: var(--hw-touch);
    }
  }
`;
