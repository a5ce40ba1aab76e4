import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { writeParquet } from '../../src/store/parquet.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { temporary } from './folder.ts'
import { startOf } from './matches.ts'

describe('a view as Parquet', () => {
  it('reads back as it was: numbers as doubles, texts as they are, what is missing as null', async () => {
    const folder = temporary()
    const store = openSqlite(join(folder, 'log.sqlite'), { now: () => 0 })
    const seats = [
      { role: 'proposer', player: 'ann' },
      { role: 'responder', player: '=1+1' },
    ]
    store.open('u', null, startOf('u', { game: 'ultimatum', seats }))
    store.append('u', { type: 'moved', turn: 0, seat: 0, action: { offer: 40 }, origin: { by: 'player' } })
    store.append('u', { type: 'ended', payoffs: [-2.5, 40] })
    for (const view of ['moves', 'payoffs', 'usage'] as const) await writeParquet(store, view, join(folder, view))
    const read = async (view: string) => parquetReadObjects({ file: await asyncBufferFromFile(join(folder, view)) })
    expect(await read('payoffs')).toEqual([
      {
        run: null,
        match: 'u',
        game: 'ultimatum',
        seat: 0,
        role: 'proposer',
        player: 'ann',
        subject: null,
        payoff: -2.5,
      },
      {
        run: null,
        match: 'u',
        game: 'ultimatum',
        seat: 1,
        role: 'responder',
        player: '=1+1',
        subject: null,
        payoff: 40,
      },
    ])
    expect(await read('moves')).toMatchObject([{ turn: 0, seat: 0, action: '{"offer":40}', reason: null }])
    expect(await read('usage')).toEqual([])
    await store.close()
  })
})
