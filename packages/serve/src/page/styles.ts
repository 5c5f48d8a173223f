export const styles = `
:root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --ink: #1c1c1a; --soft: #6a6a64; --line: #dcdcd6;
  --accent: #2456c8; --bar: #a9bff0; font: 16px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --ground: #161618; --card: #202024; --ink: #ececea; --soft: #a0a09a;
  --line: #36363c; --accent: #8fb0ff; --bar: #3d5596; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 58rem; padding: 1.25rem 1rem 2rem; background: var(--ground); color: var(--ink); }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; margin-bottom: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 0 0 .75rem; color: var(--soft); font-weight: 600; }
#about { margin: 0; color: var(--soft); flex: 1 1 14rem; }
main { display: grid; gap: 1rem; grid-template-columns: minmax(18rem, 22rem) 1fr; align-items: start; }
canvas { display: block; width: 100%; aspect-ratio: 1; background: #000; border-radius: .5rem; touch-action: none;
  cursor: crosshair; border: 1px solid var(--line); }
@media (max-width: 44rem) { main { grid-template-columns: 1fr; } canvas { max-width: 15rem; margin: 0 auto; } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
.row { display: flex; justify-content: space-between; align-items: center; gap: .75rem; margin: .5rem 0 0; }
.hint, footer { color: var(--soft); font-size: .9rem; }
.hint { margin: 0; }
button, select, input { font: inherit; color: inherit; }
button { background: none; border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .9rem; min-height: 2.5rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
select, #token { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .5rem; min-width: 0; }
#token { flex: 1; }
#drop { display: flex; align-items: center; gap: .75rem; margin-top: .9rem; padding: .9rem; border: 2px dashed var(--line);
  border-radius: .5rem; cursor: pointer; font-size: .95rem; }
#drop.over, #drop:hover, #drop:focus-within { border-color: var(--accent); }
#drop input { position: absolute; opacity: 0; width: 1px; height: 1px; }
#preview { width: 3.5rem; height: 3.5rem; object-fit: contain; border-radius: .25rem; background: var(--ground); }
#access { margin-top: .9rem; }
.label { font-size: 3.2rem; line-height: 1.1; font-weight: 700; margin: 0; overflow-wrap: anywhere; }
.label.long { font-size: 2rem; }
.sure { margin: 0 0 1rem; color: var(--soft); }
.classes { display: grid; grid-template-columns: minmax(1.5rem, max-content) 1fr 4.2rem; gap: .3rem .75rem; align-items: center; margin: 0 0 1.1rem; }
.classes dt { overflow-wrap: anywhere; max-width: 9rem; }
.classes dd { margin: 0; }
.track { background: var(--ground); border-radius: .3rem; height: .9rem; overflow: hidden; }
.fill { display: block; height: 100%; width: 100%; }
.fill rect { fill: var(--bar); }
.fill.best rect { fill: var(--accent); }
.number { text-align: right; font-variant-numeric: tabular-nums; color: var(--soft); font-size: .9rem; }
.votes { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; padding: 0; margin: 0 0 .9rem; }
.votes li { border: 1px solid var(--line); border-radius: .5rem; padding: .2rem .6rem; font-size: .9rem; }
.votes li.other { border-color: var(--accent); border-style: dashed; }
.error { color: #c22b2b; margin: 0; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { .error { color: #ff8f8f; } }
footer { margin-top: 1.25rem; display: flex; gap: 1.25rem; }
a { color: var(--accent); }
`;
