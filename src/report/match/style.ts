/** How a match's page looks: plain, light and dark, from a phone to paper. The report shares the names of the five tokens. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #1d2127; --paper: #fdfdfc; --rule: #d9dbdf; --accent: #1f5fa8; --muted: #596068;
  --raised: #f4f5f6; --bad: #a3341b; --good: #256b3c;
  --l0: #1f5fa8; --l1: #b4501a; --l2: #2b7a4b; --l3: #8a3f9b; --l4: #8a6a00; --l5: #b02a55; --l6: #167a83; --l7: #5a6068;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8ea; --paper: #15181c; --rule: #363b42; --accent: #86b9f5; --muted: #a3abb4;
    --raised: #1d2126; --bad: #f2937c; --good: #84cf9b;
    --l0: #86b9f5; --l1: #f0a071; --l2: #84cf9b; --l3: #d79be6; --l4: #dcc05c; --l5: #f593b0; --l6: #74cdd6; --l7: #aeb6bf;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 7rem; }
body {
  margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 70rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere;
}
h1 { margin: 0 0 .75rem; font-size: clamp(1.4rem, 1.1rem + 1.4vw, 2rem); line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 0 0 .25rem; font-size: 1.25rem; line-height: 1.3; }
h3 { margin: 0; font-size: .95rem; font-weight: 600; }
h4 { margin: 0; font-size: .9rem; }
p { margin: 0 0 .5rem; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h2:focus { outline: none; }
.kind { margin: 0 0 .25rem; color: var(--muted); font-size: .9rem; }
.aside, .none, .note, .player, .facts dt, p.facts { color: var(--muted); }
.aside, .note, p.facts { font-size: .875rem; }
.aside, .player { font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .25rem .5rem; }
.verdict { margin: 0 0 1rem; }
.good > span, .flag.good { color: var(--good); }
.bad > span, .flag.bad { color: var(--bad); }
.flag { font-size: .875rem; font-weight: 400; white-space: nowrap; }

dl { margin: 0; }
dl > div { display: grid; grid-template-columns: minmax(6rem, 9rem) minmax(0, 1fr); gap: 0 1rem; padding: .15rem 0; }
dl > div.broad { grid-template-columns: minmax(0, 1fr); }
dl > div.broad > dd { padding: .15rem 0 .35rem; }
dd > dl { padding-left: .75rem; border-left: 2px solid var(--rule); }
dt { color: var(--muted); }
dd { margin: 0; white-space: pre-wrap; }
dd dl, dd ol, dd table { white-space: normal; }
header .facts { display: flex; flex-wrap: wrap; gap: .1rem 1.75rem; margin-bottom: 1.25rem; font-size: .9rem; }
header .facts > div { display: flex; gap: .5rem; }
header .facts dt { flex: none; }
header h2 { font-size: 1rem; }
.overview { display: grid; gap: 0 3rem; grid-template-columns: minmax(0, 1fr); }

.wide { overflow-x: auto; margin: 0 0 .75rem; }
table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; width: 100%; max-width: 36rem; }
th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); overflow-wrap: normal; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 400; font-size: .8125rem; color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 600; white-space: nowrap; }
td.text { min-width: 16rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.n { text-align: right; }
tr.own { background: var(--raised); }
dd > .wide > table { width: max-content; min-width: min(100%, 18rem); max-width: none; }
dd td { max-width: 18rem; overflow-wrap: anywhere; }
.view > dl { columns: 14rem; column-gap: 2rem; }
.view > dl > div { break-inside: avoid; }
.view > dl > .broad { column-span: all; }
td dl > div { grid-template-columns: max-content minmax(0, 1fr); }
td dd { white-space: normal; }

details > summary { cursor: pointer; padding: .3rem 0; min-height: 1.5rem; }
summary:hover { color: var(--accent); }
.params { margin-bottom: 1.5rem; }

figure { margin: 0 0 1.5rem; }
figcaption { color: var(--muted); font-size: .875rem; margin-bottom: .25rem; }
svg { display: block; width: 100%; max-width: 40rem; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--muted); }
.grid { stroke: var(--rule); }
.line { fill: none; stroke: var(--muted); stroke-width: 1.5; stroke-linejoin: round; opacity: .7; }
.now { stroke: var(--ink); stroke-dasharray: 2 3; }
[class^="line-"] .line { stroke-width: 2; opacity: 1; }
${Array.from({ length: 8 }, (_, i) => `.line-${i} .line { stroke: var(--l${i});${dashesOf(i)} } .line-${i} text { fill: var(--l${i}); }`).join('\n')}

.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center; padding: .6rem 0; margin-bottom: .5rem; background: var(--paper); border-block: 1px solid var(--rule); }
.bar[hidden] { display: none; }
.go { display: flex; flex: 1 1 16rem; min-width: 0; gap: .35rem; align-items: center; }
.go input { flex: 1 1 3rem; width: 3rem; min-width: 0; margin: 0; accent-color: var(--accent); }
.where { display: flex; flex: 1 1 auto; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; font-size: .9rem; }
#where { font-variant-numeric: tabular-nums; }
button, select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--muted); border-radius: 4px; min-height: 2rem; min-width: 2.25rem; padding: .1rem .6rem; cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
button[aria-disabled="true"] { border-color: var(--rule); color: var(--muted); cursor: default; }
select { max-width: 11rem; }
.turns { margin-bottom: 1.5rem; font-size: .9rem; }
.turns ol { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .25rem 0; padding: 0; list-style: none; max-height: 14rem; overflow-y: auto; }

.step { contain: layout style; margin-bottom: 2.5rem; scroll-margin-top: 7rem; }
.gist::first-letter { text-transform: capitalize; }
.gist { margin-bottom: 1rem; color: var(--muted); }
.gist .verdict { color: var(--ink); }
.beside { display: grid; gap: 1rem 2.5rem; grid-template-columns: minmax(0, 1fr); }
.card { display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: baseline; padding: .3rem 0; border-top: 1px solid var(--rule); }
.card:last-child { border-bottom: 1px solid var(--rule); }
.card > h3 { flex: 1 1 8rem; }
.card > details { flex: 0 1 auto; min-width: 0; font-size: .9375rem; }
.card > details[open] { flex: 1 0 100%; padding-bottom: .5rem; }
.card > .note { flex: 1 0 100%; }
blockquote { flex: 1 0 100%; margin: .25rem 0; padding-left: .75rem; border-left: 2px solid var(--rule); white-space: pre-wrap; }
.call { margin: .25rem 0 1rem; padding-top: .5rem; border-top: 1px dashed var(--rule); }
.said { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); gap: 0 .75rem; padding: .35rem 0; }
.who { color: var(--muted); font-size: .8125rem; padding-top: .1rem; }
.words { white-space: pre-wrap; background: var(--raised); padding: .4rem .6rem; border-radius: 4px; font-size: .9rem; }
@media (min-width: 62rem) {
  .overview.drawn { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); }
  .beside { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .beside > div:first-child { position: sticky; top: 4.5rem; align-self: start; }
}
@media (max-width: 36rem) {
  .said { grid-template-columns: minmax(0, 1fr); }
  th, td { padding-right: .6rem; }
  .go { gap: .25rem; }
  .go button { padding: .1rem .4rem; }
  svg { font-size: 16px; }
}

dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; padding: 1.25rem 1.5rem; max-width: min(26rem, 90vw); }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog dl { margin: .5rem 0 1rem; }
kbd { font: .875rem ui-monospace, monospace; padding: .05rem .35rem; border: 1px solid var(--rule); border-radius: 4px; background: var(--raised); color: var(--ink); }

@media screen {
  .stepping .step:not(.shown) { display: none; }
  .eyes .all, .eyes .shown .other { display: none; }
}
@media print {
  :root { --ink: #000; --paper: #fff; --rule: #bbb; --muted: #444; --raised: #fff; --accent: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .overview.drawn { grid-template-columns: 2fr 3fr; }
  .bar, .turns, .skip, dialog, .now { display: none; }
  .wide { overflow: visible; }
  .beside > div:first-child { position: static; }
  tr, .card, .said { break-inside: avoid; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
`

/** Lines are told apart without colour too. */
function dashesOf(seat: number): string {
  const dashes = ['', '7 3', '2 3', '8 3 2 3'][seat % 4]
  return dashes ? ` stroke-dasharray: ${dashes};` : ''
}
