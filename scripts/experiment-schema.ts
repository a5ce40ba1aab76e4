/** Writes experiment.schema.json and session.schema.json, which editors check files by: npx tsx scripts/experiment-schema.ts */
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { Experiment } from '../src/arena/experiment.ts'
import { Lab } from '../src/lab/lab-schema.ts'

for (const [name, file] of [
  ['experiment', Experiment],
  ['session', Lab],
] as const) {
  const schema = z.toJSONSchema(file, { io: 'input', unrepresentable: 'any' })
  writeFileSync(new URL(`../${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
}
