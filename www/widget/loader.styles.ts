// The launcher and the window around the frame. A plain string: the loader carries no library.
// `!important` on the host: rules of the page would win over `:host` otherwise.

export const loaderStyles = `
:host{all:initial!important;position:fixed!important;inset-block:auto 20px!important;inset-inline:auto 20px!important;z-index:2147483000!important;display:block!important;color-scheme:light dark!important;--a:light-dark(#11564e,#86d3c4)}
:host([data-side=start]){inset-inline:20px auto!important}
button{all:unset;box-sizing:border-box;position:relative;display:grid;place-items:center;width:60px;height:60px;border-radius:21px;background:var(--a);color:light-dark(#fff,#08251f);cursor:pointer;box-shadow:0 6px 24px #1a232159}
button:hover{transform:translateY(-1px)}
button:focus-visible{outline:3px solid var(--a);outline-offset:3px}
svg{width:30px;height:30px;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-5px;inset-inline-end:-5px;min-width:10px;padding:0 6px;border-radius:11px;background:#b8443d;color:#fff;font:700 13px/22px system-ui}
[hidden]{display:none!important}
div{position:absolute;inset-inline-end:0;bottom:76px;width:400px;height:min(660px,100vh - 116px);border-radius:20px;overflow:hidden;background:Canvas;box-shadow:0 6px 48px #1a232159;outline:1px solid #8883;transition:opacity .2s,transform .26s,visibility .26s}
:host([data-side=start]) div{inset-inline:0 auto}
div.on{transition:opacity .2s,transform .26s}
div:not(.on){visibility:hidden;opacity:0;transform:translateY(14px)}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:light dark}
p{margin:0;padding:24px;font:15px/1.5 system-ui;color:CanvasText}
@media (max-width:480px),(max-height:460px){div{position:fixed;inset:0 0 auto!important;width:100%;height:var(--h,100dvh);border-radius:0}button[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){button,div{border:2px solid ButtonText}}
`;
