/** The script of a match's page: shows one turn at a time, by keys, buttons, slider or address. Without it all turns show. */
export const stepping = `
'use strict'
const byId = (id) => document.getElementById(id)
const steps = [...document.querySelectorAll('.step')]
const [bar, slider, where, eyes, keys, told] = ['bar', 'slider', 'where', 'eyes', 'keys', 'told'].map(byId)
const drawing = document.querySelector('#payoffs svg')
const titleOf = (step) => step.querySelector('h2').textContent
let shown = 0

const named = () => steps.findIndex(({ id }) => '#' + id === location.hash)

function show(to, { focus = false, say = true } = {}) {
  const next = Math.min(steps.length - 1, Math.max(0, to))
  const left = steps[shown]
  const step = steps[next]
  const heading = step.querySelector('h2')
  const loses = left !== step && left.contains(document.activeElement)
  for (const other of [left, step]) other.classList.toggle('shown', other === step)
  shown = next
  look()
  slider.value = next
  slider.setAttribute('aria-valuetext', titleOf(step))
  where.textContent = titleOf(step) + ' · ' + (next + 1) + ' of ' + steps.length
  for (const button of bar.querySelectorAll('[data-go]')) {
    const back = button.dataset.go === 'first' || button.dataset.go === 'before'
    button.setAttribute('aria-disabled', String(next === (back ? 0 : steps.length - 1)))
  }
  mark(step)
  if (!say) return
  if (location.hash !== '#' + step.id) history.replaceState(null, '', '#' + step.id)
  told.textContent = titleOf(step) + '. ' + step.querySelector('.gist').textContent
  if (focus || loses) heading.focus({ preventScroll: true })
  const { top } = heading.getBoundingClientRect()
  if (focus || top < bar.offsetHeight || top > innerHeight * 0.6) bar.scrollIntoView({ block: 'start' })
}

/** Shows the turn with the eyes that are chosen: one seat's own answers and views, or everything. */
function look() {
  const seat = eyes ? eyes.value : ''
  document.body.classList.toggle('eyes', seat !== '')
  for (const part of steps[shown].querySelectorAll('[data-of]')) {
    const own = part.dataset.of === seat
    part.classList.toggle('other', seat !== '' && !own)
    const view = part.querySelector('details.view')
    if (view && own) view.open = true
  }
}

function mark(step) {
  const line = drawing && drawing.querySelector('.now')
  if (!line) return
  const { first, last, left, right } = drawing.dataset
  const turn = step.id === 'end' ? Number(last) : Number(step.id.slice('turn-'.length))
  const x = Number(left) + ((Math.min(turn, last) - first) / (last - first)) * (right - left)
  line.setAttribute('x1', x)
  line.setAttribute('x2', x)
  line.setAttribute('visibility', 'visible')
}

function nextEyes() {
  if (!eyes) return
  eyes.selectedIndex = (eyes.selectedIndex + 1) % eyes.options.length
  look()
  told.textContent = 'Seen by ' + eyes.selectedOptions[0].textContent
}

const go = {
  first: () => show(0),
  before: () => show(shown - 1),
  after: () => show(shown + 1),
  last: () => show(steps.length - 1),
}
const does = {
  ArrowLeft: go.before, k: go.before, ArrowRight: go.after, j: go.after, Home: go.first, End: go.last,
  s: nextEyes, '?': () => keys.showModal(),
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open || !Object.hasOwn(does, event.key)) return
  const at = event.target
  if (at === eyes) return
  const moves = event.key.length > 1
  const table = at.closest('.wide')
  if (moves && (at === slider || (table && table.scrollWidth > table.clientWidth))) return
  event.preventDefault()
  does[event.key]()
})
bar.addEventListener('click', (event) => {
  const button = event.target.closest('[data-go]')
  if (button) go[button.dataset.go]()
})
slider.addEventListener('input', () => show(Number(slider.value)))
if (eyes) eyes.addEventListener('change', look)
byId('help').addEventListener('click', () => keys.showModal())
byId('close').addEventListener('click', () => keys.close())
addEventListener('hashchange', () => {
  if (named() >= 0) show(named(), { focus: true })
})

document.body.classList.add('stepping')
bar.hidden = false
if (named() >= 0) show(named(), { focus: true })
else show(0, { say: false })
`
