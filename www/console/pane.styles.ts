// How one chat of the console looks.

import { css } from "lit";
import { iconStyles } from "../ui/icons";
import { base, buttons } from "../ui/tokens";

export const paneStyles = [
  base,
  buttons,
  iconStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
      min-inline-size: 0;
      background: var(--hw-surface);
    }
    .bar {
      display: flex;
      align-items: center;
      gap: var(--hw-2);
      min-block-size: 4.25rem;
      padding: var(--hw-2) var(--hw-4) var(--hw-2) var(--hw-5);
      border-block-end: 1px solid var(--hw-line);
    }
    .title {
      flex: 1;
      min-inline-size: 0;
    }
    .name {
      display: flex;
      align-items: center;
      gap: var(--hw-2);
    }
    h2 {
      font-size: var(--hw-text-l);
      font-weight: 650;
      line-height: 1.3;
      letter-spacing: -0.01em;
      white-space: nowrap;
      overflow: hidden;
      text-overflow: ellipsis;
    }
    h2:focus {
      outline: none;
    }
    .badge {
      display: inline-flex;
      align-items: center;
      gap: 0.2rem;
      padding: 0.05rem 0.5rem 0.05rem 0.3rem;
      border-radius: var(--hw-radius-pill);
      background: var(--hw-hush-soft);
      color: var(--hw-hush);
      font-size: var(--hw-text-xs);
      font-weight: 600;
    }
    .held {
      flex: none;
      color: var(--hw-hush);
      font-variant-numeric: tabular-nums;
    }
    .badge.pin,
    .badge.link {
      background: var(--hw-accent-soft);
      color: var(--hw-accent);
    }
    .facts {
      display: flex;
      gap: var(--hw-1) var(--hw-2);
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
      white-space: nowrap;
      overflow: hidden;
    }
    .facts > * {
      overflow: hidden;
      text-overflow: ellipsis;
    }
    .facts .state {
      flex: none;
    }
    .facts > * + *::before {
      content: "·";
      margin-inline-end: var(--hw-2);
    }
    .state i {
      display: inline-block;
      inline-size: 0.5rem;
      block-size: 0.5rem;
      margin-inline-end: 0.35rem;
      border-radius: 50%;
      background: var(--hw-edge);
    }
    .state.open i {
      background: var(--hw-accent);
    }
    .state.away i,
    .state.securing i {
      background: var(--hw-hush-line);
    }
    .back {
      display: none;
    }
    hw-messages {
      flex: 1;
      --hw-gutter: var(--hw-5);
    }
    hw-notice {
      margin: var(--hw-3) var(--hw-5) 0;
    }
    hw-desk-composer {
      padding: var(--hw-2) var(--hw-5) max(var(--hw-4), env(safe-area-inset-bottom));
    }
    .opening {
      display: flex;
      gap: var(--hw-2);
      margin-block-end: var(--hw-2);
      padding: var(--hw-2) var(--hw-3);
      border-radius: var(--hw-radius-m);
      background: var(--hw-hush-soft);
      font-size: var(--hw-text-s);
    }
    .opening .hw-icon {
      margin-block-start: 0.1em;
      color: var(--hw-hush);
    }
    .final {
      flex: 1;
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      gap: var(--hw-2);
      padding: var(--hw-6);
      text-align: center;
      color: var(--hw-ink-soft);
    }
    .final h3 {
      font-size: var(--hw-text-l);
      color: var(--hw-ink);
    }
    .final p {
      max-inline-size: 28rem;
    }
    .final .button {
      margin-block-start: var(--hw-3);
      color: var(--hw-ink);
    }
    .seal {
      display: grid;
      place-items: center;
      inline-size: 3.25rem;
      block-size: 3.25rem;
      border-radius: 1.05rem;
      background: var(--hw-sunken);
      font-size: 1.3rem;
    }
    @media (min-width: 75rem) {
      /* The details beside the chat say it already. */
      .about,
      .opening {
        display: none;
      }
    }
    @media (max-width: 47.99rem) {
      /* The name needs the room; the words stand in the details. */
      .badge span {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .badge {
        padding-inline: 0.3rem;
      }
      .bar {
        gap: 0;
        padding: var(--hw-2);
      }
      .title {
        margin-inline: var(--hw-1);
      }
      .back {
        display: inline-grid;
      }
      .facts .language {
        display: none;
      }
      .end {
        border: 0;
        background: none;
        padding: 0;
        inline-size: var(--hw-touch);
        color: var(--hw-ink-soft);
      }
      .end span {
        display: none;
      }
      hw-messages {
        --hw-gutter: var(--hw-4);
      }
      hw-notice {
        margin: var(--hw-2) var(--hw-3) 0;
      }
      hw-desk-composer {
        padding: var(--hw-2) var(--hw-3) max(var(--hw-3), env(safe-area-inset-bottom));
      }
    }
    @media (forced-colors: active) {
      .badge,
      .opening,
      .seal {
        border: 1px solid CanvasText;
      }
    }
  `,
];
