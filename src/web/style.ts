/** The look of participants’ pages: the house’s ink on paper, in light, in the dark and in print, from 320 pixels on. */
import { COLOURS } from '../report/style.ts'

/** `on` is for what stands on the accent; `field` for the edges of boxes, at a contrast of at least 3. */
const LIGHT = {
  ...COLOURS.light,
  on: '#ffffff',
  field: '#757b86',
  tint: '#eaf2f9',
  wrong: '#a8201a',
  blush: '#fcefee',
  page: '#f1f2f4',
}
const DARK = {
  ...COLOURS.dark,
  on: '#10151b',
  field: '#868d99',
  tint: '#1b2a37',
  wrong: '#ff9d94',
  blush: '#33201f',
  page: '#0f1114',
}

const tokens = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('')

export const STYLE = `
:root{color-scheme:light dark;${tokens(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${tokens(DARK)}}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{font:100%/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:var(--ink);background:var(--page);-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:5rem}
body{margin:0 auto;max-width:46rem;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
main:focus,.errors:focus,.calculator:focus{outline:none}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-5rem;padding:.6rem .9rem;background:var(--paper);z-index:3}
.skip:focus{top:.5rem}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25rem 1.5rem;padding:.9rem 1rem;font-size:.9375rem;color:var(--muted)}
.study{margin:0;font-weight:600;color:var(--ink);overflow-wrap:anywhere;min-width:0}
.demo{display:inline-block;margin-left:.4rem;padding:.05rem .5rem;border:1px solid currentColor;border-radius:1rem;font-size:.8125rem;font-weight:600;color:var(--c2)}
.progress{display:flex;align-items:center;gap:.65rem;font-variant-numeric:tabular-nums}
progress{appearance:none;width:7rem;height:.4rem;border:0;border-radius:1rem;overflow:hidden;background:var(--rule)}
progress::-webkit-progress-bar{background:var(--rule)}
progress::-webkit-progress-value{background:var(--accent);border-radius:1rem}
progress::-moz-progress-bar{background:var(--accent);border-radius:1rem}
.clock{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1rem;padding:.35rem 1rem;background:var(--paper);border:solid var(--rule);border-width:1px 0}
.clock form{margin:0}
.timer{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.timer.soon{color:var(--wrong)}
.policy{margin:0 0 1.25rem;font-size:.9375rem;color:var(--muted)}
@media (min-height:34rem){.clock{position:sticky;top:0;z-index:2}}
main{flex:1;padding:1.5rem 1rem 2rem;background:var(--paper)}
footer{padding:.75rem 1rem 2rem;font-size:.9375rem;color:var(--muted)}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance;overflow-wrap:break-word;margin:0}
h1{font-size:clamp(1.5rem,1.3rem + 1vw,1.875rem);font-weight:650;letter-spacing:-.012em;margin-bottom:1rem}
h2{font-size:1.1875rem;font-weight:650;margin:1.75rem 0 .5rem}
h3,h4{font-size:1rem;font-weight:650;margin:1.25rem 0 .35rem}
p{margin:.65rem 0;overflow-wrap:break-word}
ul,ol{margin:.65rem 0;padding-left:1.3rem}
li{margin:.3rem 0;overflow-wrap:break-word}
.kicker{margin:0 0 .15rem;color:var(--muted);font-size:.9375rem}
.prose>:first-child,.told>:first-child,.errors>:first-child,.calculator>:first-child,.situation>:first-child,.rules>div>:first-child{margin-top:0}
.told>:last-child,.errors>:last-child,.calculator>:last-child,.situation>:last-child{margin-bottom:0}
.told{margin:1rem 0;padding:.8rem 1rem;background:var(--tint);border-radius:.5rem}
.told.first{margin-bottom:1.75rem;padding:1.1rem 1.25rem;font-size:1.125rem}
.told.first h2{font-size:.9375rem;color:var(--muted);margin-bottom:.25rem}
.notice{margin:0 0 1.25rem;padding:.75rem 1rem;background:var(--shade);border:1px solid var(--field);border-radius:.5rem}
.practice{padding:.6rem 1rem;background:var(--shade);border:1px dashed var(--field);border-radius:.5rem}
.errors{margin:0 0 1.5rem;padding:1rem 1.25rem;border:2px solid var(--wrong);border-radius:.5rem;background:var(--blush)}
.errors h2{font-size:1.0625rem}
.errors a{color:inherit;font-weight:600}
.situation,.calculator{margin:1.25rem 0}
.calculator{padding:1rem 1.25rem;border:1px solid var(--rule);border-radius:.5rem;background:var(--shade)}
.asked{margin-top:1.5rem}
.ask{font-size:1.0625rem}
details{margin:.4rem 0}
.situation:has(>details:last-child){margin-bottom:0}
.situation:has(>details:last-child)+.rules{margin-top:0}
summary{cursor:pointer;width:fit-content;max-width:100%;min-height:2.75rem;padding:.6rem 0;color:var(--accent);font-weight:500}
summary:hover{text-decoration:underline;text-underline-offset:.15em}
.rules>div{padding:.25rem 0 .25rem 1rem;border-left:3px solid var(--rule)}
form{margin:1.25rem 0 0}
.field{margin:1.5rem 0;padding:0;border:0;min-width:0}
.group{padding-left:0}
label,legend{font-weight:600}
legend{float:left;width:100%;padding:0 0 .35rem;overflow-wrap:break-word}
legend+*{clear:both}
label{display:block;margin-bottom:.3rem;overflow-wrap:break-word}
.hint{margin:.2rem 0 .5rem;font-size:.9375rem;color:var(--muted)}
.complaint{margin:.3rem 0 .5rem;color:var(--wrong);font-weight:600}
.wrong{padding-left:.9rem;border-left:4px solid var(--wrong)}
input,textarea,select,button{font:inherit;color:inherit}
input[type=text],textarea,select{display:block;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:.4rem;background:var(--paper);max-width:100%}
input[type=text]{width:12rem;font-variant-numeric:tabular-nums}
.join input[type=text]{width:18rem}
textarea{width:100%;line-height:1.5;resize:vertical}
.wrong>input,.wrong>textarea,.wrong>select{border:2px solid var(--wrong)}
input[type=radio],input[type=checkbox]{flex:none;width:1.25rem;height:1.25rem;margin:.15rem 0 0;accent-color:var(--accent)}
.options{display:grid;gap:.4rem;margin-top:.5rem}
.option{display:flex;gap:.7rem;margin:0;padding:.6rem .85rem;min-height:2.75rem;border:1px solid var(--rule);border-radius:.5rem;font-weight:400;cursor:pointer;min-width:0}
.option>span{min-width:0;overflow-wrap:anywhere}
.option:hover{border-color:var(--field)}
.option:has(:checked){border-color:var(--accent);background:var(--tint)}
.option.none{width:fit-content;margin-top:.5rem}
.boxes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr));align-items:end;gap:.25rem 1.25rem}
.boxes .field{margin:.5rem 0}
.boxes input[type=text]{width:100%}
.scale{display:grid;gap:.4rem;margin-top:.5rem}
.scale .option b{font-weight:500}
.scale small{font-size:.9375rem;color:var(--muted)}
@media (min-width:40rem){
.scale{grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);gap:.25rem}
.scale .option{flex-direction:column;align-items:center;gap:.2rem;padding:.6rem .15rem;text-align:center}
.scale .option>span{display:flex;flex-direction:column;width:100%;hyphens:auto;overflow-wrap:break-word}
.scale small{font-size:.8125rem;line-height:1.3}
}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.75rem 0 .5rem}
button,.button{display:inline-block;min-height:2.75rem;padding:.6rem 1.5rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on);font-weight:600;line-height:1.4;text-align:center;text-decoration:none;cursor:pointer;max-width:100%}
button:hover,.button:hover{filter:brightness(.93)}
.second,.quiet,.danger{background:var(--paper);color:var(--accent)}
.quiet{padding:.6rem 0;font-weight:500;border-color:transparent;background:none;text-decoration:underline;text-underline-offset:.15em}
.danger{color:var(--wrong);border-color:var(--wrong)}
button[aria-disabled=true]{opacity:.6;cursor:progress}
.equal>*{flex:1 1 12rem}
.contact{color:var(--muted)}
.contact strong{color:var(--ink)}
.leave{margin:0}
.leave summary{color:inherit;font-weight:400}
.leave form{margin-top:.5rem}
.decided{padding:.7rem 1rem;background:var(--shade);border-radius:.5rem}
.decided span,.code span,.figure-label{display:block;font-size:.9375rem;color:var(--muted)}
.figure{margin:1rem 0}
.figure strong{font-size:1.875rem;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums;line-height:1.25}
.code{margin:1.5rem 0;padding:1rem 1.25rem;border:2px solid var(--accent);border-radius:.5rem;width:fit-content;max-width:100%}
.code strong{font:600 clamp(1.35rem,7vw,2rem)/1.3 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;letter-spacing:.08em;overflow-wrap:anywhere;user-select:all}
.pairs{margin:1rem 0}
.pairs div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5rem;padding:.45rem 0;border-bottom:1px solid var(--rule)}
.pairs dt{color:var(--muted)}
.pairs dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.part-result{margin-bottom:2rem}
.part-result h2,.payment h2{padding-top:1.1rem;border-top:1px solid var(--rule)}
.how{font-size:.9375rem;color:var(--muted)}
figure{margin:1.25rem 0}
figcaption{font-weight:600;margin-bottom:.4rem}
.chart{display:block;width:100%;max-width:26rem;height:auto;font-family:inherit}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;padding:0;font-size:.9375rem}
.sample{vertical-align:middle}
.scroll{--under:var(--paper);overflow-x:auto;margin:1rem 0;background:linear-gradient(90deg,var(--under) 40%,transparent) 0/3rem 100% no-repeat local,linear-gradient(270deg,var(--under) 40%,transparent) 100%/3rem 100% no-repeat local,linear-gradient(90deg,var(--rule),transparent) 0/.75rem 100% no-repeat,linear-gradient(270deg,var(--rule),transparent) 100%/.75rem 100% no-repeat}
.calculator .scroll{--under:var(--shade)}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.45}
caption{text-align:left;color:var(--muted);padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--rule);font-variant-numeric:tabular-nums}
thead th{vertical-align:bottom;border-bottom-color:var(--ink);font-weight:600}
tbody th{font-weight:400}
.long{min-width:min(9rem,40vw)}
tr.own{background:var(--tint)}
tr.own th{font-weight:600}
.cases th[scope=row],.ballot td,.ballot tbody th{vertical-align:middle}
.ballot tbody th{min-width:9.5rem;padding-block:.4rem}
.ballot .option>span{overflow-wrap:break-word}
.ballot thead th{min-width:6rem}
.lines .scroll,.strip .scroll{margin-bottom:0}
.lines .chart,.strip .chart{margin:.25rem 0 .5rem}
.cases .field{margin:0}
.cases input[type=text]{width:100%;min-width:4rem;max-width:12rem}
.wait{display:grid;justify-items:center;text-align:center;padding:clamp(2rem,12vh,6rem) 0}
.wait h1{margin:1.5rem 0 .25rem}
.breath{width:3rem;height:3rem;border-radius:50%;border:.3rem solid var(--accent);opacity:.55}
.wait .actions{justify-content:center}
@media (prefers-reduced-motion:no-preference){
.breath{animation:breath 4s ease-in-out infinite}
@keyframes breath{0%,100%{transform:scale(.8);opacity:.3}50%{transform:none;opacity:.7}}
}
@media screen and (min-width:48rem){
body{padding-bottom:2rem}
header{padding:1.25rem .25rem 1rem}
main{flex:none;padding:2.25rem 2.75rem 2.5rem;border:1px solid var(--rule);border-radius:.75rem}
.clock{border-width:1px;border-radius:.75rem;margin-bottom:.75rem;padding:.35rem 2.75rem}
footer{padding:.75rem .25rem 0}
body:not(:has(header))>main{margin-top:2.5rem}
}
@media (forced-colors:active){.option:has(:checked){outline:2px solid}progress{border:1px solid}}
@media print{
@page{size:A4;margin:18mm 16mm}
:root{color-scheme:light}
html{font-size:10.5pt;background:none}
body{max-width:none;display:block}
.skip,.clock,.actions,.screen,footer,details.rules,details:not([open]),.lost,.progress{display:none}
header,main{padding:0}
h1{margin-top:.75rem}
h2,h3,caption,figcaption{break-after:avoid}
tr,svg,.figure,.pairs div,.code{break-inside:avoid}
.scroll{overflow:visible;background:none}
}
`
