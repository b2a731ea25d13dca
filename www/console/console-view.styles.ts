// How the console is laid out: list, chat, details; below 1200 px details slide over, below 768 px one thing at a time.

import { css } from "lit";
import { iconStyles } from "../ui/icons";
import { base, buttons } from "../ui/tokens";

export const consoleStyles = [
  base,
  buttons,
  iconStyles,
  css`
    :host {
      position: relative;
      display: flex;
      flex-direction: column;
      block-size: 100%;
      background: var(--hw-canvas);
    }
    .banners {
      display: grid;
      gap: var(--hw-1);
    }
    .banners hw-notice {
      margin: var(--hw-2) var(--hw-2) 0;
    }
    .offer {
      display: flex;
      flex-wrap: wrap;
      gap: var(--hw-2);
      margin-block-start: var(--hw-2);
    }
    .row .held {
      margin-inline-end: auto;
      color: var(--hw-hush);
    }
    .columns {
      flex: 1;
      min-block-size: 0;
      display: grid;
      grid-template-columns: 20rem minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr);
      position: relative;
    }
    hw-pane,
    .nothing {
      margin-block: var(--hw-2);
      margin-inline: 0 var(--hw-2);
      border: 1px solid var(--hw-line);
      border-radius: var(--hw-radius-l);
      background: var(--hw-surface);
      overflow: hidden;
    }

    .side {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
      padding-inline: var(--hw-3);
    }
    .who {
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      padding: var(--hw-4) var(--hw-2) var(--hw-3);
    }
    .who > div:last-child {
      min-inline-size: 0;
    }
    .who b {
      display: block;
      font-weight: 650;
      line-height: 1.3;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .who p {
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
      line-height: 1.3;
    }
    .face {
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 2.5rem;
      block-size: 2.5rem;
      border-radius: 0.85rem;
      background: var(--hw-accent);
      color: var(--hw-on-accent);
    }
    .lists {
      flex: 1;
      min-block-size: 0;
      overflow-y: auto;
      scrollbar-width: thin;
      scrollbar-color: var(--hw-line) transparent;
      margin-inline: calc(-1 * var(--hw-1));
      padding-inline: var(--hw-1);
    }
    .side h2 {
      display: flex;
      align-items: center;
      gap: var(--hw-2);
      padding: var(--hw-4) var(--hw-2) var(--hw-2);
      font-size: var(--hw-text-s);
      font-weight: 600;
      color: var(--hw-ink-soft);
    }
    .count {
      display: inline-grid;
      place-items: center;
      flex: none;
      min-inline-size: 1.25rem;
      block-size: 1.25rem;
      padding-inline: 0.35rem;
      border-radius: var(--hw-radius-pill);
      background: var(--hw-accent);
      color: var(--hw-on-accent);
      font-size: var(--hw-text-xs);
      font-weight: 700;
      font-variant-numeric: tabular-nums;
    }
    .invites {
      padding-block-start: var(--hw-4);
    }
    .invites .invite {
      inline-size: 100%;
    }
    .invites ul {
      margin-block-start: var(--hw-2);
    }
    .invites .over {
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      padding: var(--hw-2);
    }
    .invites .last {
      display: block;
      font-variant-numeric: tabular-nums;
      white-space: normal;
      line-height: 1.35;
    }
    .invites .bad .tile {
      background: var(--hw-no-soft);
      color: var(--hw-no);
    }
    .invites .plain .tile {
      background: var(--hw-line);
      color: var(--hw-ink-soft);
    }
    .proof {
      display: inline-flex;
      align-items: center;
      gap: 0.2rem;
      margin-inline-end: auto;
      color: var(--hw-accent);
      font-size: var(--hw-text-xs);
      font-weight: 600;
    }
    .empty {
      padding: 0 var(--hw-2);
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    .queue ul {
      display: grid;
      gap: var(--hw-1);
    }
    .knock {
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      padding: var(--hw-2);
      border-radius: var(--hw-radius-m);
      background: var(--hw-raised);
      box-shadow: inset 0 0 0 1px var(--hw-line);
    }
    .words {
      flex: 1;
      min-inline-size: 0;
      display: block;
      line-height: 1.35;
    }
    .knock b,
    .row b {
      font-weight: 600;
    }
    .knock p {
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
      font-variant-numeric: tabular-nums;
    }
    .knock .button {
      min-block-size: 2.25rem;
      padding-block: var(--hw-1);
    }
    .tile {
      position: relative;
      display: grid;
      place-items: center;
      flex: none;
      inline-size: 2.375rem;
      block-size: 2.375rem;
      border-radius: 50%;
      background: var(--hw-accent-soft);
      color: var(--hw-accent);
      font-weight: 650;
      font-size: var(--hw-text-s);
      font-variant-numeric: tabular-nums;
    }
    .tile.waiting {
      background: var(--hw-hush-soft);
      color: var(--hw-hush);
    }
    .tile i {
      position: absolute;
      inset-inline-end: -0.05rem;
      inset-block-end: -0.05rem;
      inline-size: 0.7rem;
      block-size: 0.7rem;
      border-radius: 50%;
      border: 2px solid var(--hw-canvas);
      background: var(--hw-accent);
    }
    .away .tile i,
    .securing .tile i {
      background: var(--hw-hush-line);
    }
    .ended .tile {
      background: var(--hw-line);
      color: var(--hw-ink-soft);
    }
    .ended .tile i {
      display: none;
    }
    .row {
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      inline-size: 100%;
      padding: var(--hw-2);
      border-radius: var(--hw-radius-m);
      transition: background var(--hw-quick);
    }
    .row:hover {
      background: color-mix(in srgb, var(--hw-line) 55%, transparent);
    }
    .row[aria-current="true"] {
      background: var(--hw-surface);
      box-shadow: inset 0 0 0 1px var(--hw-line);
    }
    .row[aria-current="true"] .tile i {
      border-color: var(--hw-surface);
    }
    .top,
    .bottom {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--hw-2);
    }
    .row time {
      font-size: var(--hw-text-xs);
      color: var(--hw-ink-soft);
      font-variant-numeric: tabular-nums;
    }
    .last {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
      unicode-bidi: plaintext;
    }
    .unread .last {
      color: var(--hw-ink);
      font-weight: 600;
    }
    .last.typing {
      color: var(--hw-accent);
    }
    footer {
      display: flex;
      align-items: center;
      gap: var(--hw-1);
      padding: var(--hw-2);
    }
    footer .icon {
      inline-size: 2.25rem;
    }
    .link {
      flex: 1;
      min-inline-size: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    .link i {
      display: inline-block;
      inline-size: 0.55rem;
      block-size: 0.55rem;
      margin-inline-end: var(--hw-2);
      border-radius: 50%;
      background: var(--hw-hush-line);
    }
    .link.attached i {
      background: var(--hw-accent);
    }
    .link.refused i {
      background: var(--hw-no);
    }

    .nothing {
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      gap: var(--hw-2);
      padding: var(--hw-6);
      text-align: center;
    }
    .nothing h2 {
      font-size: var(--hw-text-l);
    }
    .nothing p {
      max-inline-size: 26rem;
      color: var(--hw-ink-soft);
      text-wrap: balance;
    }
    .nothing .button {
      margin-block-start: var(--hw-4);
    }
    .still {
      display: flex;
      align-items: center;
      gap: 0.4rem;
      margin-block-end: var(--hw-4);
      color: var(--hw-accent-line);
    }
    .still i {
      inline-size: 0.45rem;
      border-radius: var(--hw-radius-pill);
      background: currentColor;
      block-size: 0.45rem;
    }
    .still i:nth-child(1) {
      block-size: 3rem;
    }
    .still i:nth-child(2) {
      block-size: 1.8rem;
    }
    .still i:nth-child(3) {
      block-size: 0.9rem;
    }

    .toasts {
      position: absolute;
      z-index: 5;
      inset-block-end: var(--hw-5);
      inset-inline: 0;
      margin-inline: auto;
      inline-size: min(26rem, calc(100% - 2rem));
      display: grid;
      gap: var(--hw-2);
      pointer-events: none;
    }
    .toasts hw-notice {
      pointer-events: auto;
      border-radius: var(--hw-radius-m);
      box-shadow: var(--hw-shadow-tall);
      animation: rise var(--hw-calm);
    }
    hw-details {
      display: none;
    }
    .detailed hw-details {
      display: flex;
      position: absolute;
      z-index: 3;
      inset-block: var(--hw-2);
      inset-inline-end: var(--hw-2);
      inline-size: min(20rem, 100%);
      border: 1px solid var(--hw-line);
      border-radius: var(--hw-radius-l);
      background: var(--hw-surface);
      box-shadow: var(--hw-shadow-tall);
    }
    @media (min-width: 75rem) {
      .columns.talking {
        grid-template-columns: 20rem minmax(0, 1fr) 17.5rem;
      }
      .columns hw-details {
        display: flex;
        position: static;
        inline-size: auto;
        border: 0;
        background: none;
        box-shadow: none;
      }
    }
    @media (max-width: 47.99rem) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
      .columns.talking .side {
        display: none;
      }
      /* The list fills the screen; who cannot see it still finds the page's main part. */
      .columns.listing .nothing {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        padding: 0;
        border: 0;
        clip-path: inset(50%);
      }
      .columns.listing .nothing .button {
        display: none;
      }
      hw-pane {
        margin: 0;
        border: 0;
        border-radius: 0;
      }
      .detailed hw-details {
        inset: 0;
        inline-size: 100%;
        border: 0;
        border-radius: 0;
      }
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(0.5rem);
      }
    }
    @media (forced-colors: active) {
      .row[aria-current="true"],
      .knock {
        outline: 2px solid Highlight;
        outline-offset: -2px;
      }
      .tile,
      .face {
        border: 1px solid CanvasText;
      }
    }
  `,
];
