// The frame's page around the chat.

import { css } from "lit";

export const frameStyles = css`
  html,
  body {
    block-size: 100%;
    margin: 0;
    overflow: hidden;
    /* A finger on the header must not move the page behind. */
    overscroll-behavior: none;
    background: var(--hw-surface);
    color: var(--hw-ink);
    font-family: var(--hw-font);
  }
  .broken {
    margin: 0;
    padding: var(--hw-6) var(--hw-5);
    text-wrap: pretty;
  }
`;
