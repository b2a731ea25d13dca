// Drawn for this product on a 20 px grid, 1.6 px strokes, round ends. Decorative: the words stand beside them or on the button.

import { css, html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

const shapes = {
  send: svg`<path d="M10 16V4.5M4.8 9.6 10 4.4l5.2 5.2"/>`,
  close: svg`<path d="m5 5 10 10M15 5 5 15"/>`,
  down: svg`<path d="m5 8 5 5 5-5"/>`,
  back: svg`<path d="m12 5-5 5 5 5"/>`,
  more: svg`<path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.4"/>`,
  shield: svg`<path d="M10 2.6 4 4.9v4.3c0 3.7 2.5 6.7 6 8.2 3.5-1.5 6-4.5 6-8.2V4.9z"/>`,
  verified: svg`<path d="M10 2.6 4 4.9v4.3c0 3.7 2.5 6.7 6 8.2 3.5-1.5 6-4.5 6-8.2V4.9z"/><path d="m7.3 9.9 1.9 1.9 3.6-3.9"/>`,
  refused: svg`<path d="M10 2.6 4 4.9v4.3c0 3.7 2.5 6.7 6 8.2 3.5-1.5 6-4.5 6-8.2V4.9z"/><path d="m8 7.9 4 4m0-4-4 4"/>`,
  lock: svg`<rect x="4.5" y="9" width="11" height="8" rx="2"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>`,
  hushed: svg`<path d="M3 3.5 17 16.5M8.3 5.1A7.6 7.6 0 0 1 10 4.9c4 0 6.6 3 7.6 5.1a10 10 0 0 1-2.2 2.9M5.3 6.4A10 10 0 0 0 2.4 10c1 2.1 3.6 5.1 7.6 5.1a7.5 7.5 0 0 0 3.1-.7"/>`,
  check: svg`<path d="m4.5 10.5 3.5 3.5 7.5-8"/>`,
  checks: svg`<path d="m1.8 10.7 3.3 3.3 6.7-7.5M9.3 13.1l.9.9 7.5-8"/>`,
  clock: svg`<circle cx="10" cy="10" r="7"/><path d="M10 6v4.2l2.7 1.6"/>`,
  erase: svg`<path d="m8.3 16.5-4.2-4.2a1.5 1.5 0 0 1 0-2.1l6.5-6.5a1.5 1.5 0 0 1 2.1 0l3.7 3.7a1.5 1.5 0 0 1 0 2.1l-7 7zM7.3 7l5.7 5.7M8 16.5h8.5"/>`,
  info: svg`<circle cx="10" cy="10" r="7"/><path d="M10 9.2V14M10 6.3h.01"/>`,
  broken: svg`<path d="M3 3.5 17 16.5M2.5 8A11 11 0 0 1 6 5.8m3-.6a11 11 0 0 1 8.5 2.8M5.2 11a7 7 0 0 1 3.5-1.8m4 .9a7 7 0 0 1 2.1 1M10 15.2h.01"/>`,
  globe: svg`<circle cx="10" cy="10" r="7"/><path d="M3 10h14M10 3c2.2 2 3.2 4.4 3.2 7s-1 5-3.2 7c-2.2-2-3.2-4.4-3.2-7S7.8 5 10 3z"/>`,
  person: svg`<circle cx="10" cy="6.8" r="3.2"/><path d="M3.8 16.8c.6-3.3 3-5 6.2-5s5.6 1.7 6.2 5"/>`,
  language: svg`<path d="M2.5 5h8M6.5 3v2c0 3.2-1.7 5.6-4 6.8M4.3 7.5c.8 2 2.6 3.5 5 4.3M9.5 17l3.7-8.5L17 17M10.8 14.2h4.9"/>`,
  file: svg`<path d="M11.5 2.8H6A1.5 1.5 0 0 0 4.5 4.3v11.4A1.5 1.5 0 0 0 6 17.2h8a1.5 1.5 0 0 0 1.5-1.5V6.8zM11.3 3v4h4"/>`,
  keyboard: svg`<rect x="2.2" y="5" width="15.6" height="10" rx="2"/><path d="M5.5 8.3h.01M8.5 8.3h.01M11.5 8.3h.01M14.5 8.3h.01M6.8 11.8h6.4"/>`,
  warning: svg`<path d="M10 3.5 2.7 16h14.6zM10 8.2v3.6M10 13.9h.01"/>`,
  reply: svg`<path d="M8 5 3.5 9.5 8 14M4 9.5h7.5a5 5 0 0 1 5 5v1"/>`,
  edit: svg`<path d="m4 13.5-.7 3.2 3.2-.7 9.2-9.2a1.8 1.8 0 0 0-2.5-2.5zM12 5.5l2.5 2.5"/>`,
  remove: svg`<path d="M4.5 6h11M8 6V4.2h4V6M6 6l.7 10h6.6L14 6M8.6 8.8l.2 4.6M11.4 8.8l-.2 4.6"/>`,
  reveal: svg`<path d="M2.4 10c1-2.1 3.6-5.1 7.6-5.1s6.6 3 7.6 5.1c-1 2.1-3.6 5.1-7.6 5.1S3.4 12.1 2.4 10z"/><circle cx="10" cy="10" r="2.3"/>`,
  star: svg`<path d="m10 3 2.1 4.4 4.8.6-3.5 3.3.9 4.8L10 13.8l-4.3 2.3.9-4.8L3.1 8l4.8-.6z"/>`,
  outside: svg`<path d="M8.5 4H5.2A1.7 1.7 0 0 0 3.5 5.7v9.1a1.7 1.7 0 0 0 1.7 1.7h9.1a1.7 1.7 0 0 0 1.7-1.7v-3.3M11.5 3.5h5v5M16 4l-7 7"/>`,
  digits: svg`<rect x="2.5" y="5.5" width="15" height="9" rx="2"/><path d="M6 10h.01M10 10h.01M14 10h.01" stroke-width="2.4"/>`,
  chain: svg`<path d="M8.3 11.7a3 3 0 0 0 4.3 0l2.8-2.8a3 3 0 0 0-4.3-4.3l-1 1M11.7 8.3a3 3 0 0 0-4.3 0l-2.8 2.8a3 3 0 0 0 4.3 4.3l1-1"/>`,
  copy: svg`<rect x="7" y="7" width="9.5" height="9.5" rx="2"/><path d="M13 4.9A1.6 1.6 0 0 0 11.4 3.5H5A1.6 1.6 0 0 0 3.5 5v6.4A1.6 1.6 0 0 0 4.9 13"/>`,
  invite: svg`<circle cx="8" cy="6.8" r="3.2"/><path d="M2 16.8c.6-3.3 2.9-5 6-5 1 0 2 .2 2.8.5M15 11v6M12 14h6"/>`,
  hold: svg`<path d="M7 5v10M13 5v10"/>`,
  resume: svg`<path d="M6.5 4.500v11l9-5.500z"/>`,
  chart: svg`<path d="M3.5 16.5h13M6 13.5V10M10 13.5v-8M14 13.5V8"/>`,
  bell: svg`<path d="M5.5 8.500a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5M8.5 16.300a1.7 1.7 0 0 0 3 0"/>`,
  leave: svg`<path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 6.5 16 10l-3.5 3.5M16 10H8"/>`,
} satisfies Record<string, SVGTemplateResult>;

/** The name of an icon. */
export type IconName = keyof typeof shapes;

/** They point where the text begins or ends. */
const TURNING: ReadonlySet<IconName> = new Set(["back", "leave", "outside", "reply", "resume"]);

/** An icon, hidden from assistive technology. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="hw-icon ${TURNING.has(name) ? "turning" : ""}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${shapes[name]}</svg>`;
}

/** The mark: a sound that dies away along a wire. */
export function mark(): TemplateResult {
  return html`<svg class="hw-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${markShape}</svg>`;
}

const markShape = svg`<path d="M5 5.5v13M10 8.5v7M15 10.7v2.6M20 12h.01"/>`;

/** Sizes follow the text they stand in. */
export const iconStyles = css`
  .hw-icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
    vertical-align: -0.25em;
  }
  .hw-mark {
    inline-size: 1.5em;
    block-size: 1.5em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2.6;
    stroke-linecap: round;
  }
  :dir(rtl) > .turning,
  :dir(rtl) > .hw-mark {
    transform: scaleX(-1);
  }
`;
