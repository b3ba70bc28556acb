/**
 * The look of every page. Inline, so that a page is whole wherever it is sent. Names of colours and their values are
 * those of the Data Docs; the series are the colours of Okabe and Ito (2008), which colour-blind readers tell apart,
 * darkened or lightened until each has a contrast of 3 to 1 to its ground (WCAG 2.2, 1.4.11).
 */
export const STYLE = `
:root{color-scheme:light dark;
--paper:light-dark(#f6f7f9,#14171c);--card:light-dark(#fff,#1c2128);--sunk:light-dark(#eef0f3,#252b34);
--ink:light-dark(#1c2430,#e4e8ee);--soft:light-dark(#576273,#9ba7b7);--line:light-dark(#dce0e6,#333b47);
--link:light-dark(#0b5fb0,#7ab8ff);
--good:light-dark(#17703b,#5fcf8b);--good-bg:light-dark(#e2f4e9,#17331f);
--bad:light-dark(#b3211c,#ff8d86);--bad-bg:light-dark(#fdeae8,#43191a);
--doubt:light-dark(#8a5200,#f0b45a);--doubt-bg:light-dark(#fdf1da,#3b2a0d);
--s0:light-dark(#0072b2,#56b4e9);--s1:light-dark(#c25400,#ff9f4a);--s2:light-dark(#008460,#2fcf9f);
--s3:light-dark(#a8528a,#e39ac4);--s4:light-dark(#8a7300,#e3cf3f);--s5:light-dark(#576273,#b4bfcc)}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:56px}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--link);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99em}
.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:9}
header.top,main,footer{max-width:1160px;margin:0 auto;padding:0 20px}
header.top{padding-top:22px}
.over{margin:0;color:var(--soft);font-size:.93rem;overflow-wrap:anywhere}
h1{font-size:1.65rem;line-height:1.2;margin:4px 0 4px;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.2rem;margin:38px 0 10px}
h3{font-size:1rem;margin:22px 0 8px}
p{margin:.35em 0;overflow-wrap:anywhere;max-width:78ch}
.soft{color:var(--soft)}
nav.contents{position:sticky;top:0;z-index:3;background:var(--paper);border-bottom:1px solid var(--line);margin-top:10px}
nav.contents ul{max-width:1160px;margin:0 auto;padding:0 20px;list-style:none;display:flex;gap:4px 18px;overflow-x:auto;scrollbar-width:none}
nav.contents a{display:block;padding:10px 0;white-space:nowrap;font-size:.93rem;text-decoration:none}
nav.contents a:hover{text-decoration:underline}
main{padding-bottom:24px}
footer{color:var(--soft);font-size:.86rem;padding-bottom:48px}
code,pre{font:.88em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;unicode-bidi:isolate}
code{background:var(--sunk);border-radius:4px;padding:.08em .3em;overflow-wrap:anywhere;white-space:pre-wrap}
pre{background:var(--sunk);border-radius:8px;padding:10px 12px;margin:8px 0;overflow:auto;max-height:420px}
.verdict{display:grid;grid-template-columns:auto 1fr;gap:2px 14px;border:1px solid var(--line);border-left:6px solid var(--soft);background:var(--card);border-radius:10px;padding:14px 18px;margin:14px 0}
.verdict .badge{font-weight:700;font-size:1.05rem}
.verdict p{grid-column:1/-1;margin:.1em 0;max-width:none}
.verdict.good{border-left-color:var(--good)}.verdict.bad{border-left-color:var(--bad)}.verdict.doubt{border-left-color:var(--doubt)}
.good .badge{color:var(--good)}.bad .badge{color:var(--bad)}.doubt .badge{color:var(--doubt)}
.chip{display:inline-block;font-size:.8rem;font-weight:600;line-height:1.5;border-radius:99px;padding:0 9px;white-space:nowrap;background:var(--sunk);color:var(--soft)}
.chip.good{background:var(--good-bg);color:var(--good)}.chip.bad{background:var(--bad-bg);color:var(--bad)}.chip.doubt{background:var(--doubt-bg);color:var(--doubt)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:10px;margin:14px 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:9px 13px}
.tiles b{display:block;font-size:1.35rem;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:.86rem;display:block;line-height:1.35}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,350px),1fr));gap:14px;align-items:start;margin:12px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin:12px 0;min-width:0}
.cards>.card{margin:0}
figure{margin:0}
figcaption,.card>h3{font-weight:600;font-size:.97rem;margin:0 0 2px}
figcaption small,.card>.soft{display:block;font-weight:400;color:var(--soft);font-size:.86rem;margin:0}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{fill:var(--soft);font-size:12px}
svg .axis{stroke:var(--line);stroke-width:1}
svg .zero{stroke:var(--soft);stroke-width:1}
svg .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
svg .guide{fill:none;stroke:var(--soft);stroke-width:1;stroke-dasharray:2 4}
svg .bar{fill:var(--s0)}
.s0{stroke:var(--s0);--c:var(--s0)}.s1{stroke:var(--s1);--c:var(--s1)}.s2{stroke:var(--s2);--c:var(--s2)}
.s3{stroke:var(--s3);--c:var(--s3)}.s4{stroke:var(--s4);--c:var(--s4)}.s5{stroke:var(--s5);--c:var(--s5)}
svg circle{fill:var(--c);stroke:var(--card);stroke-width:1}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;margin:4px 0 0;padding:0;font-size:.88rem}
.legend li{display:flex;align-items:center;gap:6px}
.legend svg{width:26px;height:8px;flex:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}
p.caption{color:var(--soft);font-size:.88rem;margin:16px 0 2px;max-width:none}
section>.scroll{margin:0 0 22px}
th,td{text-align:left;padding:6px 16px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
td code,th code{overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--soft);font-weight:600;font-size:.85rem;vertical-align:bottom;overflow-wrap:normal}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.own>*{font-weight:650}
tr.own{background:linear-gradient(var(--sunk),var(--sunk))}
tr.own>:first-child{padding-left:8px}tr.own>:last-child{padding-right:8px}
td.meter,th.meter{width:34%;min-width:84px;vertical-align:middle}
.meter i{display:block;height:11px;border-radius:3px;background:var(--s0);width:var(--w);min-width:1px}
.meter .span{position:relative;height:14px;background:linear-gradient(var(--line),var(--line)) center/100% 1px no-repeat;border-radius:0;width:100%}
.meter .span::before{content:"";position:absolute;left:var(--from);width:var(--wide);top:5px;height:4px;border-radius:2px;background:var(--s5);min-width:2px}
.meter .span::after{content:"";position:absolute;left:var(--at);top:1px;width:4px;height:12px;margin-left:-2px;border-radius:2px;background:var(--ink)}
tr.own .span::before{background:var(--s0)}
details>summary{cursor:pointer;color:var(--link);font-size:.9rem;width:fit-content;padding:3px 0}
details.data{margin-top:6px}
details.data .scroll{max-height:300px;overflow:auto}
.facts{display:grid;grid-template-columns:fit-content(38%) 1fr;gap:3px 16px;margin:6px 0;font-size:.93rem}
.facts dt{color:var(--soft);overflow-wrap:anywhere}
.facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.flow{list-style:none;margin:12px 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:14px 26px}
.flow>li{position:relative;min-width:0;display:grid;gap:8px;align-content:start}
.flow>li+li::before{content:"";position:absolute;left:-18px;top:20px;width:8px;height:8px;border:solid var(--soft);border-width:2px 2px 0 0;transform:rotate(45deg)}
.step{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--line);border-radius:8px;padding:7px 11px 9px}
ul.plain{list-style:none;margin:0;padding:0}
.step b{display:block;font-size:.93rem;overflow-wrap:anywhere;font-weight:600}
.step span{display:block;color:var(--soft);font-size:.86rem;line-height:1.4;font-variant-numeric:tabular-nums}
.step .time{color:var(--ink);font-size:1.05rem}
.step i{display:block;height:5px;border-radius:3px;background:var(--sunk);margin:4px 0}
.step i::before{content:"";display:block;height:100%;width:var(--w);min-width:2px;border-radius:3px;background:var(--s0)}
.step.good{border-top-color:var(--good)}.step.bad{border-top-color:var(--bad)}
.slider label{display:flex;flex-wrap:wrap;gap:0 12px;align-items:center;font-size:.93rem;margin:6px 0}
.slider input{flex:1 1 180px;min-height:28px;accent-color:var(--s0)}
html:not(.js) .js-only{display:none}
.parallel .trial{fill:none;stroke:var(--c,var(--s0));stroke-width:1.6;opacity:.75}
.parallel .trial.many{opacity:.3}
.parallel .trial:hover{stroke-width:4;opacity:1}
.parallel text{paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}
.parallel{overflow-x:auto}
.parallel svg{min-width:var(--least)}
.confusion{width:auto;min-width:min(100%,340px)}
.confusion td{font-variant-numeric:tabular-nums}
@media (max-width:640px){header.top,main,footer{padding-left:14px;padding-right:14px}nav.contents ul{padding:0 14px}h1{font-size:1.35rem}.tiles{grid-template-columns:repeat(auto-fit,minmax(104px,1fr));gap:8px}.tiles li{padding:7px 10px}.tiles b{font-size:1.1rem}th,td{padding-right:10px}.card{padding:11px 12px}.flow{grid-template-columns:1fr;gap:20px}.flow>li+li::before{left:50%;top:-15px;transform:rotate(135deg)}}
@media print{nav.contents,.skip,.js-only{display:none!important}.card,.step,tr,figure{break-inside:avoid}h2,h3{break-after:avoid}body{background:#fff}pre{max-height:none}}
`;
