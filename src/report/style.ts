/** The page's style: ink on paper, in light, in the dark and in print. Colours of marks are those of Okabe and Ito (2008), darkened for paper. */

/** Text has a contrast of at least 4.5 on paper and shade, marks of at least 3: the tests measure it. */
export const COLOURS = {
  light: {
    ink: '#1b1d22',
    paper: '#ffffff',
    shade: '#f4f5f6',
    rule: '#d9dce1',
    muted: '#575d68',
    accent: '#0b5c9e',
    c1: '#0072b2',
    c2: '#c24e00',
    c3: '#00805d',
    c4: '#a64d86',
    c5: '#8a6a00',
    c6: '#3d4450',
  },
  dark: {
    ink: '#e9e7e2',
    paper: '#15171b',
    shade: '#1e2127',
    rule: '#3a3f48',
    muted: '#a5abb6',
    accent: '#7cc0f0',
    c1: '#56b4e9',
    c2: '#f0843c',
    c3: '#2fc496',
    c4: '#dd94bb',
    c5: '#e6c229',
    c6: '#c3c8d1',
  },
} as const

const tokens = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour};`)
    .join('')

export const STYLE = `
:root{color-scheme:light dark;${tokens(COLOURS.light)}}
@media screen and (prefers-color-scheme:dark){:root{${tokens(COLOURS.dark)}}}
*{box-sizing:border-box}
html{font:100%/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:0 1rem 4rem;max-width:70rem}
a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
main:focus{outline:none}
.skip{position:absolute;left:1rem;top:-4rem;padding:.5rem .75rem;background:var(--paper);z-index:2}
.skip:focus{top:.5rem}
h1,h2,h3,h4,h5,h6{line-height:1.25;text-wrap:balance;overflow-wrap:anywhere;margin:0}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.25rem);font-weight:650;letter-spacing:-.015em}
main h2{font-size:1.4rem;font-weight:650;letter-spacing:-.01em;margin:3.25rem 0 .75rem;padding-top:.9rem;border-top:1px solid var(--rule)}
#summary h2{margin-top:0}
main h3{font-size:1.12rem;font-weight:650;margin:2.25rem 0 .5rem}
main h4,main h5,main h6{font-size:1rem;font-weight:650;margin:1.75rem 0 .4rem}
p{margin:.6rem 0;max-width:42rem;overflow-wrap:break-word}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875em}
p code,li code,dd code,dt code,caption code{overflow-wrap:anywhere}
ul,ol{padding-left:1.15rem;margin:.6rem 0}
li{margin:.25rem 0;max-width:42rem}
header{padding:2.5rem 0 1.5rem}
.kind{margin:0 0 .35rem;color:var(--muted);font-size:.875rem}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 1.75rem;margin:1.1rem 0 0;font-size:.875rem}
.facts div{min-width:0}
.facts dt{color:var(--muted);line-height:1.3}
.facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
nav{font-size:.875rem;padding:1rem 0 1.5rem}
nav h2{font-size:.875rem;font-weight:650;margin:0 0 .4rem}
nav ol{list-style:none;padding:0;margin:0}
nav ol ol{padding-left:.9rem}
nav li{margin:.2rem 0}
nav a{display:inline-block;color:var(--ink);text-decoration:none;padding:.12rem 0;overflow-wrap:anywhere}
nav a:hover{text-decoration:underline;color:var(--accent)}
ul.summary{padding:0;list-style:none;font-size:1.0625rem}
ul.summary li{margin:.5rem 0;padding-left:1rem;border-left:3px solid var(--rule)}
figure{margin:1.75rem 0 2.25rem}
figcaption,caption{font-size:.9375rem;line-height:1.45;text-align:left;color:var(--muted)}
figcaption{max-width:42rem;margin-bottom:.9rem}
figcaption strong,caption strong{color:var(--ink);font-weight:650}
.chart svg{display:block;max-width:100%;height:auto;font-family:inherit;font-variant-numeric:tabular-nums}
.chart text{white-space:pre}
.chart .narrow{display:none}
.key,.more,.notes,.sources{font-size:.875rem;color:var(--muted);line-height:1.45}
.key{margin:.6rem 0}
.empty,.none{color:var(--muted)}
.empty{padding:.75rem 1rem;background:var(--shade)}
.table{margin:1.75rem 0 2.25rem}
details{margin:.75rem 0}
summary{cursor:pointer;font-size:.9375rem;padding:.3rem 0;width:fit-content;max-width:100%}
summary:hover{color:var(--accent)}
details.table>summary{font-weight:650}
.count{font-weight:400;color:var(--muted)}
.scroll{overflow-x:auto;container-type:inline-size;margin:.25rem 0 .5rem}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;border-top:1.5px solid var(--ink);border-bottom:1.5px solid var(--ink)}
caption{position:sticky;left:0;max-width:min(100cqi,42rem);padding:0 0 .7rem}
th,td{text-align:left;vertical-align:top;padding:.32rem .9rem .32rem 0;max-width:26rem;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
td{min-width:2.5rem}
thead th{vertical-align:bottom;font-weight:650;border-bottom:1px solid var(--ink);white-space:nowrap}
.interval{font-weight:400;color:var(--muted)}
tbody tr+tr>*{border-top:1px solid var(--rule)}
tbody+tbody>tr:first-child>*{border-top:1px solid var(--ink)}
th[scope=row]{font-weight:400;position:sticky;left:0;background:var(--paper);min-width:7rem;max-width:18rem;overflow-wrap:anywhere}
th[scope=rowgroup]{font-weight:650;max-width:none;padding-top:.7rem}
.what{font-weight:400;color:var(--muted)}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.meaning summary{color:var(--muted);font-size:.875rem}
.meaning dl{margin:.25rem 0 1rem;font-size:.875rem;max-width:42rem}
.meaning dl div{margin:.45rem 0}
.meaning dt{font-weight:600}
.meaning dt code{font-weight:400;color:var(--muted)}
.meaning dd{margin:0}
.code figcaption{margin-bottom:.4rem}
pre{margin:0;padding:.85rem 1rem;background:var(--shade);overflow-x:auto;line-height:1.5;tab-size:2}
footer{margin-top:4rem;padding-top:.9rem;border-top:1px solid var(--rule);color:var(--muted);font-size:.875rem}
@media screen and (min-width:64rem){
body{display:grid;grid-template-columns:13rem minmax(0,1fr);column-gap:3rem}
.skip,header,footer{grid-column:1/-1}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding-top:1.1rem}
main{grid-column:2}
}
@media screen and (max-width:46rem){
.chart .wide{display:none}
.chart .narrow{display:block;width:100%;max-width:25rem}
th[scope=row]{max-width:9.5rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
@page{size:A4;margin:18mm 16mm}
html{font-size:10pt}
body{max-width:none;padding:0}
.skip{display:none}
header{padding-top:0}
main h2{break-after:avoid}
h3,h4,h5,h6,figcaption,caption,summary{break-after:avoid}
figcaption,caption{break-inside:avoid}
svg,tr,.chart{break-inside:avoid}
thead{display:table-header-group}
tr:has(>th[scope=rowgroup]){break-after:avoid}
p,li{orphans:3;widows:3}
.scroll{overflow:visible}
table{font-size:8.5pt}
th,td{white-space:normal;padding-right:.6rem}
th[scope=row]{position:static;min-width:0}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
details::details-content{content-visibility:visible;block-size:auto}
details.meaning,details.again{display:none}
main a[href^=http]{color:inherit}
nav a{color:inherit}
}
`
