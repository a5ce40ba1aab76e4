/** The look of the experimenter’s pages: that of participants’ pages, and what a monitor needs beyond. */
import { STYLE as BASE } from '../style.ts'

export const STYLE = `${BASE}
.bar{gap:.5rem 1.5rem;padding:.65rem 1rem;background:var(--paper);border-bottom:1px solid var(--rule)}
.kind{margin-right:.5rem;padding-right:.6rem;border-right:1px solid var(--rule);color:var(--muted);font-weight:400}
.bar .demo{color:var(--wrong);background:var(--blush)}
.bar nav{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;flex:1 0 auto;max-width:100%;gap:.25rem 1rem}
.bar ul{display:flex;gap:.25rem;list-style:none;margin:0 0 0 -.6rem;padding:0}
.bar li{margin:0}
.bar li a{display:block;padding:.45rem .6rem;border-radius:.4rem;text-decoration:none;font-weight:500}
.bar li a:hover{background:var(--shade)}
.bar a[aria-current]{background:var(--tint);color:var(--ink);font-weight:600}
.bar form{margin:0}
.bar .quiet{min-height:2.25rem;padding:.35rem 0}
body.wide{max-width:none}
body.wide>main{width:100%;max-width:92rem;margin:0 auto;background:none;border:0;padding:1.25rem 1rem 2.5rem}
@media screen and (min-width:48rem){
.bar{padding:.65rem 1.5rem}
.bar nav{flex:none}
body:not(.wide){max-width:none;align-items:stretch}
body:not(.wide)>main{width:min(100% - 2rem,44rem);margin:2.5rem auto;border:1px solid var(--rule);border-radius:.75rem}
body.wide>main{padding:1.5rem 1.5rem 3rem}
}
.top{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.25rem 1.5rem;margin-bottom:1rem}
.top h1{margin:0}
h1 small{font-size:1rem;font-weight:400;letter-spacing:0;color:var(--muted);overflow-wrap:anywhere}
.top .lost{color:var(--wrong);font-weight:600}
.lead{max-width:46rem}
.stacked{display:grid;gap:.6rem;justify-items:start}
.stacked input[type=password]{display:block;width:min(100%,22rem);min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--field);border-radius:.4rem;background:var(--paper)}
.stacked button.first{margin:.5rem 0}
.error{padding:.75rem 1rem;border:2px solid var(--wrong);border-radius:.5rem;background:var(--blush);font-weight:600}
.choices{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem;margin-top:1.25rem}
.stacked .choices{margin-top:.5rem}
.stacked .choices button{margin:0}
.choices .button{background:var(--paper);color:var(--accent)}
.done{border-color:var(--c3)}
.summary{display:grid;grid-template-columns:repeat(auto-fit,minmax(6.5rem,1fr));gap:.5rem;margin:0 0 1rem}
.summary div{display:flex;flex-direction:column-reverse;padding:.6rem .85rem;background:var(--paper);border:1px solid var(--rule);border-radius:.6rem;min-width:0}
.summary dt{font-size:.875rem;color:var(--muted);line-height:1.3}
.summary dd{margin:0;font-size:1.375rem;font-weight:650;line-height:1.3;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.summary .trouble{border-color:var(--wrong)}
.summary .trouble dd{color:var(--wrong)}
.tools{display:flex;flex-wrap:wrap;gap:.6rem;margin:0 0 1rem}
.tools form{margin:0}
.tools button,.tools .button,.below .button{display:inline-flex;align-items:center;min-height:2.5rem;padding:.35rem 1.1rem}
.card{margin:0 0 1rem;padding:1rem 1.1rem 1.1rem;background:var(--paper);border:1px solid var(--rule);border-radius:.75rem;min-width:0}
.card>h2{margin:0 0 .6rem;font-size:1.0625rem}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 1rem;align-items:stretch}
.below{margin:1rem 0 0}
.empty{margin:.25rem 0;color:var(--muted)}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9375em;overflow-wrap:anywhere}
.listed th,.listed td{padding:.5rem 1rem .5rem 0;overflow-wrap:anywhere}
.listed thead th{white-space:nowrap;color:var(--muted);font-size:.875rem;overflow-wrap:normal}
.listed tbody tr:last-child>*{border-bottom:0;padding-bottom:0}
.listed small{color:var(--muted);font-size:.875rem}
.listed .right{text-align:right}
.listed tr>:last-child{padding-right:0}
.state{white-space:nowrap;font-weight:500}
.state.active,.state.playing{color:var(--c3)}
.state.away,.state.voided{color:var(--wrong)}
.state.waiting{color:var(--c2)}
.state.left,.state.not-joined,.state.done,.state.ended{color:var(--muted)}
tr.trouble>:first-child{box-shadow:inset .25rem 0 var(--wrong);padding-left:.75rem}
.acts{display:flex;flex-wrap:wrap;gap:0 1rem;margin-top:-.15rem}
.listed time{white-space:nowrap}
.acts form{margin:0}
.acts a,.acts .quiet{display:inline-block;min-height:0;padding:.15rem 0;line-height:1.5;font-size:.9375rem;font-weight:400;border:0;text-decoration:underline;text-underline-offset:.15em;white-space:nowrap}
.notes{list-style:none;padding:0;margin:0}
.notes li{display:flex;gap:1rem;margin:0;padding:.5rem 0;border-bottom:1px solid var(--rule)}
.notes li:last-child{border:0;padding-bottom:0}
.notes time{flex:none;color:var(--muted);font-variant-numeric:tabular-nums}
.notes span{min-width:0;overflow-wrap:anywhere;white-space:pre-line}
.links{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,27rem),1fr));gap:.75rem;align-items:start}
.links .card{margin:0}
.link .hint:empty{display:none}
.copied-from{display:flex;gap:.5rem}
.copied-from input[type=text]{flex:1;min-width:0;width:auto;font:.9375rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.copied-from button{padding:.45rem 1rem;min-width:6.2rem}
.link details{margin:.25rem 0 0}
.qr{width:11rem;max-width:100%;margin:.5rem 0 0;padding:0;background:#fff;border:1px solid var(--rule);border-radius:.4rem;overflow:hidden}
.qr svg{display:block;width:100%;height:auto}
.sheet{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem}
.sheet li{display:flex;gap:1rem;align-items:center;margin:0;padding:1rem;background:var(--paper);border:1px dashed var(--field);border-radius:.5rem;break-inside:avoid}
.sheet .qr{flex:none;width:8rem;margin:0}
.sheet li>div:last-child{min-width:0}
.sheet p{margin:.35rem 0 0;font-size:.9375rem}
.address{overflow-wrap:anywhere}
.previews{columns:22rem;column-gap:2rem;margin:0}
.previews li{break-inside:avoid;padding:.15rem 0}
.previews small{display:block;color:var(--muted);font-size:.875rem}
.marked{margin:0;padding:.2rem .8rem;background:var(--paper);border:1px solid var(--c2);border-radius:1rem;font-size:.9375rem}
.preview{display:block;width:100%;height:max(32rem,calc(100vh - 15rem));border:2px dashed var(--c2);border-radius:.75rem;background:var(--page)}
.preview.phone{width:min(100%,24.5rem);height:max(32rem,min(46rem,calc(100vh - 15rem)));margin:0 auto}
@media screen and (max-width:60rem){
.listed,.listed tbody{display:block}
.listed thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.listed tr{display:grid;gap:.15rem;padding:.75rem 0;border-bottom:1px solid var(--rule)}
.listed tbody tr:last-child{border:0;padding-bottom:0}
.listed tbody tr:first-child{padding-top:.25rem}
.listed tbody th,.listed td{display:block;padding:.1rem 0;border:0;text-align:left!important}
.listed tbody th{font-weight:600}
.listed td{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.75rem}
.listed td::before{content:attr(data-label);color:var(--muted);font-size:.875rem}
.listed .state{white-space:normal}
.listed .none{display:none}
.acts{margin-top:-.35rem}
.acts a,.acts .quiet{padding:.35rem 0}
tr.trouble>:first-child{box-shadow:none;padding-left:0;color:var(--wrong)}
}
@media screen and (min-width:40rem) and (max-width:60rem){
.listed tbody{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 2rem}
.listed tr{align-content:start}
.listed tbody tr:last-child{padding:.75rem 0}
}
@media print{
.bar,.screen-only{display:none}
body.wide>main{padding:0;max-width:none}
.sheet{grid-template-columns:repeat(2,1fr);gap:0}
.sheet li{border-radius:0;min-height:45mm}
}
`
