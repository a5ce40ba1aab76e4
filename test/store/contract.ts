/** What every store keeps: the contract in src/store/store.ts and archive.ts, through the public door. */
import { describe, expect, it } from 'vitest'
import { plain } from '../../src/core/fingerprint.ts'
import type { RunEvent } from '../../src/core/run-event.ts'
import type { Archive } from '../../src/store/archive.ts'
import { nodeDigest } from '../../src/store/chain.ts'
import { all, callBegun, callDone, callKey, log, played, runNamed, startOf } from './matches.ts'

export function storeContract(name: string, open: () => Archive): void {
  describe(`${name} keeps the contract of stores`, () => {
    it('gives back every event as it was appended, with −0 as 0', async () => {
      const store = open()
      const events = played('a', { reasons: true })
      log(store, 'a', events)
      const logged = await store.log('a')
      expect(logged.map(({ event }) => event)).toEqual(plain(events))
      expect(logged.map(({ seq }) => seq)).toEqual(events.map((_, seq) => seq))
      expect(logged[1]).toMatchObject({ type: 'moved', turn: 0, seat: 0 })
      await store.close()
    })

    it('names the match in its start, and refuses the start of another', async () => {
      const store = open()
      const { match: _, ...nameless } = startOf('a')
      store.open('a', null, nameless)
      expect((await store.log('a'))[0]?.event).toMatchObject({ match: 'a' })
      expect(() => store.open('b', null, startOf('c'))).toThrow(expect.objectContaining({ code: 'wrong-match' }))
      expect(await store.status('b')).toBeUndefined()
      await store.close()
    })

    it('refuses a match that is there, one that is not, and what follows an end', async () => {
      const store = open()
      log(store, 'a', played('a'))
      const twice = expect.objectContaining({ code: 'match-exists' })
      expect(() => store.open('a', null, startOf('a'))).toThrow(twice)
      await store.durable()
      expect(() => store.open('a', null, startOf('a'))).toThrow(twice)
      const paused = { type: 'paused', turn: 0, reason: 'budget' } as const
      expect(() => store.append('a', paused)).toThrow(expect.objectContaining({ code: 'match-closed' }))
      expect(() => store.append('b', paused)).toThrow(expect.objectContaining({ code: 'unknown-match' }))
      await expect(store.log('b')).rejects.toMatchObject({ code: 'unknown-match' })
      await store.close()
    })

    it('says how far a match is', async () => {
      const store = open()
      store.open('a', null, startOf('a'))
      expect(await store.status('a')).toBe('open')
      store.append('a', { type: 'voided', reason: 'no answer' })
      expect(await store.status('a')).toBe('voided')
      log(store, 'b', played('b'))
      expect(await store.status('b')).toBe('ended')
      expect(await store.status('c')).toBeUndefined()
      await store.close()
    })

    it('sums matches up by id: who answered how, under the player who sat there then', async () => {
      const store = open()
      await store.createRun(runNamed('r'), new Map())
      store.open('b', 'r', startOf('b'))
      store.append('b', { type: 'moved', turn: 0, seat: 0, action: { guess: 3 }, origin: { by: 'player' } })
      store.append('b', {
        type: 'moved',
        turn: 0,
        seat: 1,
        action: { guess: 50 },
        origin: { by: 'fallback', reason: 'empty' },
      })
      store.append('b', { type: 'moved', turn: 0, seat: 2, origin: { by: 'missing', reason: 'timeout' } })
      store.append('b', { type: 'reseated', turn: 1, seat: 0, player: 'level-1', reason: 'departed' })
      store.append('b', { type: 'moved', turn: 1, seat: 0, action: { guess: 4 }, origin: { by: 'player' } })
      log(store, 'a', played('a'))
      const first = { firstAttempts: 0, firstLegal: 0, reasons: {}, unusable: {} }
      const [summary, ...others] = await all(store.matches('r'))
      expect(others).toEqual([])
      expect(summary).toMatchObject({ id: 'b', run: 'r', status: 'open', payoffs: null, measures: {} })
      expect(summary?.answers).toEqual([
        { seat: 0, player: 'player 0', decisions: 1, fallbacks: 0, missing: 0, ...first },
        { seat: 0, player: 'level-1', decisions: 1, fallbacks: 0, missing: 0, ...first },
        { seat: 1, player: 'player 1', decisions: 1, fallbacks: 1, missing: 0, ...first, reasons: { empty: 1 } },
        { seat: 2, player: 'player 2', decisions: 1, fallbacks: 0, missing: 1, ...first, reasons: { timeout: 1 } },
      ])
      expect(summary?.head).toBe((await store.log('b')).at(-1)?.hash)
      const everything = await all(store.matches())
      expect(everything.map(({ id, run }) => [id, run])).toEqual([
        ['a', null],
        ['b', 'r'],
      ])
      expect(everything[0]).toMatchObject({
        status: 'ended',
        payoffs: [expect.any(Number), expect.any(Number), expect.any(Number)],
      })
      await store.close()
    })

    it('counts a model’s first attempts, and replies that could not be used, for who sat there in that turn', async () => {
      const store = open()
      store.open('a', null, startOf('a'))
      const answered = async (turn: number, attempt: number, outcome: string | null) => {
        await store.begin({ ...callBegun, turn, attempt }, false)
        await store.complete({ ...callKey, turn, attempt, try: 1 }, callDone, false)
        if (outcome !== null) store.read({ ...callKey, turn, attempt }, outcome, null)
      }
      await answered(0, 1, 'unparsable')
      await answered(0, 2, 'truncated')
      await answered(0, 3, 'unparsable')
      store.append('a', { type: 'reseated', turn: 1, seat: 1, player: 'other', reason: 'departed' })
      await answered(1, 1, 'legal')
      await store.begin({ ...callBegun, turn: 2 }, false)
      const [summary] = await all(store.matches())
      expect(summary?.answers).toMatchObject([
        { seat: 1, player: 'player 1', firstAttempts: 1, firstLegal: 0, unusable: { unparsable: 2, truncated: 1 } },
        { seat: 1, player: 'other', firstAttempts: 1, firstLegal: 1, unusable: {} },
      ])
      await store.close()
    })

    it('keeps runs with their texts, once', async () => {
      const store = open()
      const hash = nodeDigest('the rules')
      const run = runNamed('r', { texts: { 'prompts/rules.md': hash } })
      await store.createRun(run, new Map([[hash, 'the rules']]))
      expect(await store.run('r')).toEqual(run)
      expect(await store.text(hash)).toBe('the rules')
      expect(await store.text('else')).toBeUndefined()
      expect(await store.run('q')).toBeUndefined()
      await expect(store.createRun(run, new Map())).rejects.toMatchObject({ code: 'run-exists' })
      await store.createRun(runNamed('a'), new Map())
      expect((await store.runs()).map(({ id }) => id)).toEqual(['a', 'r'])
      expect(() => store.open('m', 'nobody’s', startOf('m'))).toThrow(expect.objectContaining({ code: 'unknown-run' }))
      await expect(store.hold('nobody’s')).rejects.toMatchObject({ code: 'unknown-run' })
      await store.hold('r')
      await store.hold('r')
      await store.close()
    })

    it.each([true, false])(
      'gives back a call with its long texts, and never asks for it again (durable: %s)',
      async (durable) => {
        const store = open()
        await store.begin(callBegun, durable)
        expect(await store.tried(callKey)).toEqual({ tries: 1, answered: undefined })
        await store.complete({ ...callKey, try: 1 }, callDone, durable)
        store.read(callKey, 'legal', '{"mood":"good"}')
        const recorded = {
          ...callBegun,
          ...callDone,
          at: expect.any(String),
          outcome: 'legal',
          dropped: '{"mood":"good"}',
        }
        expect(await store.calls('a')).toEqual([recorded])
        expect(await store.tried(callKey)).toEqual({ tries: 1, answered: recorded })
        expect(await store.text(nodeDigest('long '.repeat(100)))).toBe('long '.repeat(100))
        store.read(callKey, 'illegal', null)
        expect((await store.tried(callKey)).answered?.outcome).toBe('legal')
        await store.close()
      },
    )

    it('completes a call once, and only one that was begun', async () => {
      const store = open()
      const key = { ...callKey, try: 1 }
      const unknown = { code: 'unknown-call' }
      await expect(store.complete(key, callDone, true)).rejects.toMatchObject(unknown)
      await store.begin(callBegun, true)
      await store.complete(key, { status: 'network', error: 'no route' }, true)
      await expect(store.complete(key, callDone, true)).rejects.toMatchObject(unknown)
      expect((await store.tried(callKey)).answered).toBeUndefined()
      // the same try again, after a resume; a completion that is not written yet counts as well
      await store.begin(callBegun, true)
      await store.complete(key, callDone, false)
      await expect(store.complete(key, { status: 'network' }, true)).rejects.toMatchObject(unknown)
      await store.durable()
      expect((await store.calls('a')).map(({ status }) => status)).toEqual(['network', 'ok'])
      await store.close()
    })

    it('keeps requests apart from what only looks like a reference to a text', async () => {
      const store = open()
      const request = {
        a: { text: 'short' },
        b: [{ text: { text: 'x'.repeat(300) } }],
        c: 'y'.repeat(201),
        d: { text: 'z', e: 1 },
      }
      await store.begin({ ...callBegun, request }, false)
      expect((await store.calls('a'))[0]?.request).toEqual(request)
      await store.close()
    })

    it('lists calls by turn, seat, purpose, attempt and try', async () => {
      const store = open()
      const keys = [
        { turn: 1, seat: 0, purpose: 'answer', attempt: 1, try: 1 },
        { turn: 0, seat: 1, purpose: 'plan', attempt: 1, try: 1 },
        { turn: 0, seat: 1, purpose: 'answer', attempt: 2, try: 1 },
        { turn: 0, seat: 1, purpose: 'answer', attempt: 1, try: 2 },
        { turn: 0, seat: 1, purpose: 'answer', attempt: 1, try: 1 },
        { turn: 0, seat: 0, purpose: 'answer', attempt: 1, try: 1 },
      ]
      for (const key of keys) await store.begin({ ...callBegun, ...key }, false)
      const found = (await store.calls('a')).map(({ turn, seat, purpose, attempt, try: nth }) => ({
        turn,
        seat,
        purpose,
        attempt,
        try: nth,
      }))
      expect(found).toEqual([...keys].reverse())
      await store.close()
    })

    it('erases a person’s text, and nothing that the rest needs', async () => {
      const store = open()
      const events = played('a', { reasons: true })
      log(store, 'a', events)
      await store.durable()
      const before = (await store.log('a'))[2]!
      await store.erase({ match: 'a', seq: 2 })
      const { event: _, salt: __, ...kept } = before
      expect((await store.log('a'))[2]).toEqual({ ...kept, event: null, salt: '' })
      for (const seq of [0, 2, events.length - 1])
        await expect(store.erase({ match: 'a', seq })).rejects.toMatchObject({ code: 'not-erasable' })
      await expect(store.erase({ match: 'a', seq: 99 })).rejects.toMatchObject({ code: 'unknown-event' })
      await expect(store.erase({ match: 'b', seq: 0 })).rejects.toMatchObject({ code: 'unknown-match' })
      await store.close()
    })

    it('keeps what a run notes of its own course, in order and chained', async () => {
      const store = open()
      await store.createRun(runNamed('r'), new Map())
      await store.createRun(runNamed('s'), new Map())
      expect(await store.runLog('r')).toEqual([])
      const events: RunEvent[] = [
        { type: 'round', condition: 'c', round: 1, tables: [['a', 'b']], byes: ['c'] },
        { type: 'probation', condition: 'c', at: 4, player: 'a', standing: 0.25 },
        { type: 'restored', condition: 'c', at: 6, player: 'a', standing: 0.5 },
        { type: 'replaced', condition: 'c', at: 8, player: 'a', standing: 0.125, by: 'd' },
      ]
      for (const event of events) store.appendRun('r', event)
      store.appendRun('s', events[0]!)
      await store.durable()
      const logged = await store.runLog('r')
      expect(logged.map(({ event }) => event)).toEqual(events)
      expect(logged.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
      expect(new Set(logged.map(({ hash }) => hash)).size).toBe(4)
      expect((await store.runLog('s'))[0]?.hash).toBe(logged[0]!.hash)
      expect((await store.runRows('r')).map(({ body }) => JSON.parse(body))).toEqual(events)
      store.appendRun('r', events[1]!)
      expect((await store.runLog('r')).at(-1)).toMatchObject({ seq: 4, event: events[1] })
      const unknown = { code: 'unknown-run' }
      expect(() => store.appendRun('nobody’s', events[0]!)).toThrow(expect.objectContaining(unknown))
      await expect(store.runLog('nobody’s')).rejects.toMatchObject(unknown)
      await store.close()
    })

    it('salts what holds free text and nothing else, so that heads of scripts can be reproduced', async () => {
      const heads: string[] = []
      for (const store of [open(), open()]) {
        log(store, 'a', played('a'))
        log(store, 'b', played('b', { reasons: true }))
        heads.push(...(await all(store.matches())).map(({ head }) => head))
        expect((await store.log('a')).map(({ salt }) => salt).join('')).toBe('')
        const salts = (await store.log('b')).filter(({ type }) => type === 'moved').map(({ salt }) => salt)
        expect(salts.every((salt) => /^[0-9a-f]{32}$/.test(salt)) && new Set(salts).size === salts.length).toBe(true)
        await store.close()
      }
      expect(heads[0]).toBe(heads[2])
      expect(heads[1]).not.toBe(heads[3])
    })
  })
}
