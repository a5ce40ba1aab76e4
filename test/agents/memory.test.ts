/** What a model is shown of what went before, and what it carries with it: the same after a resume as before it. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { checkMemory, memoryOf, remembered } from '../../src/agents/memory.ts'
import { scripted } from '../../src/agents/scripted.ts'
import { shelvedGame } from '../../src/core/shelf.ts'
import { ModelError } from '../../src/models/errors.ts'
import type { Archive } from '../../src/store/archive.ts'
import { listening, matchOf, type Says, type Sent, type Sitting } from './listening.ts'
import { bookOf } from './prompts.ts'

describe('a memory', () => {
  it.each(['view', 'chat'])('may be %s', (kind) => expect(memoryOf(kind)).toEqual({ kind }))
  it.each(['window', 'best', 'learn'])('may be %s of so many', (kind) =>
    expect(memoryOf(`${kind}:12`)).toEqual({ kind, most: 12 }),
  )
  it.each(['', 'window', 'window:', 'window:0', 'best:-1', 'best:1.5', 'chat:2', 'View', 'window:2 ', 'best:1e3'])(
    'is not %j',
    (text) =>
      expect(() => memoryOf(text)).toThrow(
        expect.objectContaining({
          code: 'bad-memory',
          message: `expected view, chat, window:<n>, best:<n> or learn:<n>, got ${JSON.stringify(text)}`,
        }),
      ),
  )
})

/** Entries as a finished round has them. */
const paid = (...payoffs: readonly number[]) => payoffs.map((payoff) => ({ result: { payoff } }))
const nths = (view: unknown) => (view as { history: readonly { nth: number }[] }).history.map(({ nth }) => nth)

