/** What becomes of answers that do not come, and of people who leave: as the session says, and nobody is played for in silence. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../../games/index.ts'
import { replay } from '../../../src/core/match.ts'
import { gameOf } from '../../../src/core/shelf.ts'
import { type AtTable, answered, atTable, session } from './at-table.ts'

const contest = { game: 'beauty-contest', seats: ['person', 'person'], keepSeats: true }
const dice = { players: [{ name: 'dice', strategy: 'random' }] }
const timed = (policy: string, more: object = {}) => ({ seconds: 60, policy, ...more })

const contestSession = (policy: string, more: object = {}, rest: object = {}, people = 2) =>
  session(
    { game: { ...contest, time: timed(policy, policy === 'replace-by-model' ? { by: 'dice' } : {}), ...more } },
    { participants: people, ...dice, ...rest },
  )

/** All but these answer what they are asked; these let their time go by at the pages of this key. */
const without =
  (absent: readonly string[], at = 'decision') =>
  (page: Parameters<typeof answered>[0], person: string) =>
    absent.includes(person) && page.key.startsWith(at) ? 'nothing' : answered(page)

async function verified(table: AtTable): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { id, started, status } of table.store.matches('test')) {
    expect(replay(gameOf(shelf, { game: started.game, wraps: started.wraps }), await table.log(id)).status).toBe(status)
    found.push(id)
  }
  return found
}

