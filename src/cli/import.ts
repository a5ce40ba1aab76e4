/** `stagegame import FILE.jsonl`: logs from elsewhere, checked as they come in. */
import { Command } from 'commander'
import { importLog } from '../store/import.ts'
import { dbOption, withStore } from './stores.ts'
import { many } from './table.ts'

export const importCommand = (_exit: (code: number) => void): Command =>
  new Command('import')
    .description(
      'Read matches from a .jsonl file into the log. Hashes are checked where there are any; verify checks the rest.',
    )
    .argument('<file>', 'a .jsonl file: an event a line (stagegame export writes them)')
    .addOption(dbOption())
    .addHelpText(
      'after',
      '\nExample:\n  stagegame import transcripts/golden/first.jsonl --db transcripts/golden.sqlite',
    )
    .action((file: string, { db }: { db: string }) =>
      withStore(db, async (store) => {
        const { matches, events, calls, already } = await importLog(store, file)
        console.log(
          `${many(matches, 'match', 'matches')} with ${many(events, 'event')} and ${many(calls, 'call')} imported into ${db}`,
        )
        if (already.length > 0)
          console.log(`${many(already.length, 'match was', 'matches were')} there already, with the same events`)
      }),
    )