describe('what is remembered', () => {
  const view = { round: 6, history: paid(5, 9, 9, 1, 0), total: 24 }

  it.each([
    ['view', [1, 2, 3, 4, 5]],
    ['chat', [1, 2, 3, 4, 5]],
    ['window:2', [4, 5]],
    ['window:9', [1, 2, 3, 4, 5]],
    ['best:1', [3]],
    ['best:2', [2, 3]],
    ['best:3', [1, 2, 3]],
    ['best:5', [1, 2, 3, 4, 5]],
    ['learn:1', [3, 5]],
    ['learn:2', [2, 3, 4, 5]],
    ['learn:3', [1, 2, 3, 4, 5]],
  ])('by %s are these entries, each by its place in the whole: %j', (memory, places) => {
    const { view: shown, cut } = remembered(view, memoryOf(memory))
    expect(nths(shown)).toEqual(places)
    expect(cut).toEqual(places.length < 5 ? { shown: places.length, of: 5 } : undefined)
    expect(shown).toMatchObject({ round: 6, total: 24 })
  })

  it('of equal ones is the later, and never one whose pay is not shown before one whose pay is', () => {
    expect(nths(remembered({ history: paid(3, 3, 3, 3) }, memoryOf('best:2')).view)).toEqual([3, 4])
    const some = [{ result: null }, { result: { payoff: -4 } }, { result: null }]
    expect(nths(remembered({ history: some }, memoryOf('best:1')).view)).toEqual([2])
  })

  it('of a wrap’s history is cut likewise, by what one time of the game paid', () => {
    const times = { history: [{ total: 7 }, { total: 1 }, { total: 8 }], times: 4 }
    const { view: best, cut } = remembered({ history: [], repeated: times }, memoryOf('best:2'))
    expect(nths((best as { repeated: unknown }).repeated)).toEqual([1, 3])
    expect(best).toMatchObject({ history: [], repeated: { times: 4 } })
    expect(cut).toEqual({ shown: 2, of: 3 })
    const last = remembered({ history: paid(1, 2, 3), repeated: times }, memoryOf('window:1')).view
    expect([nths(last), nths((last as { repeated: unknown }).repeated)]).toEqual([[3], [3]])
  })

  it('by learn is also what changed from the last entry but one to the last, as far as it is brief', () => {
    const history = [
      { rates: [10, 20], steps: 'x'.repeat(300), result: { payoff: 4 } },
      { rates: [10, 20], steps: 'y'.repeat(300), result: { payoff: 6 } },
      { rates: [30, 20], steps: 'z'.repeat(300), hours: 5, result: { payoff: 1 } },
    ]
    const changes = [
      { name: 'rates', from: [10, 20], to: [30, 20] },
      { name: 'what you got', from: 6, to: 1 },
    ]
    expect(remembered({ history }, memoryOf('learn:1')).changes).toEqual(changes)
    expect(remembered({ history: history.slice(0, 2) }, memoryOf('learn:1')).changes).toEqual([
      { name: 'what you got', from: 4, to: 6 },
    ])
    expect(remembered({ history: history.slice(0, 1) }, memoryOf('learn:1')).changes).toEqual([])
    expect(remembered({ history }, memoryOf('best:1')).changes).toEqual([])
  })

  it('does not change the view that it is made from', () => {
    const frozen = Object.freeze({ history: Object.freeze(paid(1, 2).map((entry) => Object.freeze(entry))) })
    expect(nths(remembered(frozen, memoryOf('best:1')).view)).toEqual([2])
    expect(frozen.history[0]).toEqual({ result: { payoff: 1 } })
  })

  it('is told to the model as a part, in words', () => {
    const told = (memory: string, history: readonly unknown[]) =>
      bookOf({ game: 'mine', memory }, (path) =>
        path === 'mine/rules.md'
          ? ''
          : path === 'mine/situation.md'
            ? '{% for entry in history %}{{ entry.nth }} {% endfor %}'
            : path === 'agents/memory.md'
              ? '{{ policy }}: {{ shown }} of {{ of }}{% for c in changes %}, {{ c.name }} {{ c.from }} to {{ c.to }}{% endfor %}'
              : undefined,
      ).situationText({ history })
    expect(told('window:2', paid(1, 2, 3))).toBe('2 3\n\nwindow: 2 of 3')
    expect(told('best:1', paid(1, 2, 3))).toBe('3\n\nbest: 1 of 3')
    expect(told('learn:1', paid(5, 2, 3))).toBe('1 3\n\nlearn: 2 of 3, what you got 2 to 3')
    expect(told('learn:3', paid(1, 2, 2))).toBe('1 2 3')
    expect(told('view', paid(1, 2, 3))).toBe('1 2 3')
    expect(told('window:3', paid(1, 2, 3))).toBe('1 2 3')
  })

  it('cannot be ranked where the players are not shown what they got: that is said before the match', () => {
    expect(() => checkMemory('best:2', { history: [{ guess: 3, result: null }] })).toThrow(
      expect.objectContaining({
        code: 'bad-memory',
        message: expect.stringContaining('best:2 ranks rounds by what they'),
      }),
    )
    expect(() => checkMemory('best:2', { repeated: { history: [{ offer: 3 }] }, history: [] })).toThrow('best:2')
    expect(() => checkMemory('window:2', { history: [{ guess: 3, result: null }] })).not.toThrow()
    expect(() => checkMemory('best:2', { history: paid(1) })).not.toThrow()
  })
})

const fixed = scripted({
  name: 'fixed',
  play: shelvedGame(shelf, 'beauty-contest').strategies['fixed']!({ guesses: [40, 20, 10] }),
})

const table = (book: Sitting['book']): Sitting => ({
  ref: { game: 'beauty-contest' },
  params: { rounds: 4 },
  roles: ['player', 'player', 'player'],
  others: { 1: fixed },
  book: book ?? {},
})

/** Thinks, is wrong at first now and then, and says nothing or declines here and there: by what it is asked alone. */
const says: Says = ({ key: { turn, seat, purpose, attempt } }) => {
  if (purpose !== 'answer')
    return turn === 2 ? { text: 'I cannot plan.', finish: 'refused' } : `seat ${seat} ${purpose} of turn ${turn}`
  if (turn === 1 && attempt === 1) return 'let me see'
  if (turn === 2 && seat === 2) return attempt === 1 ? '' : '{"guess": 900}' // never legal
  return `{"guess": ${10 * turn + seat + attempt}}`
}

/** What was sent, by seat and key: which of two seats is asked first is nobody's business. */
const byKey = (sent: readonly Sent[]) => [...sent].sort((a, b) => orderOf(a.key).localeCompare(orderOf(b.key)))
const orderOf = ({ seat, turn, purpose, attempt }: Sent['key']) => `${seat}/${turn}/${purpose}/${attempt}`