describe('the time of a decision', () => {
  it('is over by the fallback, flagged, and the person goes on to the end', async () => {
    const table = await atTable(contestSession('fallback'))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([a]))
    expect(table.of('chose').find(({ person }) => person === a)?.origin).toEqual({ by: 'fallback', reason: 'timeout' })
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['completed', 'completed'])
    const [match] = await verified(table)
    const moves = (await table.log(match!)).filter(({ type }) => type === 'moved')
    expect(moves.map((moved) => moved.type === 'moved' && moved.origin.by).sort()).toEqual(['fallback', 'player'])
    await table.close()
  })

  it('gives the seat to the player named, and the person leaves with the fee for it; the other notices nothing', async () => {
    const table = await atTable(contestSession('replace-by-model', { params: { rounds: 2 } }))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([a]))
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['dropped', 'completed'])
    expect(table.paidOf(a)).toBe(100)
    const [match] = await verified(table)
    expect((await table.log(match!)).filter(({ type }) => type === 'reseated')).toMatchObject([
      { turn: 0, player: 'dice', reason: 'timeout' },
    ])
    expect(table.of('finished')[0]!.points.find(({ person }) => person === a)!.points).toBeNull()
    await table.close()
  })

  it.each([
    ['in the first turn', 'decision:1:0:0'],
    ['in a later turn', 'decision:1:0:1'],
  ])('replaces two people who drop %s together', async (_, at) => {
    const text = contestSession(
      'replace-by-model',
      { params: { rounds: 2 }, seats: ['person', 'person', 'person'] },
      {},
      3,
    )
    const table = await atTable(text)
    const [a, b, c] = (await table.join()) as [string, string, string]
    await table.toTheEnd([a, b, c], without([a, b], at))
    expect([a, b, c].map(table.exitOf)).toEqual(['dropped', 'dropped', 'completed'])
    const [match] = await verified(table)
    expect((await table.log(match!)).filter(({ type }) => type === 'reseated')).toHaveLength(2)
    expect((await table.log(match!)).at(-1)!.type).toBe('ended')
    await table.close()
  })

  it('keeps what a person answered who leaves before the turn is over, when somebody else drops in it', async () => {
    const text = contestSession(
      'replace-by-model',
      { params: { rounds: 2 }, seats: ['person', 'person', 'person'] },
      {},
      3,
    )
    const table = await atTable(text)
    const [a, b, c] = (await table.join()) as [string, string, string]
    await table.goOn([a, b, c], without([b, c]))
    expect((await table.page(a)).kind).toBe('wait')
    await table.leave(a)
    await table.toTheEnd([b, c], without([b]))
    expect([a, b, c].map(table.exitOf)).toEqual(['withdrew', 'dropped', 'completed'])
    const [match] = await verified(table)
    const reseated = (await table.log(match!)).flatMap((event) => (event.type === 'reseated' ? [event.turn] : []))
    expect(reseated.sort()).toEqual([0, 1])
    await table.close()
  })

  it('voids the match where the session says so; all keep what they earned before, and the one who dropped gets the fee for it', async () => {
    const text = session(
      {
        first: { ...contest, matching: { with: 'partner' } },
        second: { ...contest, time: timed('end-group-with-fee') },
      },
      { participants: 2, payment: { fee: 4, pointsPerUnit: 1, exits: { dropped: 1, 'group-ended': 3 } } },
    )
    const table = await atTable(text)
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([b], 'decision:2'))
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['group-ended', 'dropped'])
    const earned = table.of('finished')[0]!.points.find(({ person }) => person === a)!.points!
    expect(table.paidOf(a)).toBe(300 + Math.round(earned * 100))
    expect(table.paidOf(b)).toBe(100)
    expect(table.of('finished').map(({ status }) => status)).toEqual(['ended', 'voided'])
    await verified(table)
    await table.close()
  })

  it('that is over for two people at once lets neither pass for one whose group was ended', async () => {
    const three = { seats: ['person', 'person', 'person'] }
    const table = await atTable(contestSession('end-group-with-fee', three, {}, 3))
    const [a, b, c] = (await table.join()) as [string, string, string]
    await table.goOn([a, b, c], without([a, b]))
    await table.later(61)
    expect([a, b, c].map(table.exitOf)).toEqual(['dropped', 'dropped', 'group-ended'])
    expect([a, b, c].map(table.paidOf)).toEqual([100, 100, 300])
    await table.close()
  })

  it('spares who was given more time when the time of another is over', async () => {
    const table = await atTable(contestSession('replace-by-model'))
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a, b]))
    await table.desk.extend(b, (await table.page(b)).nonce)
    await table.later(61)
    expect([a, b].map(table.exitOf)).toEqual(['dropped', undefined])
    await table.close()
  })

  it('leaves the answer out where the rules can do without it', async () => {
    const text = session(
      {
        game: {
          ...{ game: 'taxation', params: { years: 1, satisfaction: true, skills: { given: [10, 20] } } },
          ...{ seats: { planner: 'saez', worker: ['person', 'person'] }, time: timed('fallback') },
        },
      },
      { participants: 2, players: [{ name: 'saez', strategy: 'saez' }], payment: { fee: 4, losses: 'count-as-zero' } },
    )
    const table = await atTable(text)
    const [a, b] = (await table.join()) as [string, string]
    const last = (page: Parameters<typeof answered>[0], person: string) =>
      person === a && page.kind === 'decision' && page.ask !== 'hours' && page.ask !== 'labour'
        ? 'nothing'
        : answered(page)
    await table.toTheEnd([a, b], last)
    const origins = table
      .of('chose')
      .filter(({ person }) => person === a)
      .map(({ kind, origin }) => `${kind} ${origin.by}`)
    expect(origins).toContainEqual(expect.stringMatching(/missing$/))
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['completed', 'completed'])
    await verified(table)
    await table.close()
  })

  it.each(['reason', 'belief'])('of a %s that does not come leaves it open, and the decision stands', async (page) => {
    const asked = { reason: 'required', belief: { ask: 'What?', min: 0, max: 100, of: 'guess' } }
    const table = await atTable(contestSession('replace-by-model', asked))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([a], page))
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['completed', 'completed'])
    if (page === 'belief') expect(table.of('believed').find(({ person }) => person === a)!.belief).toBeNull()
    else expect(table.of('reasoned').find(({ person }) => person === a)!.reason).toBe('')
    expect(table.of('chose').map(({ origin }) => origin.by)).toEqual(['player', 'player'])
    await verified(table)
    await table.close()
  })

  it('holds in practice, too', async () => {
    const practice = { matches: 1, seats: ['person', 'dice'] }
    const table = await atTable(contestSession('end-group-with-fee', { practice }))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([a], 'decision:1:-1'))
    expect(table.exitOf(a)).toBe('dropped')
    expect(
      table
        .of('finished')
        .filter(({ status }) => status === 'voided')
        .map(({ points }) => points[0]!.person),
    ).toEqual([a])
    await table.close()
  })

  it('makes a choice under deferred matching missing: it enters no group, and the person goes on', async () => {
    const text = contestSession('fallback', { matching: { when: 'deferred', leftover: 'leave' } }, {}, 3)
    const table = await atTable(text)
    const people = await table.join()
    await table.toTheEnd(people, without([people[0]!]))
    expect(table.of('chose').find(({ person }) => person === people[0])!.origin).toEqual({
      by: 'missing',
      reason: 'timeout',
    })
    expect(table.of('grouped')).toHaveLength(1)
    expect(table.of('grouped')[0]!.people.map(({ person }) => person)).not.toContain(people[0])
    expect(people.map(table.exitOf)).toEqual(['completed', 'completed', 'completed'])
    expect(table.paidOf(people[0]!)).toBe(400)
    await table.close()
  })
})

