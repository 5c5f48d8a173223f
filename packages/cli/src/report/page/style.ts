// How the page looks: one column of panels, wide enough for two charts side by side, one on a phone.

import { paletteCss } from './palette.ts';

export const style = `${paletteCss()}
:root{--sans:Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:3.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 var(--sans)}
main,header>div,nav>div,footer{max-width:1120px;margin:0 auto;padding:0 20px}
a{color:var(--blue);text-decoration-thickness:1px;text-underline-offset:2px}
h1{font-size:clamp(1.55rem,4.5vw,2.15rem);line-height:1.2;letter-spacing:-.02em;margin:0;overflow-wrap:anywhere}
h2{font-size:1.35rem;line-height:1.3;letter-spacing:-.01em;margin:0 0 .3rem}
h3{font-size:1.05rem;margin:2rem 0 .35rem}
h4{font-size:.95rem;font-weight:600;margin:0 0 .5rem}
p{margin:.35rem 0 .9rem;max-width:46rem}
small,figcaption,.note{color:var(--muted);font-size:.84rem;line-height:1.5}
code,pre,.mono{font-family:var(--mono);font-size:.86em}
pre{margin:.5rem 0;padding:.75rem .9rem;overflow-x:auto;background:var(--paper);border:1px solid var(--rule);border-radius:8px;line-height:1.6}

header{padding:2.4rem 0 1.4rem}
header .top{display:flex;gap:1rem;align-items:flex-start;justify-content:space-between}
header .kind{color:var(--muted);font-size:.8rem;font-weight:600;letter-spacing:.08em;text-transform:uppercase;margin:0 0 .3rem}
header .what{color:var(--muted);margin:.5rem 0 0;max-width:none}
#theme{flex:none;font:inherit;font-size:.8rem;color:var(--ink);background:var(--panel);border:1px solid var(--rule);border-radius:999px;padding:.35rem .85rem;cursor:pointer}
#theme:hover,.picker button:hover{border-color:var(--blue)}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px}

nav{position:sticky;top:0;z-index:5;background:color-mix(in srgb,var(--paper) 92%,transparent);backdrop-filter:blur(6px);border-bottom:1px solid var(--rule)}
nav>div{display:flex;gap:1.3rem;overflow-x:auto;scrollbar-width:none;white-space:nowrap}
nav a{padding:.7rem 0;color:var(--muted);text-decoration:none;font-size:.87rem}
nav a:hover{color:var(--ink)}

section{padding:2.4rem 0 1rem;border-bottom:1px solid var(--rule)}
section:last-of-type{border-bottom:0}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:16px;margin:1rem 0}
.panel,figure{margin:0;padding:16px 18px;background:var(--panel);border:1px solid var(--rule);border-radius:10px;min-width:0}
figure{display:flex;flex-direction:column}
figcaption{margin-top:auto;padding-top:.6rem;max-width:46rem}
.wide{margin:1rem 0}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;margin:-.15rem 0 .5rem}
.legend button{display:inline-flex;align-items:center;gap:6px;font:inherit;font-size:.79rem;color:var(--ink);background:none;border:0;padding:1px 0;cursor:pointer}
.legend button[aria-pressed=false]{opacity:.4;text-decoration:line-through}
.legend svg{flex:none;overflow:visible}
.plot{width:100%;min-width:0}

.beside{display:flex;flex-wrap:wrap;gap:16px;margin:1rem 0;align-items:stretch}
.beside>*{flex:1 1 auto;max-width:100%}
.beside>.panel table:not(.heat):not(.pictures){width:100%}
.beside>.rest{flex:1 1 370px;min-width:0}
.beside>.rest>figure{height:100%}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:1.5rem 0 .4rem}
.tile{padding:13px 16px;background:var(--panel);border:1px solid var(--rule);border-radius:10px}
.tile b{display:block;font-size:1.5rem;line-height:1.25;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile span{display:block;color:var(--muted);font-size:.8rem;line-height:1.4}
.tile.main{border-color:var(--blue);box-shadow:inset 0 0 0 1px var(--blue)}

/* A shadow at an edge says that there is more behind it. */
.scroll{overflow-x:auto;background:linear-gradient(to right,var(--panel) 30%,transparent) left,linear-gradient(to left,var(--panel) 30%,transparent) right,radial-gradient(farthest-side at 0 50%,color-mix(in srgb,var(--ink) 22%,transparent),transparent) left,radial-gradient(farthest-side at 100% 50%,color-mix(in srgb,var(--ink) 22%,transparent),transparent) right;background-repeat:no-repeat;background-size:44px 100%,44px 100%,14px 100%,14px 100%;background-attachment:local,local,scroll,scroll}
.fit{width:fit-content;max-width:100%}
/* Words beside a table wrap at its width and do not widen it. */
.fit>p{width:0;min-width:100%}
table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums}
th,td{padding:.38rem .8rem .38rem 0;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--grid)}
th{font-weight:600;color:var(--muted);font-size:.8rem}
td.n,th.n{text-align:right;padding:.38rem .1rem .38rem .75rem}
tr.sum td,tr.sum th{font-weight:650;color:var(--ink);border-top:1px solid var(--rule)}
table.facts{width:100%}
table.facts th{white-space:nowrap;padding-right:1.4rem;width:1%}
table.facts td{overflow-wrap:anywhere}

table.heat{border-collapse:separate;border-spacing:2px;font-size:.8rem}
table.heat th,table.heat td{border:0;padding:.32rem .4rem;text-align:center;vertical-align:middle;white-space:nowrap}
table.heat th[scope=row]{text-align:right}
table.heat.tall thead th{vertical-align:bottom;writing-mode:vertical-rl;transform:rotate(180deg);text-align:left;padding:.2rem 0}
table.heat td{min-width:2.5rem;border-radius:4px;background:color-mix(in srgb,var(--tint,var(--blue)) calc(var(--v)*1%),var(--panel))}
table.heat td.strong{color:var(--panel)}
table.heat td.same{background:color-mix(in srgb,var(--grid) 60%,transparent);color:var(--muted)}

img{display:block;height:auto;image-rendering:pixelated;max-width:100%}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;margin:1rem 0}
.card{padding:12px;background:var(--panel);border:1px solid var(--rule);border-radius:10px;font-size:.8rem;line-height:1.45;min-width:0}
.card img{width:100%;border-radius:6px;background:#000;margin-bottom:.5rem}
.card b{font-size:1rem}
.card .line{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:baseline;gap:.5rem}
.card ul{list-style:none;margin:.4rem 0 0;padding:.4rem 0 0;border-top:1px solid var(--grid);color:var(--muted)}
.card li{display:flex;justify-content:space-between;gap:.5rem;font-variant-numeric:tabular-nums}
.card li span{white-space:nowrap}
.right{color:var(--good)}
.wrong{color:var(--bad)}

.picker{display:flex;flex-wrap:wrap;gap:8px;margin:.6rem 0 1rem}
.picker button{font:inherit;font-size:.74rem;line-height:1.3;color:var(--muted);padding:4px 4px 3px;background:var(--panel);border:1px solid var(--rule);border-radius:8px;cursor:pointer}
.picker button img{width:44px;height:44px;border-radius:4px;margin:0 auto 2px}
.picker button[aria-pressed=true]{border-color:var(--blue);box-shadow:inset 0 0 0 1px var(--blue);color:var(--ink)}
.layer{display:grid;grid-template-columns:150px minmax(0,1fr);gap:6px 16px;padding:14px 0;border-top:1px solid var(--grid)}
.layer:first-child{border-top:0}
.layer h4{margin:0 0 .15rem;overflow-wrap:anywhere}
.filters{display:flex;flex-wrap:wrap;gap:10px 12px}
.filters>div{font-size:.74rem;text-align:center;color:var(--muted)}
.filters img{border-radius:3px;margin-bottom:2px}
.maps{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:flex-start;align-content:flex-start}
.maps img{border-radius:2px;background:var(--grid)}
.maps .strip{flex:0 1 auto;min-width:0}
table.pictures{border-collapse:separate;border-spacing:4px;font-size:.8rem}
table.pictures th,table.pictures td{border:0;padding:2px 4px;text-align:center;vertical-align:middle;white-space:nowrap}
table.pictures th[scope=row]{text-align:left;padding-right:12px}
table.pictures img{margin:0 auto;border-radius:3px;background:var(--grid)}
table.pictures td.sum,table.pictures th.sum{font-weight:650;color:var(--ink)}
.bar{display:inline-block;height:.5em;border-radius:2px;background:var(--blue);vertical-align:.08em}
table.grid-of-numbers{font-family:var(--mono);font-size:.78rem;border-collapse:separate;border-spacing:2px}
table.grid-of-numbers td{border:1px solid var(--grid);border-radius:3px;padding:.25rem .4rem;text-align:right;min-width:3.1rem;background:color-mix(in srgb,var(--tint,var(--muted)) calc(var(--v,0)*1%),var(--panel))}
table.bars{justify-self:start}
table.bars td,table.bars th{border:0;padding:.12rem .8rem .12rem 0}
pre.wrap{white-space:pre-wrap;overflow-wrap:anywhere}
details{margin:1rem 0}
summary{cursor:pointer}
.worked{display:flex;flex-wrap:wrap;gap:18px 34px;align-items:flex-start}
.equation{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;margin:0 0 .9rem}
.equation>div{min-width:0}
.worked h5{margin:0 0 .25rem;font-size:.78rem;font-weight:600;color:var(--muted)}
.equation .sign{font-size:1.4rem;color:var(--muted)}
.steps{display:flex;justify-content:space-between;gap:4px}
.steps>span{flex:1 1 0;text-align:center;font-size:.72rem;color:var(--muted);min-width:0}
.steps img{width:100%;max-width:48px;margin:0 auto 2px;border-radius:3px}
.missing{border-left:3px solid var(--orange);padding:.5rem .9rem;background:var(--panel);max-width:none}
footer{padding:1.6rem 20px 3rem;color:var(--muted);font-size:.82rem}
[hidden]{display:none!important}

@media (max-width:640px){
main,header>div,nav>div,footer{padding-left:14px;padding-right:14px}
header{padding:1.5rem 0 1rem}
section{padding-top:1.8rem}
.panel,figure{padding:13px 12px}
.tiles{grid-template-columns:repeat(2,1fr);gap:9px}
.tile{padding:10px 12px}
.tile b{font-size:1.25rem}
.cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:9px}
.card .word{display:none}
table.heat{font-size:.72rem;border-spacing:1px}
table.heat th,table.heat td{padding:.3rem .2rem}
table.heat td{min-width:1.75rem}
table.pictures th[scope=row]{white-space:normal;min-width:5.6rem;max-width:6.4rem;padding-right:4px}
table.pictures img{max-width:56px}
.layer{grid-template-columns:minmax(0,1fr)}
}
@media print{
@page{margin:14mm}
body{font-size:10.5pt;background:none}
nav,#theme,.picker{display:none!important}
main,header>div,footer{padding-left:0;padding-right:0}
section{border:0;padding:1rem 0 0}
.beside>.rest{flex-basis:100%}
.plot{overflow:hidden}
figure,.card,.tile,.layer,.fit,.worked,tr{break-inside:avoid}
h2,h3,h4,section>p{break-after:avoid}
.grid{grid-template-columns:1fr 1fr}
.cards{grid-template-columns:repeat(4,1fr)}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
