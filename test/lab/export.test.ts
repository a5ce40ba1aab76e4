/**
 * The tables of a session. Those in `golden-export` were checked by hand; where a change of them is meant,
 * `GOLDEN=write npx vitest run test/lab/export.test.ts` writes them anew: read the difference before you keep it.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { shelf } from '../../games/index.ts'
import { diskReader } from '../../src/arena/frozen.ts'
import { packageFolder } from '../../src/cli/package.ts'
import { eraseParticipant } from '../../src/lab/erase.ts'
import { exportSession } from '../../src/lab/export/export-session.ts'
import { parseLab } from '../../src/lab/lab-file.ts'
import { prepareLab } from '../../src/lab/prepare-lab.ts'
import { wentThrough } from '../web/session.ts'
import { type Exported, exportedSession, inputOf, LAB } from './exported-session.ts'

const GOLDEN = join(import.meta.dirname, 'golden-export')

type Row = Readonly<Record<string, string>>

async function filesOf(...given: Parameters<typeof inputOf>): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for await (const [name, text] of exportSession(inputOf(...given))) files.set(name, text)
  return files
}

const rowsIn = (files: ReadonlyMap<string, string>, name: string): readonly Row[] =>
  parse(files.get(name)!, { columns: true, bom: false }) as Row[]

const pick = (rows: readonly Row[], ...names: readonly string[]) => rows.map((row) => names.map((name) => row[name]))

/** The session of the goldens: eve is erased. */
async function withoutEve(): Promise<Exported> {
  const session = await exportedSession()
  await eraseParticipant({ ...session, person: 'eve' })
  return session
}

let whole: ReadonlyMap<string, string>
let files: ReadonlyMap<string, string>
beforeAll(async () => {
  whole = await filesOf(await exportedSession())
  files = await filesOf(await withoutEve())
})

describe('the files of a session', () => {
  it('are byte for byte those that were checked by hand', () => {
    if (process.env['GOLDEN'] === 'write')
      for (const [name, text] of files) {
        mkdirSync(dirname(join(GOLDEN, name)), { recursive: true })
        writeFileSync(join(GOLDEN, name), text)
      }
    const golden = (readdirSync(GOLDEN, { recursive: true }) as string[]).filter((name) => name.includes('.'))
    expect([...files.keys()].sort()).toEqual(golden.sort())
    for (const name of golden) expect(files.get(name), name).toBe(readFileSync(join(GOLDEN, name), 'utf8'))
  })

  it('are the same bytes whenever they are made', async () => {
    expect(await filesOf(await withoutEve())).toEqual(files)
  })

  it('have an entry in the codebook for every column, and a column for every entry', () => {
    const told = rowsIn(files, 'codebook.csv').map(({ file, column }) => `${file} ${column}`)
    const there = [...files.keys()]
      .filter((name) => name.endsWith('.csv'))
      .flatMap((name) => (parse(files.get(name)!) as string[][])[0]!.map((column) => `${name} ${column}`))
    expect(new Set(told).size).toBe(told.length)
    expect([...told].sort()).toEqual([...there].sort())
  })

  it('have cells that are empty only where the codebook says when', () => {
    for (const { file, column, empty } of rowsIn(files, 'codebook.csv'))
      if (empty === '')
        expect(
          rowsIn(files, file!).filter((row) => row[column!] === ''),
          `${file} ${column}`,
        ).toEqual([])
  })

  it('have cells of the type that the codebook says', () => {
    const types: Readonly<Record<string, (cell: string) => boolean>> = {
      number: (cell) => Number.isFinite(Number(cell)),
      truth: (cell) => cell === 'true' || cell === 'false',
      time: (cell) => new Date(cell).toISOString() === cell,
      json: (cell) => typeof JSON.parse(cell) === 'object',
    }
    for (const { file, column, type } of rowsIn(files, 'codebook.csv'))
      for (const row of rowsIn(files, file!)) {
        const cell = row[column!]!
        if (cell !== '') expect(types[type!]?.(cell) ?? true, `${file} ${column}: ${cell}`).toBe(true)
      }
  })

  it('are named in the manifest with their hashes and rows', () => {
    const manifest = JSON.parse(files.get('manifest.json')!)
    expect(manifest.files.map(({ name }: Row) => name)).toEqual([...files.keys()].slice(0, -1))
    for (const { name, sha256, rows, bytes } of manifest.files) {
      expect(createHash('sha256').update(files.get(name)!).digest('hex')).toBe(sha256)
      expect(rowsIn(files, name)).toHaveLength(rows)
      expect(Buffer.byteLength(files.get(name)!)).toBe(bytes)
    }
    expect(manifest).toMatchObject({ journalHead: 'a'.repeat(64), runHead: 'b'.repeat(64), freeze: 'f'.repeat(64) })
  })

  it('guard texts against being run as formulas, and leave numbers below zero numbers', () => {
    expect(files.get('decisions_long.csv')).toContain(",'=1+1,")
    expect(files.get('decisions_long.csv')).toContain(",'@SUM(A1),")
    expect(files.get('questionnaire.csv')).toContain("'-2+3 by “feeling”")
    expect(files.get('payments/payments.csv')).toContain("'=ann")
    expect(rowsIn(files, 'quiz.csv')[0]).toMatchObject({ participant: 'ann', answer: '-4', right: 'false' })
  })

  it('keep line breaks, commas and quotation marks of a text', () => {
    const said = rowsIn(files, 'decisions_long.csv').find(({ participant }) => participant === 'ben')
    expect(said?.['reason']).toBe('two lines,\nand a "comma"')
  })
})

