import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../src/core/event.ts'
import { canonical } from '../../src/core/fingerprint.ts'
import { bodyOf, byId, runHead } from '../../src/store/chain.ts'
import { memoryStore } from '../../src/store/memory.ts'
import { log, played } from './matches.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('the hash chain', () => {
  it('can be computed again by anyone', async () => {
    const store = memoryStore()
    log(store, 'a', played('a', { reasons: true }))
    let previous = ''
    for (const { seq, type, turn, seat, event, salt, commitment, hash } of await store.log('a')) {
      expect(commitment).toBe(sha256(salt + canonical(event)))
      expect(hash).toBe(sha256(JSON.stringify([previous, seq, type, turn, seat, commitment])))
      previous = hash
    }
  })

  it('never drifts: the head of a match of scripts', async () => {
    const store = memoryStore()
    store.open('golden', null, {
      type: 'started',
      match: 'golden',
      game: 'ultimatum',
      version: 1,
      seats: [
        { role: 'proposer', player: 'fair' },
        { role: 'responder', player: 'fair' },
      ],
      seed: 's',
    })
    store.append('golden', { type: 'moved', turn: 0, seat: 0, action: { offer: -0 }, origin: { by: 'player' } })
    const start =
      '{"game":"ultimatum","match":"golden","seats":[{"player":"fair","role":"proposer"},{"player":"fair","role":"responder"}],"seed":"s","type":"started","version":1}'
    const moved = '{"action":{"offer":0},"origin":{"by":"player"},"seat":0,"turn":0,"type":"moved"}'
    const first = sha256(`["",0,"started",null,null,"${sha256(start)}"]`)
    const second = sha256(`["${first}",1,"moved",0,0,"${sha256(moved)}"]`)
    expect((await store.log('golden')).map(({ hash }) => hash)).toEqual([first, second])
    expect(second).toBe('fc839cc479b52bdf8576ed36c3cd18a81ccf74e36cc0575e1d1e703397ec3965')
  })

  it.each<Event>([
    { type: 'moved', turn: 0, seat: 1, action: { b: 1, a: 'ü"\n' }, reason: 'so\u2028', origin: { by: 'player' } },
    { type: 'moved', turn: 3, seat: 0, origin: { reason: 'timeout', by: 'missing' } },
    { type: 'moved', turn: 3, seat: 0, action: null, origin: { by: 'fallback', reason: 'empty' } },
  ])('a move’s body is its canonical JSON: %j', (event) => {
    expect(bodyOf(event)).toBe(canonical(event))
  })

  it('a run’s head follows from its matches’ heads, whatever their order', () => {
    expect(
      runHead([
        ['b', 'y'],
        ['a', 'x'],
      ]),
    ).toBe(sha256('[["a","x"],["b","y"]]'))
    expect(
      runHead([
        ['a', 'x'],
        ['b', 'y'],
      ]),
    ).toBe(
      runHead([
        ['b', 'y'],
        ['a', 'x'],
      ]),
    )
    expect(runHead([['a', 'x']])).not.toBe(runHead([['a', 'y']]))
  })

  it('orders ids by code point, as SQLite does', () => {
    expect(['\u{1F600}', '\uFFFD', 'b', 'a'].sort(byId)).toEqual(['a', 'b', '\uFFFD', '\u{1F600}'])
  })
})
