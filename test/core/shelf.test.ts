/** Looking up games and wraps by name. */
import { describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { gameOf, shelvedGame, shelvedWrap } from '../../src/core/shelf.ts'

describe('the shelf', () => {
  it('finds a game and its scripted players', () => {
    expect(shelvedGame(shelf, 'ultimatum').game.id).toBe('ultimatum')
  })

  it('puts wraps around a game, innermost first, and notes them', () => {
    const game = gameOf(shelf, { game: 'ultimatum', wraps: [{ id: 'talk' }, { id: 'repeated', params: { times: 3 } }] })
    expect(game.wraps?.map(({ id, params }) => [id, params])).toEqual([
      ['talk', expect.any(Object)],
      ['repeated', expect.objectContaining({ times: 3 })],
    ])
    expect([game.id, game.version]).toEqual(['ultimatum', shelvedGame(shelf, 'ultimatum').game.version])
    expect(gameOf(shelf, { game: 'ultimatum' }).wraps).toBeUndefined()
  })

  it('says which name is near', () => {
    expect(() => shelvedGame(shelf, 'ultimatm')).toThrow(
      expect.objectContaining({
        code: 'unknown-game',
        message: 'there is no game "ultimatm": did you mean ultimatum?',
      }),
    )
    expect(() => shelvedWrap(shelf, 'repeat')).toThrow(
      expect.objectContaining({ code: 'unknown-wrap', message: expect.stringContaining('did you mean repeated?') }),
    )
  })

  it('refuses params that a wrap refuses', () => {
    expect(() => gameOf(shelf, { game: 'ultimatum', wraps: [{ id: 'repeated', params: { times: 0 } }] })).toThrow()
  })

  it('has every game and wrap once', () => {
    const ids = [...shelf.games.map(({ game }) => game.id), ...shelf.wraps.map(({ wrap }) => wrap.id)]
    expect(new Set(ids).size).toBe(ids.length)
  })
})