describe('decisions', () => {
  it('of people and programs stand in one table, with who decided and who the others were then', () => {
    const pairs = rowsIn(whole, 'decisions_long.csv').filter(({ match }) => match === 'tiny/pairs/1')
    expect(
      pick(pairs, 'turn', 'seat', 'player_kind', 'player', 'participant', 'action.guess', 'source', 'actual'),
    ).toEqual([
      ['0', '0', 'person', 'person', 'ann', '33.5', 'player', 'people 1, models 0, simulated 1, scripts 0'],
      ['0', '1', 'person', 'person', 'ben', '60', 'player', 'people 1, models 0, simulated 1, scripts 0'],
      ['0', '2', 'simulated', 'noisy', '', '33.333', 'player', 'people 2, models 0, simulated 0, scripts 0'],
      ['1', '0', 'person', 'person', 'ann', '50', 'fallback', 'people 1, models 0, simulated 1, scripts 0'],
      ['1', '1', 'script', 'level-2', '', '22.2', 'player', 'people 1, models 0, simulated 1, scripts 0'],
      ['1', '2', 'simulated', 'noisy', '', '20', 'player', 'people 1, models 0, simulated 0, scripts 1'],
    ])
  })

  it('say what was told, and what it claims', () => {
    const rows = rowsIn(whole, 'decisions_long.csv')
    expect(
      new Set(rows.map((row) => `${row['block']} ${row['participant'] !== ''} ${row['told_key']} ${row['claim']}`)),
    ).toEqual(
      new Set([
        'pairs true either people-or-programs',
        'pairs false  ',
        'alone true programs programs',
        'alone false  ',
        'talking true  ',
      ]),
    )
  })

  it('that never came, or came into no match, have a row with the reason', () => {
    const rows = rowsIn(whole, 'decisions_long.csv').filter(({ logged_at }) => logged_at === '')
    expect(
      pick(rows, 'participant', 'block', 'match', 'action.guess', 'source', 'reason_code', 'match_status'),
    ).toEqual([
      ['cat', 'alone', '', '', 'missing', 'timeout', 'none'],
      ['dan', 'pairs', 'tiny/pairs/2', '20', 'player', '', 'voided'],
    ])
  })

  it('say when they were shown, begun and sent, and why that is not known', () => {
    const rows = rowsIn(whole, 'decisions_long.csv').filter(({ match }) => match === 'tiny/pairs/1')
    expect(pick(rows, 'seconds_to_first_input', 'seconds', 'times_missing')).toEqual([
      ['2.5', '8', ''],
      ['2.5', '8', ''],
      ['', '', 'program'],
      ['', '', 'not submitted'],
      ['', '', 'program'],
      ['', '', 'program'],
    ])
  })

  it('of one who was erased stay where they hold no words, and are empty with that reason elsewhere', () => {
    const rows = rowsIn(files, 'decisions_long.csv').filter(({ participant }) => participant === 'eve')
    expect(
      pick(
        rows,
        'match',
        'turn',
        'action.guess',
        'action.say',
        'source',
        'reason_code',
        'reason_missing',
        'times_missing',
      ),
    ).toEqual([
      ['tiny/alone/2', '0', '', '', '', 'erased', 'erased', 'erased'],
      ['tiny/talking/1', '0', '', '', '', 'erased', 'erased', 'erased'],
      ['tiny/talking/1', '1', '1', '', 'player', '', 'not asked', 'erased'],
    ])
    for (const text of files.values()) expect(text).not.toMatch(/my name is|I am Eve/)
  })
})

