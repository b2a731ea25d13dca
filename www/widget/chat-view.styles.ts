// How the customer's chat looks. The line under the header is the wire: dashed until the desk has proven itself, then whole.

import { css } from "lit";
import { promiseStyles } from "../ui/elements/promises.styles";
import { iconStyles } from "../ui/icons";
import { base, buttons } from "../ui/tokens";

export const chatStyles = [
  base,
  buttons,
  iconStyles,
  promiseStyles,
  css`
    :host {
      position: relative;
      display: grid;
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
      block-size: 100%;
      background: var(--hw-surface);
      overflow: hidden;
    }
    header {
      position: relative;
      display: flex;
      align-items: center;
      gap: var(--hw-3);
      padding-block: var(--hw-3);
      padding-inline: var(--hw-4) var(--hw-3);
    }
    header::after {
      content: "";
      position: absolute;
      inset-inline: 0;
      inset-block-end: 0;
      block-size: 2px;
      background: repeating-linear-gradient(90deg, var(--hw-line) 0 6px, transparent 6px 12px);
    }
    header.is-waiting::after,
    header.is-securing::after,
    header.is-reconnecting::after {
      background: repeating-linear-gradient(90deg, var(--hw-accent-line) 0 6px, transparent 6px 12px);
      animation: travel 0.9s linear infinite;
    }
    header.is-open::after {
      background: var(--hw-accent);
    }
    header.is-refused::after {
      background: var(--hw-no);
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
      font-weight: 650;
      font-size: var(--hw-text-m);
      letter-spacing: 0.01em;
    }
    .face.person {
      border-radius: 50%;
      background: var(--hw-accent-soft);
      color: var(--hw-accent);
    }
    header.is-refused .face {
      background: var(--hw-no-soft);
      color: var(--hw-no);
    }
    header.is-ended .face {
      background: var(--hw-sunken);
      color: var(--hw-ink-soft);
    }
    .title {
      flex: 1;
      min-inline-size: 0;
    }
    h1 {
      font-size: var(--hw-text-l);
      font-weight: 650;
      line-height: 1.25;
      letter-spacing: -0.01em;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .trust {
      display: inline-flex;
      align-items: center;
      gap: 0.3rem;
      max-inline-size: 100%;
      margin-inline-start: -0.15rem;
      padding: 0.1rem 0.3rem 0.1rem 0.1rem;
      border-radius: var(--hw-radius-s);
      font-size: var(--hw-text-s);
      line-height: 1.35;
      color: var(--hw-ink-soft);
    }
    .trust span {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    button.trust:hover span {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    .trust.yes {
      color: var(--hw-accent);
    }
    .trust.no {
      color: var(--hw-no);
      font-weight: 600;
    }
    header .icon + .icon {
      margin-inline-start: calc(-1 * var(--hw-2));
    }
    main {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
    }
    hw-messages {
      flex: 1;
    }
    hw-composer {
      padding: var(--hw-2) var(--hw-3) max(var(--hw-3), env(safe-area-inset-bottom));
    }
    hw-notice {
      margin: var(--hw-2) var(--hw-3) 0;
    }
    hw-trust {
      position: absolute;
      inset: 0;
      z-index: 2;
      animation: slide var(--hw-calm);
    }

    .welcome,
    .waiting {
      display: flex;
      flex-direction: column;
      flex: 1;
      gap: var(--hw-4);
      padding: var(--hw-4) var(--hw-2) var(--hw-3);
    }
    h2 {
      font-size: var(--hw-text-2xl);
      font-weight: 650;
      letter-spacing: -0.02em;
      line-height: 1.15;
      text-wrap: balance;
      outline-offset: 6px;
    }
    h1:focus,
    h2:focus {
      outline: none;
    }
    .lead {
      color: var(--hw-ink-soft);
      margin-block-start: calc(-1 * var(--hw-2));
    }
    .presence {
      font-size: var(--hw-text-s);
      font-weight: 600;
    }
    .presence i {
      display: inline-block;
      inline-size: 0.5rem;
      block-size: 0.5rem;
      border-radius: 50%;
      margin-inline-end: var(--hw-2);
      background: var(--hw-edge);
    }
    .presence.here {
      color: var(--hw-accent);
    }
    .presence.here i {
      background: var(--hw-accent);
    }
    .presence.away {
      display: grid;
      gap: var(--hw-1);
      padding: var(--hw-3) var(--hw-4);
      border-radius: var(--hw-radius-m);
      background: var(--hw-sunken);
    }
    .hours {
      display: flex;
      gap: var(--hw-2);
      font-weight: 400;
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    .invited {
      justify-self: start;
      align-self: start;
      display: inline-flex;
      align-items: center;
      gap: var(--hw-2);
      min-block-size: 2.25rem;
      color: var(--hw-accent);
      font-weight: 600;
      text-decoration: underline;
      text-underline-offset: 0.2em;
      text-decoration-thickness: 1px;
    }
    hw-pin {
      display: block;
      align-self: stretch;
    }
    .welcome .promises {
      margin-block-start: auto;
      padding-block-start: var(--hw-4);
      border-block-start: 1px solid var(--hw-line);
      font-size: var(--hw-text-s);
    }
    .promises .soft {
      color: var(--hw-ink-soft);
    }

    .waiting h2 {
      font-size: var(--hw-text-xl);
    }
    .pulse {
      display: flex;
      align-items: center;
      gap: 0.4rem;
      block-size: 3.25rem;
      color: var(--hw-accent);
    }
    .pulse i {
      inline-size: 0.4rem;
      border-radius: var(--hw-radius-pill);
      background: currentColor;
      animation: hush 1.8s infinite cubic-bezier(0.4, 0, 0.4, 1);
    }
    .pulse i:nth-child(1) {
      block-size: 2.75rem;
    }
    .pulse i:nth-child(2) {
      block-size: 1.6rem;
      animation-delay: 0.15s;
    }
    .pulse i:nth-child(3) {
      block-size: 0.8rem;
      animation-delay: 0.3s;
    }
    .pulse i:nth-child(4) {
      block-size: 0.4rem;
      animation-delay: 0.45s;
    }
    .heldnote {
      display: flex;
      gap: var(--hw-2);
      font-size: var(--hw-text-s);
      color: var(--hw-ink-soft);
    }
    .heldnote .hw-icon {
      margin-block-start: 0.1em;
    }
    .opening {
      display: flex;
      gap: var(--hw-2);
      margin-block-end: var(--hw-2);
      padding: var(--hw-2) var(--hw-3);
      border-radius: var(--hw-radius-m);
      background: var(--hw-accent-soft);
      font-size: var(--hw-text-s);
    }
    .opening .hw-icon {
      margin-block-start: 0.1em;
      color: var(--hw-accent);
    }

    .final {
      flex: 1;
      display: flex;
      flex-direction: column;
      justify-content: center;
      gap: var(--hw-3);
      padding: var(--hw-5) var(--hw-5) var(--hw-6);
      overflow-y: auto;
    }
    .seal {
      display: grid;
      place-items: center;
      inline-size: 3.5rem;
      block-size: 3.5rem;
      margin-block-end: var(--hw-2);
      border-radius: 1.15rem;
      background: var(--hw-accent-soft);
      color: var(--hw-accent);
      font-size: 1.4rem;
    }
    .no .seal {
      background: var(--hw-no-soft);
      color: var(--hw-no);
    }
    .final p {
      color: var(--hw-ink-soft);
      text-wrap: pretty;
    }
    .no h2 + p {
      color: var(--hw-ink);
      font-weight: 600;
    }
    .answers {
      display: flex;
      flex-wrap: wrap;
      gap: var(--hw-2);
      margin-block-start: var(--hw-3);
    }
    .final .code {
      font: var(--hw-text-xs) var(--hw-mono);
    }

    @keyframes travel {
      to {
        background-position-x: 12px;
      }
    }
    @keyframes slide {
      from {
        opacity: 0;
        transform: translateY(0.75rem);
      }
    }
    @keyframes hush {
      0%,
      70%,
      100% {
        transform: scaleY(1);
        opacity: 1;
      }
      35% {
        transform: scaleY(0.35);
        opacity: 0.45;
      }
    }
    @media (forced-colors: active) {
      header::after {
        background: CanvasText;
      }
      .face,
      .opening,
      .seal {
        border: 1px solid CanvasText;
      }
    }
  `,
];
