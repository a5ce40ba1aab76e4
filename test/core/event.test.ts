/** The wire format: what is read as an event, and how what is not is refused. */
import { describe, expect, it } from 'vitest'
import { type Event, eventOf } from '../../src/core/event.ts'

const started = {
  type: 'started',
  wire: 1,
  match: 'm-1',
  game: 'ultimatum',
  version: 1,
  params: { pie: 10 },
  wraps: [{ id: 'repeated', version: 1, params: { times: 3 } }],
  seats: [
    { role: 'proposer', player: 'fixed' },
    { role: 'responder', player: 'a person', subject: 's-17', spec: 'abc', told: 'You play against a program.' },
  ],
  seed: 's',
  code: '0.1.0',
  parent: { match: 'm-0', turn: 4 },
} as const

const events: readonly Event[] = [
  started as unknown as Event,
  { type: 'started', game: 'ultimatum', version: 1, seats: [{ role: 'proposer', player: 'x' }], seed: 's' },
  { type: 'moved', turn: 0, seat: 0, action: { offer: 3 }, reason: 'fair', origin: { by: 'player' } },
  { type: 'moved', turn: 0, seat: 1, action: { offer: 3 }, origin: { by: 'fallback', reason: 'unparsable' } },
  { type: 'moved', turn: 1, seat: 1, origin: { by: 'missing', reason: 'timeout' } },
  { type: 'reseated', turn: 3, seat: 1, player: 'level-1', told: '…', reason: 'departed' },
  { type: 'paused', turn: 3, reason: 'budget' },
  { type: 'ended', payoffs: [1, 0], measures: { accepted: 1 }, fingerprint: 'ff' },
  { type: 'ended', payoffs: [1, 0] },
  { type: 'voided', reason: 'key' },
]

describe('eventOf', () => {
  it.each(events)('reads %j without loss', (event) => {
    expect(eventOf(JSON.parse(JSON.stringify(event)))).toEqual(event)
  })

  it.each([
    [{ type: 'moved', turn: -1, seat: 0, origin: { by: 'player' } }, /a moved event .* turn: /],
    [{ type: 'moved', turn: 0, seat: 0.5, origin: { by: 'player' } }, /seat: /],
    [{ type: 'moved', turn: 0, seat: 0, action: 1, origin: { by: 'fallback', reason: 'bored' } }, /origin\.reason: /],
    [{ type: 'moved', turn: 0, seat: 0, action: 1, origin: { by: 'chance' } }, /origin\.by: /],
    [{ type: 'moved', turn: 0, seat: 0, action: 1, origin: { by: 'player' }, cost: 1 }, /"cost"/],
    [{ ...started, seats: [] }, /a started event .* seats: /],
    [{ ...started, wire: 2 }, /wire: /],
    [{ ...started, version: 0 }, /version: /],
    [{ type: 'ended', payoffs: [null] }, /payoffs\.0: /],
    [{ type: 'rewound', turn: 1 }, /expected an event \(started, moved, .*\), got "rewound"/],
    [{ type: 'toString' }, /expected an event/],
    [{ turn: 1 }, /expected an event .* got {"turn":1}/],
    [null, /got null/],
    ['moved', /got "moved"/],
  ])('refuses %j', (value, message) => {
    expect(() => eventOf(value)).toThrow(
      expect.objectContaining({ code: 'bad-event', message: expect.stringMatching(message) }),
    )
  })
})
