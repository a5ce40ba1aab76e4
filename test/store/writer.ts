/** A process that writes to a log: says after each event how many are durable, until it is killed or cannot. Or reads one. */
import { StagegameError } from '../../src/core/errors.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { all, callBegun, callDone, callKey, runNamed, startOf } from './matches.ts'

const [file = '', howLong] = process.argv.slice(2)
try {
  if (howLong === 'read') await read()
  else await write()
} catch (error) {
  if (!(error instanceof StagegameError)) throw error
  process.stdout.write(`${error.code}: ${error.message}\n`)
}

async function read(): Promise<void> {
  const store = openSqlite(file, { readonly: true })
  const [events, moves] = [await store.log('a'), await all(store.view('moves'))]
  process.stdout.write(`${events.length} events, ${moves.length} moves\n`)
  await store.close()
}

async function write(): Promise<void> {
  const store = openSqlite(file)
  await store.createRun(runNamed('r'), new Map())
  await store.hold('r')
  store.open('a', 'r', startOf('a'))
  await store.durable()
  for (let turn = 0; howLong === 'forever'; turn++) {
    await store.begin({ ...callBegun, turn }, true)
    await store.complete({ ...callKey, turn, try: 1 }, { ...callDone, text: 'x'.repeat(2000) }, true)
    store.append('a', { type: 'moved', turn, seat: 0, action: { guess: turn }, origin: { by: 'player' } })
    await store.durable()
    process.stdout.write(`${turn + 2}.\n`)
  }
  await store.close()
}
