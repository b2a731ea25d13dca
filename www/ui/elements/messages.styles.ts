// How a conversation looks.

import { css } from "lit";
import { iconStyles } from "../icons";
import { base } from "../tokens";

export const messageStyles = [
  base,
  iconStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
      position: relative;
    }
    .scroller {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      overscroll-behavior: contain;
      scrollbar-width: thin;
      scrollbar-color: var(--hw-line) transparent;
      padding: var(--hw-4) var(--hw-gutter, var(--hw-4));
      display: flex;
      flex-direction: column;
    }
    .scroller > ol {
      display: flex;
      flex-direction: column;
      gap: 0.1875rem;
    }
    .bubble :is(ol, ul) {
      padding-inline-start: 1.3em;
      margin-block: 0.25em;
      list-style: disc;
      white-space: normal;
    }
    .bubble ol {
      list-style: decimal;
    }
    .bubble li {
      white-space: pre-wrap;
    }
    .bubble pre,
    .bubble code {
      font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace;
      font-size: 0.9em;
      border-radius: 0.4em;
      background: color-mix(in srgb, currentColor 9%, transparent);
    }
    .bubble code {
      padding: 0.1em 0.3em;
    }
    .bubble pre {
      margin-block: 0.3em;
      padding: 0.5em 0.7em;
      white-space: pre;
      overflow-x: auto;
      text-align: left;
    }
    .link {
      display: inline;
      font: inherit;
      color: inherit;
      text-align: start;
      text-decoration: underline;
      text-underline-offset: 0.18em;
      overflow-wrap: anywhere;
      cursor: pointer;
    }
    .link.doubtful {
      text-decoration-style: wavy;
    }
    .link .hw-icon {
      margin-inline-end: 0.2em;
    }
    .scroller:focus-visible {
      outline-offset: -3px;
      border-radius: var(--hw-radius-s);
    }
    .before {
      flex: 1 0 auto;
      display: flex;
      flex-direction: column;
    }
    .message {
      display: flex;
      flex-direction: column;
      max-inline-size: min(82%, 38rem);
      animation: arrive var(--hw-calm);
    }
    .first {
      margin-block-start: var(--hw-2);
    }
    .mine {
      align-self: end;
      align-items: end;
    }
    .theirs {
      align-self: start;
      align-items: start;
    }
    .bubble {
      padding: 0.5rem 0.8rem;
      border-radius: var(--hw-radius-l);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      line-height: 1.45;
    }
    .mine .bubble {
      background: var(--hw-mine);
      color: var(--hw-on-mine);
      border-end-end-radius: 0.35rem;
    }
    .theirs .bubble {
      background: var(--hw-theirs);
      border-end-start-radius: 0.35rem;
    }
    .mine:not(.first) .bubble {
      border-start-end-radius: 0.35rem;
    }
    .theirs:not(.first) .bubble {
      border-start-start-radius: 0.35rem;
    }
    .held .bubble {
      background: none;
      color: var(--hw-ink);
      box-shadow: inset 0 0 0 1.5px var(--hw-accent-line);
    }
    .removed .bubble {
      background: none;
      color: var(--hw-ink-soft);
      box-shadow: inset 0 0 0 1px var(--hw-line);
    }
    .gone {
      font-style: italic;
    }
    blockquote {
      display: grid;
      margin: 0 0 0.35rem;
      padding: 0.15rem 0.6rem;
      border-inline-start: 3px solid currentColor;
      border-radius: 0.2rem;
      background: color-mix(in srgb, currentColor 9%, transparent);
      font-size: var(--hw-text-s);
      white-space: normal;
    }
    blockquote span {
      display: -webkit-box;
      -webkit-line-clamp: 2;
      -webkit-box-orient: vertical;
      overflow: hidden;
    }
    .ask {
      inline-size: min(100%, 24rem);
      margin-block: var(--hw-3) var(--hw-1);
      animation: arrive var(--hw-calm);
    }
    button.chip {
      cursor: pointer;
      text-decoration: underline dotted 1px;
      text-underline-offset: 0.2em;
    }
    button.chip:hover {
      box-shadow: inset 0 0 0 1.5px var(--hw-hush-line);
    }
    .meta {
      display: flex;
      align-items: center;
      gap: var(--hw-2);
      padding: 0.2rem 0.35rem 0;
      font-size: var(--hw-text-xs);
      color: var(--hw-ink-soft);
      font-variant-numeric: tabular-nums;
    }
    .mark {
      display: inline-flex;
      align-items: center;
      gap: 0.2rem;
    }
    .mark.read {
      color: var(--hw-accent);
    }
    .chip {
      padding: 0.06em 0.5em 0.1em 0.35em;
      margin-inline: 0.05em;
      border-radius: 0.45em;
      font-size: 0.9375em;
      white-space: nowrap;
      background: var(--hw-hush-soft);
      color: var(--hw-hush);
      box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--hw-hush-line) 55%, transparent);
      font-variant-numeric: tabular-nums;
      box-decoration-break: clone;
    }
    .chip .hw-icon {
      inline-size: 1.05em;
      block-size: 1.05em;
      margin-inline-end: 0.3em;
      vertical-align: -0.16em;
    }
    .bracket {
      font-size: 0;
    }
    .day {
      align-self: center;
      margin-block: var(--hw-4) var(--hw-1);
      font-size: var(--hw-text-xs);
      color: var(--hw-ink-soft);
    }
    .gap {
      display: flex;
      gap: var(--hw-2);
      margin-block: var(--hw-3) var(--hw-1);
      padding: var(--hw-2) var(--hw-3);
      border-radius: var(--hw-radius-m);
      background: var(--hw-hush-soft);
      color: var(--hw-hush);
      font-size: var(--hw-text-s);
    }
    .gap .hw-icon {
      margin-block-start: 0.1em;
    }
    .typing {
      align-self: start;
      display: flex;
      gap: 0.3rem;
      padding: 0.75rem 0.9rem;
      margin-block-start: var(--hw-2);
      border-radius: var(--hw-radius-l);
      border-end-start-radius: 0.35rem;
      background: var(--hw-theirs);
    }
    .typing i {
      inline-size: 0.4rem;
      block-size: 0.4rem;
      border-radius: 50%;
      background: var(--hw-ink-soft);
      animation: breathe 1.5s infinite ease-in-out;
    }
    .typing i:nth-of-type(2) {
      animation-delay: 0.18s;
    }
    .typing i:nth-of-type(3) {
      animation-delay: 0.36s;
    }
    .behind {
      position: absolute;
      inset-block-end: var(--hw-2);
      inset-inline: 0;
      margin-inline: auto;
      inline-size: max-content;
      display: inline-flex;
      align-items: center;
      gap: var(--hw-1);
      padding: 0.35rem 0.8rem 0.35rem 0.55rem;
      border-radius: var(--hw-radius-pill);
      background: var(--hw-raised);
      border: 1px solid var(--hw-line);
      box-shadow: var(--hw-shadow);
      font-size: var(--hw-text-s);
      font-weight: 600;
      color: var(--hw-accent);
    }
    @keyframes arrive {
      from {
        opacity: 0;
        transform: translateY(0.375rem);
      }
    }
    @keyframes breathe {
      0%,
      60%,
      100% {
        opacity: 0.35;
      }
      30% {
        opacity: 1;
      }
    }
    @media (forced-colors: active) {
      .bubble,
      .chip,
      .gap,
      .typing {
        border: 1px solid CanvasText;
      }
      .mine .bubble {
        border-width: 2px;
      }
    }
  `,
];
