/** The look of every page; inline, so that a page is whole wherever it is sent. */
export const STYLE = `
:root{color-scheme:light dark;
--paper:light-dark(#f6f7f9,#14171c);--card:light-dark(#fff,#1c2128);--sunk:light-dark(#eef0f3,#252b34);
--ink:light-dark(#1c2430,#e4e8ee);--soft:light-dark(#576273,#9ba7b7);--line:light-dark(#dce0e6,#333b47);
--link:light-dark(#0b5fb0,#7ab8ff);--bar:light-dark(#5b8def,#5f8fe8);
--pass:light-dark(#17703b,#5fcf8b);--pass-bg:light-dark(#e2f4e9,#17331f);
--critical:light-dark(#b3211c,#ff8d86);--critical-bg:light-dark(#fdeae8,#43191a);
--warning:light-dark(#8a5200,#f0b45a);--warning-bg:light-dark(#fdf1da,#3b2a0d);
--info:light-dark(#2257a8,#8ab8ff);--info-bg:light-dark(#e6effc,#182a47);
--error:light-dark(#7a2aa3,#d49bf2);--error-bg:light-dark(#f5e8fb,#351a45)}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
[hidden]{display:none!important}
.skip{position:absolute;left:-99em}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:9}
header.top,main{max-width:1120px;margin:0 auto;padding:0 20px}
header.top{display:flex;align-items:center;justify-content:space-between;gap:12px;padding-top:14px;padding-bottom:6px}
nav ol{display:flex;flex-wrap:wrap;gap:0 6px;list-style:none;margin:0;padding:0;color:var(--soft);font-size:.93rem}
nav li{min-width:0;overflow-wrap:anywhere}
nav li+li::before{content:"/ ";color:var(--line)}
main{padding-bottom:64px}
h1{font-size:1.65rem;line-height:1.2;margin:10px 0 6px;overflow-wrap:anywhere;display:flex;flex-wrap:wrap;gap:6px 12px;align-items:center}
h2{font-size:1.15rem;margin:30px 0 10px}
h3{font-size:1rem;margin:0;display:inline;overflow-wrap:anywhere}
.group h3{max-width:calc(100% - 1.6em)}
p{margin:.3em 0}
.soft,figcaption,caption{color:var(--soft)}
.soft{overflow-wrap:anywhere}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--sunk);border-radius:4px;padding:.08em .3em;overflow-wrap:anywhere;unicode-bidi:isolate;white-space:pre-wrap}
button,select,input{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 10px;min-height:38px;max-width:100%}
button{cursor:pointer}
button:hover{border-color:var(--soft)}
#theme{min-width:8.2em;flex:none}
html:not(.js) .js-only{display:none}
.chip{display:inline-block;font-size:.78rem;font-weight:600;line-height:1.5;border-radius:99px;padding:0 9px;white-space:nowrap;background:var(--sunk);color:var(--soft);vertical-align:1px}
.chip+.chip{margin-left:4px}
.passed{background:var(--pass-bg);color:var(--pass)}
.failed,.critical{background:var(--critical-bg);color:var(--critical)}
.warning{background:var(--warning-bg);color:var(--warning)}
.info{background:var(--info-bg);color:var(--info)}
.error{background:var(--error-bg);color:var(--error)}
h1 .chip{font-size:.9rem;padding:2px 12px}
.lead{margin:0;color:var(--soft);overflow-wrap:anywhere}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(112px,1fr));gap:10px;margin:16px 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:9px 13px}
.tiles b{display:block;font-size:1.4rem;line-height:1.25;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.86rem}
.tiles .has-critical b{color:var(--critical)}.tiles .has-warning b{color:var(--warning)}
.tiles .has-info b{color:var(--info)}.tiles .has-error b{color:var(--error)}.tiles .has-passed b{color:var(--pass)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px;margin:12px 0}
.scroll{overflow-x:auto;position:relative}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:7px 18px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
th{color:var(--soft);font-weight:600;font-size:.84rem;white-space:nowrap}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
caption{text-align:left;font-size:.86rem;padding-bottom:2px}
svg{display:block}
.timeline{height:72px;max-width:100%}
.timeline a:hover rect,.timeline a:focus rect{opacity:.65}
.timeline .t-passed{fill:var(--pass)}.timeline .t-critical{fill:var(--critical)}.timeline .t-warning{fill:var(--warning)}.timeline .t-info{fill:var(--info)}
.ends{display:flex;justify-content:space-between;gap:12px;color:var(--soft);font-size:.82rem}
figure{margin:0}
figcaption{font-size:.86rem}
form.filter{display:flex;flex-wrap:wrap;gap:8px;align-items:end;background:var(--paper);padding:10px 0;border-bottom:1px solid var(--line)}
.filter label{display:flex;flex-direction:column;font-size:.82rem;color:var(--soft);gap:2px;flex:1 1 130px;min-width:0}
.filter label.wide{flex:2 1 220px}
.filter select,.filter input{color:var(--ink);font-size:.95rem;width:100%}
.filter output{flex:1 1 100%;color:var(--soft);font-size:.88rem}
@media (min-width:900px){html:has(form.filter){scroll-padding-top:124px}form.filter{position:sticky;top:0;z-index:2}}
.group{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:10px 0}
.many .group{content-visibility:auto;contain-intrinsic-size:auto 46px}
.many .group[open]{contain-intrinsic-size:auto 400px}
.group>summary{padding:10px 14px;cursor:pointer;list-style-position:outside;display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center}
.group>summary::-webkit-details-marker{display:none}
.group>summary::before{content:"";flex:none;width:.5em;height:.5em;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg);transition:transform .12s}
.group[open]>summary::before{transform:rotate(45deg)}
.group>summary .soft{font-size:.88rem}
.group>summary .chips{margin-left:auto;display:flex;gap:6px;flex-wrap:wrap}
.chips .chip{margin:0}
.group ol{list-style:none;margin:0;padding:0}
.x{border-top:1px solid var(--line);padding:9px 14px 10px;border-left:3px solid transparent}
.many .x{content-visibility:auto;contain-intrinsic-size:auto 80px}
.x:last-child{border-radius:0 0 9px 9px}
.x.is-critical{border-left-color:var(--critical)}.x.is-warning{border-left-color:var(--warning)}.x.is-info{border-left-color:var(--info)}
.say{overflow-wrap:anywhere;margin:0}
.say .chip{margin:0 6px 0 0}
.found{margin:.15em 0 0}
.note>*{margin:.25em 0 0}.note ul,.note ol{padding-left:1.4em}.note :is(h4,h5,h6){font-size:1em}.note pre{overflow:auto}
.x .type{font-size:.82rem;color:var(--soft);display:flex;flex-wrap:wrap;gap:2px 12px;align-items:center;margin:.15em 0 0;overflow-wrap:anywhere}
.strip{height:9px;flex:none;fill:none;stroke-width:9;stroke-dasharray:3 1}
.strip .p{stroke:var(--pass)}.strip .f{stroke:var(--critical)}.strip .e{stroke:var(--error)}.strip .o{stroke:var(--line)}
.spark{width:90px;height:22px;flex:none;fill:none;stroke:var(--bar);stroke-width:1.5;overflow:visible}
.more{margin-top:4px}
.more>summary{cursor:pointer;color:var(--link);font-size:.9rem;width:fit-content}
.more table{margin:4px 0 2px;width:auto;min-width:min(100%,420px)}
.profile{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,280px),1fr));gap:10px 28px;padding:4px 17px 14px;border-top:1px solid var(--line)}
.profile dl{display:grid;grid-template-columns:auto 1fr;gap:1px 14px;margin:6px 0 0;font-size:.9rem;align-content:start}
.profile dt{color:var(--soft)}
.profile dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.bars{width:100%;height:84px;fill:var(--bar);margin-top:6px;border-bottom:1px solid var(--line)}
.compared{max-width:560px}
.before{fill:var(--soft);background:var(--soft);opacity:.5}.now{background:var(--bar)}
.key{display:inline-block;width:.75em;height:.75em;border-radius:2px}
.key.now{margin-left:.6em}
.top-values{list-style:none;margin:6px 0 0;padding:0;font-size:.88rem}
.top-values li{position:relative;display:flex;justify-content:space-between;gap:10px;padding:1px 6px;margin-bottom:2px;border-radius:3px;overflow:hidden}
.top-values li::before{content:"";position:absolute;inset:0 auto 0 0;width:var(--w);background:var(--bar);opacity:.22;border-radius:3px}
.top-values code{background:none;padding:0;position:relative}
.top-values span{position:relative;font-variant-numeric:tabular-nums}
.suites{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:12px}
.suites>li{margin:0}
.suites h3{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center}
@media (max-width:640px){body{font-size:15px}header.top,main{padding-left:14px;padding-right:14px}h1{font-size:1.35rem}.tiles{grid-template-columns:repeat(3,1fr);gap:8px}.tiles li{padding:7px 10px}.tiles b{font-size:1.15rem}.tiles span{font-size:.8rem}.filter label{flex-basis:calc(50% - 4px)}.filter label.wide{flex-basis:100%}.group>summary .chips{margin-left:0}.results thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.results,.results tbody,.results tr{display:block}.results tr{padding:7px 0;border-bottom:1px solid var(--line)}.results tr:last-child{border-bottom:0}.results td{display:inline-block;padding:0 8px 2px 0;border:0;text-align:left;max-width:100%}.more td:first-child{min-width:9em}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{.filter,#theme,.skip{display:none!important}.many .group,.many .x{content-visibility:visible}.x{break-inside:avoid}}
`;
