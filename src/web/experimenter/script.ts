/** The one script of the experimenter’s pages. Without it the monitor is loaded again every five seconds, and links are copied by hand. */

/**
 * What it does: puts in what has changed on the monitor when the server says that something has, and leaves all else where it is, so
 * that focus, an open menu and a press of a button are not lost; lets times run on; copies links.
 */
export const SCRIPT = `'use strict'
{
const live = document.getElementById('live')
if (live) {
  let offset = Number(live.dataset.now) - Date.now()
  const two = (n) => String(n).padStart(2, '0')
  const gone = (ms) => {
    const s = Math.max(0, Math.floor(ms / 1000)), m = Math.floor(s / 60)
    return s < 60 ? s + ' s' : m < 60 ? m + ' min' : Math.floor(m / 60) + ' h ' + m % 60 + ' min'
  }
  const left = (ms) => {
    const s = Math.max(0, Math.ceil(ms / 1000)), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60
    return (h ? h + ':' + two(m) : m) + ':' + two(s % 60)
  }
  const say = (at, text) => { if (at.textContent !== text) at.textContent = text }
  const tick = () => {
    const now = Date.now() + offset
    for (const at of live.querySelectorAll('[data-since]')) say(at, gone(now - at.dataset.since))
    for (const at of live.querySelectorAll('[data-ends]')) say(at, left(at.dataset.ends - now))
    for (const at of live.querySelectorAll('[data-at]')) say(at, new Date(Number(at.dataset.at)).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }))
  }

  const become = (old, next) => {
    if (old.nodeName !== next.nodeName || old.id !== next.id) return old.replaceWith(next)
    if (old.nodeType === 3) { if (old.data !== next.data) old.data = next.data; return }
    if (old.nodeType !== 1) return
    for (const { name } of [...old.attributes]) if (!next.hasAttribute(name) && name !== 'open') old.removeAttribute(name)
    for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
    const nodes = [...next.childNodes]
    nodes.forEach((node, i) => {
      const same = node.id && document.getElementById(node.id)
      if (same && same.parentNode === old && same !== old.childNodes[i]) old.insertBefore(same, old.childNodes[i] || null)
      const there = old.childNodes[i]
      if (there) become(there, node)
      else old.append(node)
    })
    while (old.childNodes.length > nodes.length) old.lastChild.remove()
  }

  let loading = false, again = false
  const load = async () => {
    if (loading) { again = true; return }
    loading = true
    try {
      const answer = await fetch(live.dataset.table)
      if (answer.redirected) return location.reload()
      if (answer.ok) {
        const next = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live')
        offset = Number(next.dataset.now) - Date.now()
        become(live, next)
        tick()
      }
    } catch {}
    loading = false
    if (again) { again = false; load() }
  }

  const lost = document.querySelector('.lost')
  let late
  const source = new EventSource(live.dataset.events)
  source.addEventListener('changed', load)
  source.onopen = () => { clearTimeout(late); late = undefined; lost.hidden = true }
  source.onerror = () => {
    late = late || setTimeout(() => { lost.hidden = false }, 3000)
    if (source.readyState === 2) load()
  }
  tick()
  setInterval(tick, 1000)
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const box = document.getElementById(button.dataset.copy), words = button.innerHTML
  button.hidden = false
  box.addEventListener('focus', () => box.select())
  button.addEventListener('click', async () => {
    try { await navigator.clipboard.writeText(box.value) } catch { box.select(); document.execCommand('copy') }
    button.textContent = 'Copied'
    setTimeout(() => { button.innerHTML = words }, 2000)
  })
}
}
`