it('of one part chosen in advance is not that of the next, however much of it was left', async () => {
  const part = { ...contest, matching: { when: 'deferred', leftover: 'leave' }, time: timed('fallback') }
  const table = await atTable(session({ one: part, two: part }, { participants: 2 }))
  const [a, b] = (await table.join()) as [string, string]
  await table.goOn([a, b], without([a, b]))
  for (let i = 0; i < 3; i++) await table.desk.act({ act: 'extend', person: a })
  await table.goOn([a, b], without([a, b], 'decision:2'))
  await table.later(61)
  const missing = table.of('chose').filter(({ origin }) => origin.by === 'missing')
  expect(missing.map(({ person, block }) => `${person} ${block}`).sort()).toEqual([`${a} two`, `${b} two`].sort())
  await table.close()
})

it('that is let go by pays nothing where that part is drawn for payment', async () => {
  const part = { ...contest, matching: { when: 'deferred', leftover: 'leave' }, time: timed('fallback') }
  const payment = { fee: 4, pointsPerUnit: 1, pay: 'random-match' }
  const seeds = [1, 2, 3, 4, 5, 6]
  const drawn: unknown[] = []
  for (const seed of seeds) {
    const table = await atTable(session({ one: part, two: part }, { participants: 2, payment, seed }))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], without([a, b], 'decision:2'))
    for (const { drawn: block, amount, points } of table.of('paid')) {
      drawn.push(block)
      if (block === 'two 1') expect([amount, points]).toEqual([400, 0])
    }
    await table.close()
  }
  expect(new Set(drawn)).toEqual(new Set(['one 1', 'two 1']))
})

describe('more time', () => {
  it('is given to who asks for it, as often as the session allows', async () => {
    const table = await atTable(
      contestSession('end-group-with-fee', { time: timed('end-group-with-fee', { extensions: 1 }) }),
    )
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a]))
    const page = await table.page(a)
    expect(await table.desk.extend(a, page.nonce)).toBe('taken')
    expect((await table.page(a)).timer!.endsAt).toBe(page.timer!.endsAt + 60_000)
    expect(await table.desk.extend(a, page.nonce)).toBe('late')
    await table.later(100)
    expect(table.exitOf(a)).toBeUndefined()
    await table.later(21)
    expect(table.exitOf(a)).toBe('dropped')
    await table.close()
  })

  it('may be given by the experimenter, beyond what people may ask for', async () => {
    const table = await atTable(
      contestSession('end-group-with-fee', { time: timed('end-group-with-fee', { extensions: 0 }) }),
    )
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a]))
    await table.desk.act({ act: 'extend', person: a })
    await table.later(119)
    expect(table.exitOf(a)).toBeUndefined()
    await expect(table.desk.act({ act: 'extend', person: b })).rejects.toThrow('no time limit')
    await table.close()
  })

  it('comes back after a pause, to the millisecond, and nothing that was sent meanwhile is taken or lost', async () => {
    const table = await atTable(contestSession('end-group-with-fee'))
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a]))
    const { timer, nonce } = await table.page(a)
    await table.later(50)
    await table.desk.act({ act: 'pause' })
    await table.later(1000)
    expect(await table.desk.submit(a, nonce, { 'a.guess': ['31'] })).toBe('complained')
    const paused = await table.page(a)
    expect(paused.kind === 'decision' && paused.draft!.fields['a.guess']).toEqual(['31'])
    expect(table.of('chose').map(({ person }) => person)).toEqual([b])
    await table.desk.act({ act: 'go-on' })
    expect((await table.page(a)).timer!.endsAt).toBe(timer!.endsAt + 1_000_000)
    await table.later(9)
    expect(await table.desk.submit(a, nonce, { 'a.guess': ['31'] })).toBe('taken')
    await table.toTheEnd([a, b])
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['completed', 'completed'])
    await table.close()
  })

  it('comes back after a pause in which the server was started anew', async () => {
    const first = await atTable(contestSession('end-group-with-fee'))
    const [a, b] = (await first.join()) as [string, string]
    await first.goOn([a, b], without([a]))
    await first.desk.act({ act: 'pause' })
    await first.close()
    const table = await atTable(first.text, { time: first.time, kept: first.kept })
    await table.later(500)
    await table.desk.act({ act: 'go-on' })
    expect(table.exitOf(a)).toBeUndefined()
    await table.later(61)
    expect(table.exitOf(a)).toBe('dropped')
    await table.close()
  })
})