/** By turn and seat: within a turn, answers stand in the log as they come. */
const decisionsIn = async (store: Archive) =>
  (await store.log('m'))
    .flatMap(({ event }) => (event?.type === 'moved' ? [event] : []))
    .sort((a, b) => a.turn - b.turn || a.seat - b.seat)

const remembering = [
  { memory: 'chat', reasoning: 'direct' },
  { memory: 'chat', reasoning: 'think' },
  { memory: 'view', reasoning: 'plan' },
  { memory: 'chat', reasoning: 'plan' },
  { memory: 'chat', reasoning: 'reflect' },
  { memory: 'chat', reasoning: 'level-k:2' },
  { memory: 'window:1', reasoning: 'plan' },
  { memory: 'best:2', reasoning: 'predict' },
]

describe.each(remembering)('a player with $memory and $reasoning', (book) => {
  async function undisturbed() {
    const { model, sent } = listening(says)
    const { sit, store } = matchOf(table(book))
    await sit(model)
    return { sent: byKey(sent), decisions: await decisionsIn(store) }
  }

  it.each([1, 2, 3, 5, 7, 8, 9])('is sent the same after a stop at decision %i as without one', async (stopAfter) => {
    const calm = await undisturbed()
    const before = listening(says)
    const { sit, store } = matchOf(table(book))
    await expect(sit(before.model, stopAfter)).rejects.toThrow('stopped')
    const after = listening(says)
    expect((await sit(after.model)).status).toBe('ended')
    expect(before.sent.length).toBeGreaterThan(0)
    expect(byKey([...before.sent, ...after.sent])).toEqual(calm.sent) // and nothing was asked twice
    expect(await decisionsIn(store)).toEqual(calm.decisions)
  })

  it('is sent the same after a provider failed between a step and its answer', async () => {
    const calm = await undisturbed()
    const { sit, store } = matchOf(table(book))
    const heard: Sent[] = []
    for (const turn of [0, 1, 2, 3]) {
      const failing = listening((request) => {
        const { key } = request
        if (key.turn === turn && key.seat === 2 && key.purpose === 'answer') throw new ModelError('network', 'down')
        return says(request)
      })
      await expect(sit(failing.model)).rejects.toThrow('down')
      heard.push(...failing.sent.slice(0, -1).filter(({ key }) => orderOf(key) !== `2/${turn}/answer/1`))
      // whatever else was answered in that turn is kept, in whichever order it came
      const lastSent = failing.sent.at(-1)!
      if (orderOf(lastSent.key) !== `2/${turn}/answer/1`) heard.push(lastSent)
    }
    const after = listening(says)
    expect((await sit(after.model)).status).toBe('ended')
    expect(byKey([...heard, ...after.sent])).toEqual(calm.sent)
    expect(await decisionsIn(store)).toEqual(calm.decisions)
  })
})

describe('a chat', () => {
  it('has all that was said in the match so far, complaints too, each seat its own', async () => {
    const { model, sent } = listening(says)
    await matchOf(table({ memory: 'chat' })).sit(model)
    const final = sent.findLast(({ key }) => key.seat === 2)!
    const spoken = final.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)
    // an empty reply leaves no trace; one that was never legal stays, as it was said
    expect(spoken).toEqual(['{"guess": 3}', 'let me see', '{"guess": 14}', '{"guess": 900}', '{"guess": 900}'])
    expect(final.messages.filter(({ role }) => role === 'system')).toHaveLength(1)
    expect(final.messages.map(({ role }) => role).join(' ')).not.toMatch(/user user|assistant assistant/)
    expect(JSON.stringify(final.messages)).not.toContain('{\\"guess\\": 1}') // of seat 0
  })

  it('is what memory of the view alone has not', async () => {
    const { model, sent } = listening(says)
    await matchOf(table({ memory: 'view' })).sit(model)
    for (const { key, messages } of sent) if (key.attempt === 1) expect(messages).toHaveLength(2)
  })

  it('of one match is not known in another', async () => {
    const first = listening(says)
    await matchOf(table({ memory: 'chat' })).sit(first.model)
    const second = listening(says)
    await matchOf(table({ memory: 'chat' })).sit(second.model)
    expect(second.sent).toEqual(first.sent)
  })
})