describe('the wide table', () => {
  it('has oTree’s names, a row a participant', () => {
    const rows = rowsIn(files, 'wide.csv')
    expect(
      pick(
        rows,
        'participant.code',
        'participant.visited',
        'pairs.1.player.guess',
        'pairs.1.player.guess.t1',
        'pairs.1.player.payoff_missing',
        'pairs.1.player.id_in_group',
        'pairs.1.group.id_in_subsession',
      ),
    ).toEqual([
      ['ann', '1', '33.5', '50', '', '1', '1'],
      ['ben', '1', '60', '', 'reseated', '2', '1'],
      ['cat', '1', '', '', 'not planned', '', ''],
      ['dan', '1', '20', '', 'voided', '1', '2'],
      ['eve', '1', '', '', 'not planned', '', ''],
      ['fay', '1', '', '', 'voided', '2', '2'],
      ['gus', '0', '', '', 'not reached', '', ''],
    ])
    expect(rows[0]).not.toHaveProperty(['participant.label'])
  })

  it('has the columns of oTree’s wide export, and no and yes as 0 and 1', () => {
    const columns = Object.keys(rowsIn(files, 'wide.csv')[0]!)
    // what otree/export.py writes of participants, sessions, players, groups and rounds, but for MTurk, labels and comments
    expect(columns).toEqual(
      expect.arrayContaining([
        ...['id_in_session', 'code', '_is_bot', '_index_in_pages', '_max_page_index', '_current_app_name'].map(
          (name) => `participant.${name}`,
        ),
        ...['_current_page_name', 'time_started_utc', 'visited', 'payoff'].map((name) => `participant.${name}`),
        ...['code', 'is_demo', 'config.name', 'config.participation_fee'].map((name) => `session.${name}`),
        'session.config.real_world_currency_per_point',
        ...['player.id_in_group', 'player.role', 'player.guess', 'player.payoff'].map((name) => `pairs.1.${name}`),
        ...['group.id_in_subsession', 'subsession.round_number'].map((name) => `pairs.1.${name}`),
      ]),
    )
    for (const row of rowsIn(files, 'wide.csv'))
      expect([row['participant._is_bot'], row['session.is_demo']]).toEqual(['0', '0'])
  })

  it('has labels only where they are asked for', async () => {
    const session = await exportedSession()
    session.identity.label('ann', 'open', 'Seat 7')
    const labelled = rowsIn(await filesOf(session, { labels: true }), 'wide.csv')
    expect(labelled.map((row) => row['participant.label'])).toEqual(['Seat 7', '', '', '', '', '', ''])
    for (const [name, text] of await filesOf(session))
      if (name !== 'payments/payments.csv') expect(text, name).not.toContain('Seat 7')
  })
})

describe('the long table', () => {
  it('has a row a participant, match and turn, by oTree’s names', () => {
    const rows = rowsIn(files, 'long.csv').filter((row) => row['participant.code'] === 'ann')
    expect(
      pick(
        rows,
        'app_name',
        'subsession.round_number',
        'turn',
        'group.id_in_subsession',
        'player.guess',
        'player.source',
      ),
    ).toEqual([
      ['pairs', '1', '0', '1', '33.5', 'player'],
      ['pairs', '1', '1', '1', '50', 'fallback'],
      ['alone', '1', '0', '1', '18', 'deferred'],
    ])
  })
})

