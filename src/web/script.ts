/** The one script of participants’ pages. Nothing depends on it: it adds the countdown, moves on by itself, and keeps what was typed. */

/**
 * What it does: goes to the page that is due when the server says that there is one; counts down, and says so at 60, 30 and 10
 * seconds alone; notes when something was first entered; keeps unsent input of this page, in this tab, over a reload; guards
 * against a second press of a button (the server is what makes it harmless).
 */
export const SCRIPT = `'use strict'
{
const { body } = document, { now, events, key, wait } = body.dataset
const offset = Number(now) - Date.now()
const time = () => Date.now() + offset
const store = 'stagegame ' + location.pathname
let sending = false
const go = () => { if (!sending) location.replace(location.pathname) }
addEventListener('pageshow', (e) => { if (e.persisted) { sending = false; go() } })

const fields = () => [...document.querySelectorAll('main form input:not([type=hidden]), main form textarea, main form select')]
const ticks = (f) => f.type === 'radio' || f.type === 'checkbox'
let first = ''
const kept = (() => { try { return JSON.parse(sessionStorage.getItem(store)) } catch { return null } })()
if (kept && kept.key === key) {
  first = kept.first
  for (const f of fields()) {
    const values = kept.fields[f.name] || []
    if (!ticks(f)) { if (!f.value && values[0]) f.value = values[0] }
    else if (values.includes(f.value) && !fields().some((o) => o.name === f.name && o.type === 'radio' && o.checked)) f.checked = true
  }
} else try { sessionStorage.removeItem(store) } catch {}
addEventListener('input', () => {
  first = first || String(Math.round(time()))
  const typed = {}
  for (const f of fields()) if (ticks(f) ? f.checked : f.value) (typed[f.name] = typed[f.name] || []).push(f.value)
  try { sessionStorage.setItem(store, JSON.stringify({ key, first, fields: typed })) } catch {}
})

addEventListener('submit', (e) => {
  if (sending) return e.preventDefault()
  sending = true
  const form = e.target
  if (form.elements.page && first) {
    const hidden = Object.assign(document.createElement('input'), { type: 'hidden', name: 'first', value: first })
    form.append(hidden)
  }
  for (const b of document.querySelectorAll('main button')) b.setAttribute('aria-disabled', 'true')
  setTimeout(() => {
    sending = false
    for (const b of document.querySelectorAll('main button')) b.removeAttribute('aria-disabled')
  }, 8000)
})

const timer = document.querySelector('.timer[data-ends]')
if (timer) {
  const ends = Number(timer.dataset.ends), shown = timer.querySelector('.left'), said = document.querySelector('.timer-said')
  const seconds = () => Math.max(0, Math.ceil((ends - time()) / 1000))
  let before = seconds()
  const open = before > 0
  const tick = () => {
    const left = seconds(), two = (n) => String(n).padStart(2, '0')
    const h = Math.floor(left / 3600), m = Math.floor(left / 60) % 60
    shown.textContent = 'Time left: ' + (h ? h + ':' + two(m) : m) + ':' + two(left % 60)
    timer.classList.toggle('soon', left <= 30)
    const mark = [10, 30, 60].find((at) => left <= at && before > at)
    if (mark) said.textContent = left > 59 ? 'One minute left.' : left + ' seconds left.'
    before = left
    if (left > 0) setTimeout(tick, ((ends - time()) % 1000) + 5)
    else if (open) setTimeout(go, 1500)
  }
  tick()
}

if (wait) setTimeout(go, 60000)
if (events) {
  const source = new EventSource(events), lost = document.querySelector('.lost')
  let late
  source.addEventListener('page', go)
  source.onopen = () => { clearTimeout(late); late = undefined; lost.hidden = true }
  source.onerror = () => { late = late || setTimeout(() => { lost.hidden = false }, 4000) }
}
}
`
