// The launcher and the window around the frame. A plain string: the loader carries no library.
// `!important` on the host: rules of the page would win over `:host` otherwise.

export const loaderStyles = `
:host{all:initial!important;position:fixed!important;inset:auto 20px 20px auto!important;z-index:2147483000!important;display:block!important;color-scheme:light dark!important;--a:light-dark(#11564e,#86d3c4);--s:light-dark(#fdfcfa,#151b1a)}
:host([data-side=start]){inset:auto auto 20px 20px!important}
button{all:unset;box-sizing:border-box;position:relative;display:grid;place-items:center;width:60px;height:60px;border-radius:21px;background:var(--a);color:light-dark(#fff,#08251f);cursor:pointer;box-shadow:0 2px 6px #1a232133,0 10px 28px #1a232140;transition:transform .16s,border-radius .26s}
button:hover{transform:translateY(-2px)}
button:active{transform:scale(.96)}
button:focus-visible{outline:3px solid var(--a);outline-offset:3px}
button[aria-expanded=true]{border-radius:50%}
svg{width:30px;height:30px;fill:none;stroke:currentColor;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
b{position:absolute;top:-5px;right:-5px;min-width:22px;height:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:#b8443d;color:#fff;font:700 13px/22px system-ui,sans-serif;text-align:center}
[hidden]{display:none!important}
div{position:absolute;right:0;bottom:76px;width:400px;height:min(660px,100vh - 116px);border-radius:20px;overflow:hidden;background:var(--s);box-shadow:0 2px 6px #1a232126,0 18px 56px #1a232140;outline:1px solid light-dark(#1a23210f,#ffffff1a);transition:opacity .2s,transform .26s cubic-bezier(.2,0,0,1),visibility .26s;transform-origin:bottom right}
:host([data-side=start]) div{right:auto;left:0;transform-origin:bottom left}
div.on{transition:opacity .2s,transform .26s cubic-bezier(.2,0,0,1)}
div:not(.on){visibility:hidden;opacity:0;transform:translateY(14px) scale(.98)}
iframe{display:block;width:100%;height:100%;border:0;color-scheme:light dark}
p{margin:0;padding:32px 24px;font:15px/1.5 system-ui,sans-serif;color:light-dark(#1a2321,#e9edeb)}
@media (max-width:480px),(max-height:460px){div{position:fixed;inset:0 0 auto!important;width:100%;height:var(--h,100dvh);border-radius:0}button[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media (forced-colors:active){button,div{border:2px solid ButtonText}}
`;