describe('beliefs', () => {
  it('stand beside what is right, with their points', () => {
    const rows = rowsIn(files, 'beliefs.csv')
    const right = (60 + 33.333) / 2
    expect(pick(rows, 'participant', 'stated', 'stated_missing', 'right', 'right_missing')).toEqual([
      ['ann', '40', '', `${right}`, ''],
      ['ben', '', 'left open', `${(33.5 + 33.333) / 2}`, ''],
      ['dan', '', 'not reached', '', 'voided'],
      ['fay', '', 'not reached', '', 'voided'],
    ])
    expect(Number(rows[0]!['points'])).toBeCloseTo(20 * (1 - ((right - 40) / 100) ** 2), 12)
  })
})

describe('pages', () => {
  it('have the columns of oTree’s page times', () => {
    const columns = Object.keys(rowsIn(files, 'page_times.csv')[0]!)
    // TimeSpentRow of oTree 5
    expect(columns).toEqual(
      expect.arrayContaining([
        ...['session_code', 'participant_id_in_session', 'participant_code', 'page_index', 'app_name', 'page_name'],
        ...['epoch_time_completed', 'round_number', 'timeout_happened', 'is_wait_page'],
      ]),
    )
  })

  it('have the time between being shown and being answered', () => {
    const rows = rowsIn(files, 'page_times.csv').filter(({ participant_code }) => participant_code === 'ann')
    expect(pick(rows, 'page_index', 'page_name', 'app_name', 'seconds', 'timeout_happened').slice(0, 5)).toEqual([
      ['1', 'consent', '', '1', '0'],
      ['2', 'quiz', '', '1', '0'],
      ['3', 'part', 'pairs', '2', '0'],
      ['4', 'decision', 'pairs', '8', '0'],
      ['5', 'decision', 'pairs', '8', '1'],
    ])
  })
})

