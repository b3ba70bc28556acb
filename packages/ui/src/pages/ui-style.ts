/** What these pages have and reports have not; the rest of the look is that of `@lf/report`. */
export const UI_STYLE = `
.bar{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:0 18px;max-width:1160px;margin:0 auto;padding:8px 20px 0}
.bar nav{display:flex;gap:18px;align-items:center}
.bar a{padding:6px 0;text-decoration:none}.bar a:hover{text-decoration:underline}
.bar p{margin:0;font-size:.86rem}
.actions,.filter,.row{display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center}
.actions{margin:8px 0 0}.actions:empty{display:none}
.filter{margin:14px 0}
.filter label{flex:none;max-width:100%;display:flex;gap:6px;align-items:center;font-size:.93rem;color:var(--soft)}
button,select,input[type=search],input[type=text],textarea,a.button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:7px;padding:5px 12px;min-height:34px}
a.button{text-decoration:none;display:inline-block}
button{cursor:pointer}button:hover,a.button:hover{background:var(--sunk)}
button.main{background:var(--link);border-color:var(--link);color:var(--paper);font-weight:600}
button.bad{color:var(--bad);border-color:var(--bad)}
button.bare{border-color:transparent;background:none;padding:0 6px;min-width:34px}
button.bare[aria-pressed=true]{color:var(--doubt)}
button:disabled{opacity:.6;cursor:default}
textarea{width:100%;min-height:110px;display:block;margin:6px 0}
input[type=checkbox]{width:24px;height:24px;margin:0;accent-color:var(--s0);vertical-align:middle}
input[type=search]{width:240px;min-width:0}
.runs td,.runs th{vertical-align:middle;white-space:nowrap}
.runs tbody th a{font-weight:600}
.runs small{display:block;color:var(--soft);max-width:44ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
a.chip{text-decoration:none;padding:3px 9px;color:var(--soft)}a.chip:hover{text-decoration:underline}
.pages{display:flex;gap:14px;align-items:center;margin:14px 0}
.pages a,.pages span{padding:5px 0}
pre.log{max-height:520px;white-space:pre-wrap;overflow-wrap:anywhere}
.chain{display:flex;flex-wrap:wrap;gap:8px 26px;list-style:none;padding:0;margin:8px 0}
.chain li{position:relative;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:7px 11px;min-width:0;max-width:100%;overflow-wrap:anywhere}
.chain li+li::before{content:"";position:absolute;left:-18px;top:18px;width:8px;height:8px;border:solid var(--soft);border-width:2px 2px 0 0;transform:rotate(45deg)}
.chain span{display:block;color:var(--soft);font-size:.86rem}
.cards.wide{grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr))}
.figures td.best{font-weight:650}
.parallel .trial.out{opacity:.06}
.parallel .hit{fill:transparent;cursor:crosshair;touch-action:none}
.parallel .brush{fill:var(--link);opacity:.25;pointer-events:none}
@media (max-width:640px){.bar{padding:6px 14px 0}.chain li+li::before{display:none}}
`;
