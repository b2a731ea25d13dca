// The look of Hushwire in one sheet: colours, type, space, motion. Elements use these names and nothing else.
// Adopt `tokens` once, on the document or on the outermost shadow root; custom properties reach every tree below.
//
// The idea: paper and ink, spruce for what is ours, ochre for what is hushed (masked). Red is kept for "no".
// `light-dark()` follows `color-scheme`, so a theme is one property: `color-scheme: light | dark | light dark`.

import { css } from "lit";

export const tokens = css`
  :root,
  :host {
    color-scheme: light dark;

    /* Paper: from the table it lies on to the sheet in front. */
    --hw-canvas: light-dark(#f3f1ec, #0e1312);
    --hw-surface: light-dark(#fdfcfa, #151b1a);
    --hw-raised: light-dark(#ffffff, #1b2322);
    --hw-sunken: light-dark(#f1efe9, #101615);
    --hw-line: light-dark(#e3dfd6, #2a3432);
    /* 3:1 against every paper, for the edges of fields. */
    --hw-edge: light-dark(#8b8a80, #6d7a76);

    /* Ink. */
    --hw-ink: light-dark(#1a2321, #e9edeb);
    --hw-ink-soft: light-dark(#56605c, #a3afab);

    /* Spruce: actions, own messages, the verified state. */
    --hw-accent: var(--hushwire-accent, light-dark(#11564e, #86d3c4));
    --hw-accent-strong: light-dark(#0b423c, #a5e2d6);
    --hw-on-accent: var(--hushwire-on-accent, light-dark(#ffffff, #08251f));
    --hw-accent-soft: light-dark(#e2eeea, #1a302c);
    --hw-accent-line: light-dark(#b7d3cc, #2f5049);
    --hw-mine: light-dark(#16594f, #1f574e);
    --hw-on-mine: light-dark(#ffffff, #eefaf6);
    --hw-theirs: light-dark(#efece5, #232c2a);

    /* Ochre: what is masked. */
    --hw-hush: light-dark(#7c4d00, #f0c776);
    --hw-hush-soft: light-dark(#fbeecf, #382b12);
    --hw-hush-line: light-dark(#dca53a, #97732a);

    /* Red: refused, blocked, ended. */
    --hw-no: light-dark(#a12d28, #f29a92);
    --hw-no-soft: light-dark(#faeae7, #381e1c);
    --hw-no-line: light-dark(#e3aaa4, #7a3d38);
    --hw-no-fill: light-dark(#a12d28, #b8443d);

    --hw-shadow: 0 1px 2px light-dark(#2a251a14, #00000066), 0 4px 14px light-dark(#2a251a0f, #0000004d);
    --hw-shadow-tall: 0 2px 6px light-dark(#2a251a14, #00000066), 0 18px 48px light-dark(#2a251a2e, #00000099);

    /* Type: the platform's own letters; rem, so that the reader's size counts. */
    --hw-font:
      -apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Inter Variable", "Noto Sans",
      "Liberation Sans", system-ui, sans-serif;
    --hw-mono: ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", "Liberation Mono", monospace;
    --hw-text-xs: 0.75rem;
    --hw-text-s: 0.8125rem;
    --hw-text-m: 0.9375rem;
    --hw-text-l: 1.0625rem;
    --hw-text-xl: 1.375rem;
    --hw-text-2xl: 1.75rem;

    /* Space: steps of four. */
    --hw-1: 0.25rem;
    --hw-2: 0.5rem;
    --hw-3: 0.75rem;
    --hw-4: 1rem;
    --hw-5: 1.5rem;
    --hw-6: 2rem;
    --hw-7: 3rem;

    --hw-radius-s: 0.5rem;
    --hw-radius-m: 0.75rem;
    --hw-radius-l: 1.125rem;
    --hw-radius-pill: 999px;

    /* The least a finger needs. */
    --hw-touch: 2.75rem;

    --hw-quick: 140ms cubic-bezier(0.3, 0, 0.2, 1);
    --hw-calm: 260ms cubic-bezier(0.2, 0, 0, 1);
  }
`;

/** What every shadow root of ours starts with. */
export const base = css`
  :host {
    font-family: var(--hw-font);
    font-size: var(--hw-text-m);
    line-height: 1.5;
    color: var(--hw-ink);
    -webkit-font-smoothing: antialiased;
    text-size-adjust: 100%;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  textarea,
  input {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    background: none;
    border: 0;
    padding: 0;
    text-align: start;
  }
  button:disabled {
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--hw-accent);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Native modal dialogs. How wide one is, and whether it rises, is its own business. */
export const dialogs = css`
  dialog {
    padding: var(--hw-5);
    border: 1px solid var(--hw-line);
    border-radius: var(--hw-radius-l);
    background: var(--hw-raised);
    color: var(--hw-ink);
    box-shadow: var(--hw-shadow-tall);
  }
  dialog::backdrop {
    background: light-dark(#1a23214d, #000000a6);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(0.5rem);
    }
  }
`;

/** Buttons: \`.primary\`, \`.quiet\`, \`.danger\`, and the round \`.icon\` one. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--hw-2);
    min-block-size: 2.5rem;
    padding: var(--hw-2) var(--hw-4);
    border-radius: var(--hw-radius-m);
    border: 1px solid transparent;
    font-weight: 600;
    text-align: center;
    transition: background var(--hw-quick), border-color var(--hw-quick), color var(--hw-quick);
  }
  .primary {
    background: var(--hw-accent);
    color: var(--hw-on-accent);
  }
  .primary:hover {
    background: var(--hw-accent-strong);
  }
  .quiet {
    background: var(--hw-raised);
    border-color: var(--hw-line);
  }
  .quiet:hover {
    border-color: var(--hw-edge);
  }
  .danger {
    background: var(--hw-no-fill);
    color: #fff;
  }
  .danger:hover {
    filter: brightness(0.93);
  }
  .button:disabled {
    background: var(--hw-sunken);
    border-color: var(--hw-line);
    color: var(--hw-ink-soft);
  }
  .icon {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border-radius: var(--hw-radius-m);
    color: var(--hw-ink-soft);
    transition: background var(--hw-quick), color var(--hw-quick);
  }
  .icon:hover {
    background: var(--hw-sunken);
    color: var(--hw-ink);
  }
  @media (pointer: coarse) {
    .icon {
      inline-size: var(--hw-touch);
      block-size: var(--hw-touch);
    }
    .button {
      min-block-size: var(--hw-touch);
    }
  }
  @media (forced-colors: active) {
    .button,
    .icon {
      border: 1px solid ButtonText;
    }
  }
`;
