import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { csvOf } from '../../src/store/csv.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from './folder.ts'
import { all, startOf } from './matches.ts'

describe('a view as CSV', () => {
  it('has a head line, quotes what needs it, and lets no text become a formula', async () => {
    const store = openSqlite(join(temporary(), 'log.sqlite'), { now: () => 0 })
    const seats = [
      { role: 'proposer', player: 'ann' },
      { role: 'responder', player: '=HYPERLINK("http://x")', told: '' },
    ]
    store.open('u', null, startOf('u', { game: 'ultimatum', seats }))
    store.append('u', {
      type: 'moved',
      turn: 0,
      seat: 0,
      action: { offer: 40 },
      reason: 'so,\nso',
      origin: { by: 'player' },
    })
    store.append('u', {
      type: 'moved',
      turn: 1,
      seat: 1,
      action: { accept: true },
      reason: '-1',
      origin: { by: 'player' },
    })
    store.append('u', { type: 'ended', payoffs: [-2.5, 40] })
    const at = '1970-01-01T00:00:00.000Z'
    expect((await all(csvOf(store, 'moves'))).join('')).toBe(
      [
        'run,match,game,turn,seat,role,player,subject,kind,action,origin,origin_reason,reason,told,at',
        `,u,ultimatum,0,0,proposer,ann,,,"{""offer"":40}",player,,"so,\nso",,${at}`,
        `,u,ultimatum,1,1,responder,"'=HYPERLINK(""http://x"")",,,"{""accept"":true}",player,,'-1,,${at}`,
        '',
      ].join('\r\n'),
    )
    expect((await all(csvOf(store, 'payoffs'))).join('')).toContain('u,ultimatum,0,proposer,ann,,-2.5\r\n')
    expect(await all(csvOf(store, 'usage'))).toEqual([expect.stringMatching(/^run,match,seat,provider,[\w,]+\r\n$/)])
    await store.close()
  })

  it('is written piece by piece', async () => {
    const store = openSqlite(join(temporary(), 'log.sqlite'))
    store.open('a', null, startOf('a'))
    for (let turn = 0; turn < 2500; turn++)
      store.append('a', { type: 'moved', turn, seat: 0, action: { guess: turn }, origin: { by: 'player' } })
    const pieces = await all(csvOf(store, 'moves'))
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('').trimEnd().split('\r\n').length).toBe(2501)
    await store.close()
  })
})