describe('who leaves', () => {
  it('before consenting has declined', async () => {
    const table = await atTable(contestSession('fallback'))
    const [a] = (await table.join()) as [string]
    await table.leave(a)
    expect([table.exitOf(a), table.paidOf(a)]).toEqual(['declined', 0])
    await table.close()
  })

  it.each(['part', 'decision', 'result', 'results', 'questionnaire'])(
    'at the page %s is let go, and others go on',
    async (kind) => {
      const questionnaire = [{ title: 'You', items: [{ kind: 'likert', name: 'clear', ask: 'Clear.' }] }]
      const table = await atTable(contestSession('replace-by-model', {}, { questionnaire }, 2))
      const people = await table.join()
      await table.toTheEnd(people, (page, person) =>
        person === people[0] && page.kind === kind ? 'leave' : answered(page),
      )
      expect(table.exitOf(people[0]!)).toBe('withdrew')
      if (kind !== 'part') expect(table.exitOf(people[1]!)).toBe('completed')
      await table.close()
    },
  )

  it.each(['reason', 'belief'])(
    'at the page of a %s has made the decision, under deferred matching as well as live',
    async (kind) => {
      for (const when of ['deferred', 'live']) {
        const asked = {
          reason: 'required',
          belief: { ask: 'What?', min: 0, max: 100, of: 'guess' },
          matching: { when, leftover: 'leave' },
        }
        const table = await atTable(contestSession('end-group-with-fee', asked))
        const people = await table.join()
        await table.toTheEnd(people, (page, person) =>
          person === people[0] && page.kind === kind ? 'leave' : answered(page),
        )
        expect(people.map(table.exitOf)).toEqual(['withdrew', 'completed'])
        expect(table.of('finished').map(({ status }) => status)).toEqual(['ended'])
        await table.close()
      }
    },
  )

  it('with all results known keeps the pay for them, and is told so', async () => {
    const table = await atTable(contestSession('replace-by-model', {}, { payment: { fee: 4, pointsPerUnit: 1 } }))
    const people = await table.join()
    await table.toTheEnd(people, (page, person) =>
      person === people[0] && page.kind === 'results' ? 'leave' : answered(page),
    )
    const amount = table.paidOf(people[0]!)!
    const page = await table.page(people[0]!)
    if (page.kind !== 'end') throw new Error(page.kind)
    expect(page.payment!.amount).toBe(amount)
    expect(page.text).toContain(`€${(amount / 100).toFixed(2)}`)
    await table.close()
  })

  it('having answered all does not end the match of the others', async () => {
    const table = await atTable(session({ game: contest }, { participants: 2 }))
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([b]))
    await table.leave(a)
    await table.toTheEnd([b])
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['withdrew', 'completed'])
    await table.close()
  })

  it('is played for by the fallback, flagged, where the session says so of answers that do not come', async () => {
    const table = await atTable(contestSession('fallback', { params: { rounds: 2 } }))
    const [a, b] = (await table.join()) as [string, string]
    await table.toTheEnd([a, b], (page, person) =>
      person === a && page.kind === 'decision' ? 'leave' : answered(page),
    )
    expect([table.exitOf(a), table.exitOf(b)]).toEqual(['withdrew', 'completed'])
    expect(
      table
        .of('chose')
        .filter(({ person }) => person === a)
        .map(({ origin }) => origin),
    ).toEqual(Array(2).fill({ by: 'fallback', reason: 'departed' }))
    await table.close()
  })
})

describe('the experimenter', () => {
  it('takes somebody on, and a decision that was made stays what it was', async () => {
    const table = await atTable(contestSession('fallback', { reason: 'required' }))
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a], 'reason'))
    await table.desk.act({ act: 'advance', person: a })
    expect(
      table
        .of('chose')
        .filter(({ person }) => person === a)
        .map(({ origin }) => origin.by),
    ).toEqual(['player'])
    await table.toTheEnd([a, b])
    expect(table.exitOf(a)).toBe('completed')
    await table.close()
  })

  it.each([undefined, timed('end-group-with-fee'), timed('replace-by-model', { by: 'dice' })])(
    'does not take somebody on from a decision that nothing is declared to stand for: %j',
    async (time) => {
      const table = await atTable(
        session({ game: { ...contest, ...(time && { time }) } }, { participants: 2, ...dice }),
      )
      const [a, b] = (await table.join()) as [string, string]
      await table.goOn([a, b], without([a]))
      await expect(table.desk.act({ act: 'advance', person: a })).rejects.toThrow(/withdraw this participant/)
      expect(table.of('chose').map(({ person }) => person)).toEqual([b])
      expect(table.of('acted')).toEqual([])
      await table.close()
    },
  )

  it('ends a group, and all are paid the fee for it; what is not under way cannot be ended', async () => {
    const table = await atTable(session({ game: contest }, { participants: 2 }))
    const [a, b] = (await table.join()) as [string, string]
    await table.goOn([a, b], without([a, b]))
    const [match] = table.of('grouped').map((one) => one.match) as [string]
    await table.desk.act({ act: 'end-group', match })
    await table.toTheEnd([a, b])
    expect([a, b].map(table.exitOf)).toEqual(['group-ended', 'group-ended'])
    expect([a, b].map(table.paidOf)).toEqual([300, 300])
    await expect(table.desk.act({ act: 'end-group', match })).rejects.toThrow('no match')
    expect(table.of('acted')).toHaveLength(1)
    await table.close()
  })
})
