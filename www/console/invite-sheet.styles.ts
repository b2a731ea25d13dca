// How an invite looks: its words are the largest thing on the screen, because somebody reads them out.

import { css } from "lit";
import { iconStyles } from "../ui/icons";
import { base, buttons, dialogs } from "../ui/tokens";

export const sheetStyles = [
  base,
  dialogs,
  buttons,
  iconStyles,
  css`
    dialog {
      inline-size: min(30rem, calc(100vw - 2rem));
    }
    .close {
      position: absolute;
      inset-block-start: var(--hw-3);
      inset-inline-end: var(--hw-3);
    }
    h2 {
      padding-inline-end: 2.5rem;
      font-size: var(--hw-text-l);
      line-height: 1.3;
      text-wrap: balance;
    }
    h2:focus {
      outline: none;
    }
    .soft,
    small {
      color: var(--hw-ink-soft);
    }
    .soft {
      margin-block: var(--hw-1) var(--hw-4);
    }
    fieldset {
      display: grid;
      gap: var(--hw-2);
      min-inline-size: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    .choice {
      position: relative;
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      padding: var(--hw-3) var(--hw-4);
      border: 1px solid var(--hw-line);
      border-radius: var(--hw-radius-m);
      cursor: pointer;
      transition: border-color var(--hw-quick), background var(--hw-quick);
    }
    .choice:hover {
      border-color: var(--hw-edge);
    }
    .choice:has(:checked) {
      border-color: var(--hw-accent);
      background: var(--hw-accent-soft);
    }
    .choice:has(:focus-visible) {
      outline: 2px solid var(--hw-accent);
      outline-offset: 2px;
    }
    .choice input {
      position: absolute;
      inset: 0;
      margin: 0;
      opacity: 0;
      cursor: pointer;
    }
    .choice .hw-icon {
      inline-size: 1.6rem;
      block-size: 1.6rem;
      color: var(--hw-accent);
    }
    .choice b,
    .choice small {
      display: block;
      line-height: 1.4;
    }
    small {
      font-size: var(--hw-text-s);
    }
    .field {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--hw-3);
      margin-block: var(--hw-4);
    }
    .field.wide {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--hw-1);
      margin-block: 0 var(--hw-3);
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    select,
    input[type="url"],
    .address {
      min-block-size: 2.5rem;
      padding: var(--hw-1) var(--hw-3);
      border: 1px solid var(--hw-edge);
      border-radius: var(--hw-radius-m);
      background: var(--hw-raised);
      font: inherit;
      color: var(--hw-ink);
    }
    input[type="url"] {
      inline-size: 100%;
    }
    input[aria-invalid="true"] {
      border-color: var(--hw-no);
    }
    form > .button {
      inline-size: 100%;
    }
    .button[aria-disabled="true"] {
      background: var(--hw-sunken);
      border-color: var(--hw-line);
      color: var(--hw-ink-soft);
      cursor: default;
    }
    .pin {
      display: flex;
      justify-content: center;
      gap: clamp(0.6rem, 4vw, 1.4rem);
      padding: var(--hw-4) var(--hw-2);
      border-radius: var(--hw-radius-m);
      background: var(--hw-accent-soft);
      font: 650 clamp(1.9rem, 9vw, 3rem) / 1.2 var(--hw-mono);
      letter-spacing: 0.04em;
    }
    .pin b {
      font-weight: inherit;
    }
    .link {
      display: flex;
      gap: var(--hw-4);
      align-items: center;
    }
    .link > div {
      flex: 1;
      min-inline-size: 0;
      display: grid;
      gap: var(--hw-2);
    }
    .qr {
      flex: none;
      inline-size: 9.5rem;
      block-size: 9.5rem;
      border-radius: var(--hw-radius-s);
      box-shadow: 0 0 0 1px var(--hw-line);
    }
    .address {
      inline-size: 100%;
      font: var(--hw-text-s) / 1.5 var(--hw-mono);
      text-overflow: ellipsis;
    }
    .copy {
      inline-size: 100%;
      margin-block-start: var(--hw-2);
    }
    .link .copy {
      margin: 0;
    }
    .once,
    .wrong {
      display: flex;
      gap: var(--hw-2);
      margin-block: var(--hw-4);
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    .wrong {
      color: var(--hw-no);
    }
    .once .hw-icon,
    .wrong .hw-icon {
      margin-block-start: 0.15em;
    }
    .answers {
      display: flex;
      align-items: center;
      justify-content: space-between;
      gap: var(--hw-3);
      padding-block-start: var(--hw-4);
      border-block-start: 1px solid var(--hw-line);
    }
    .left {
      display: flex;
      align-items: center;
      gap: var(--hw-2);
      font-variant-numeric: tabular-nums;
    }
    .over {
      display: grid;
      justify-items: center;
      gap: var(--hw-2);
      padding-block-start: var(--hw-3);
      text-align: center;
    }
    .over h2 {
      padding: 0;
    }
    .over p {
      margin: 0;
      text-wrap: balance;
    }
    .over .button {
      margin-block-start: var(--hw-4);
    }
    .seal {
      display: grid;
      place-items: center;
      inline-size: 3.5rem;
      block-size: 3.5rem;
      border-radius: 50%;
      background: var(--hw-hush-soft);
      color: var(--hw-hush);
      font-size: 1.4rem;
    }
    .good .seal {
      background: var(--hw-accent-soft);
      color: var(--hw-accent);
    }
    .bad .seal {
      background: var(--hw-no-soft);
      color: var(--hw-no);
    }
    @media (max-width: 30rem) {
      .link {
        flex-direction: column;
        align-items: stretch;
      }
      .qr {
        align-self: center;
      }
    }
    @media (forced-colors: active) {
      .choice:has(:checked) {
        outline: 2px solid Highlight;
      }
    }
  `,
];