describe('payments', () => {
  it('come to the total of the manifest, row by row', () => {
    const { payments } = JSON.parse(files.get('manifest.json')!)
    const rows = rowsIn(files, 'payments/payments.csv')
    expect(rows.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(payments.total)
    expect(payments).toMatchObject({ currency: 'EUR', paid: rows.length })
    expect(pick(rows, 'participant', 'PROLIFIC_PID', 'amount', 'exit')).toEqual([
      ['ann', 'pid-ann', expect.stringMatching(/^\d+$/), 'completed'],
      ['ben', 'pid-ben', '400', 'dropped'],
      ['cat', 'pid-cat', expect.stringMatching(/^\d+$/), 'completed'],
      ['eve', '', expect.stringMatching(/^\d+$/), 'completed'],
    ])
  })

  it('are the only file with what a link brought, and with completion codes', () => {
    for (const [name, text] of whole) if (name !== 'payments/payments.csv') expect(text, name).not.toMatch(/pid-|CODE-/)
  })

  it('are refused where the identity file says another amount', async () => {
    const session = await exportedSession()
    session.identity.pay('ann', { amount: 1, currency: 'EUR' })
    await expect(filesOf(session)).rejects.toThrow(/ann is paid \d+ EUR by the journal, and 1 EUR by the identity file/)
  })

  it('are refused where somebody was settled twice', async () => {
    const session = await exportedSession()
    session.journal.append({ type: 'paid', person: 'ben', points: 0, amount: 400, fee: 400, drawn: null, how: [] })
    await expect(filesOf(session)).rejects.toMatchObject({ code: 'payments-differ' })
  })
})

describe('what a session is', () => {
  it('a demo is refused, unless it is asked for, and then every row is marked', async () => {
    const demo = await exportedSession({ demo: true })
    await expect(filesOf(demo)).rejects.toMatchObject({
      code: 'demo-session',
      message: expect.stringContaining('--demo'),
    })
    const marked = await filesOf(demo, { demo: true })
    for (const name of marked.keys())
      if (name.endsWith('.csv') && name !== 'codebook.csv')
        for (const row of rowsIn(marked, name))
          expect(row['demo'] ?? row['session.is_demo'], name).toMatch(/^(true|1)$/)
  })

  it('an override of what is told marks every row', async () => {
    const lab = `${LAB}override: { ethics: ERB-7, why: a test }\ndebrief: It was not so.\n`
    const marked = await filesOf(await exportedSession({ lab }))
    for (const name of marked.keys())
      if (name.endsWith('.csv') && name !== 'codebook.csv')
        for (const row of rowsIn(marked, name))
          expect(row['deception_override'] ?? row['session.config.deception_override'], name).toBe('ERB-7')
    expect(JSON.parse(marked.get('manifest.json')!).override).toEqual({ ethics: 'ERB-7', why: 'a test' })
  })

  it('without an opening there is nothing to export', async () => {
    const input = inputOf(await exportedSession())
    await expect(exportSession({ ...input, events: [] }).next()).rejects.toMatchObject({ code: 'not-opened' })
  })
})

/** The files of a session that bots went through. */
async function playedFiles(text: string, bots: number) {
  const { journal, store } = await wentThrough(text, { seed: 'export', bots })
  const reach = { by: 'wire', environment: {}, spent: { dollars: 0, tokens: 0 } } as const
  const file = parseLab(text, 'test.yaml')
  const prepared = await prepareLab(file, store, shelf, (own) => diskReader(packageFolder, packageFolder, own), reach)
  const played = new Map<string, string>()
  const input = {
    ...{ prepared, store, events: journal.events(), identity: [], head: journal.head(), run: 'test', runHead: '' },
    ...{ code: 'test', options: { labels: false, demo: false } },
  }
  for await (const [name, csv] of exportSession(input)) played.set(name, csv)
  return { journal, store, played }
}

const BEFOREHAND = `
title: Dividing points
participants: 2
consent: { text: You may leave at any time. }
told: { programs: { text: The other is a computer program., says: programs } }
players: [{ name: dice, strategy: random }]
blocks:
  replies:
    game: ultimatum
    seats: { proposer: dice, responder: person }
    told: programs
    strategy: { kind: reply, by: offer, cases: [2, 4, 6] }
payment: { fee: 5 }
seed: 5
`

it('decisions by the strategy method have a row for each case, and what was played of them says so', async () => {
  const { played, journal } = await playedFiles(BEFOREHAND, 2)
  const stated = journal.events().flatMap(({ event }) => (event?.type === 'strategy' ? event.actions : []))
  expect(stated).toHaveLength(6)
  const rows = rowsIn(played, 'strategies.csv')
  expect(pick(rows, 'decision', 'case', 'by', 'value', 'missing')).toEqual(
    [1, 2].flatMap(() => [2, 4, 6].map((offer, i) => ['reply', `${i + 1}`, 'offer', `${offer}`, ''])),
  )
  expect(rows.map((row) => row['action.accept']).sort()).toEqual(
    stated.map((action) => `${(action as { readonly accept: boolean }).accept}`).sort(),
  )
  const replies = rowsIn(played, 'decisions_long.csv').filter(({ player_kind }) => player_kind === 'person')
  expect(pick(replies, 'source', 'times_missing')).toEqual([1, 2].map(() => ['strategy', 'strategy']))
  expect(rowsIn(played, 'wide.csv').map((row) => row['replies.1.player.source.t1'])).toEqual(['strategy', 'strategy'])
})

it('a session that was played is exported whole: every decision of its matches, and every payment', {
  timeout: 120_000,
}, async () => {
  const text = readFileSync('examples/lab/beauty-contest.yaml', 'utf8')
  const { journal, store, played } = await playedFiles(text, 4)
  const decisions = rowsIn(played, 'decisions_long.csv')
  let moved = 0
  for await (const { id } of store.matches('test'))
    moved += (await store.log(id)).filter(({ type }) => type === 'moved').length
  expect(moved).toBe(20) // a group of four people, and four people with three programs each
  expect(decisions).toHaveLength(moved)
  expect(decisions.filter(({ player_kind }) => player_kind === 'person').map((row) => row['source'])).toEqual(
    Array(8).fill('deferred'),
  )
  expect(rowsIn(played, 'wide.csv').map((row) => row['with-people.1.player.payoff_missing'])).toEqual(['', '', '', ''])
  const { payments } = JSON.parse(played.get('manifest.json')!)
  const amounts = journal.events().flatMap(({ event }) => (event?.type === 'paid' ? [event.amount] : []))
  expect(payments).toMatchObject({ paid: 4, total: amounts.reduce((sum, one) => sum + one, 0) })
})
