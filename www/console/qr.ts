// A link as a picture that a phone can read.

import { correction, generate } from "lean-qr";
import { html, svg, type TemplateResult } from "lit";

/** Quiet modules around the code (ISO/IEC 18004, 9.1). */
const QUIET = 4;

/** The code, dark on light whatever the theme: many readers refuse the inverse. */
export function qrCode(text: string, label: string): TemplateResult {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = code.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    }
  }
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">
    ${svg`<rect width=${side} height=${side} fill="#fff"/><path d=${path} fill="#000"/>`}
  </svg>`;
}
