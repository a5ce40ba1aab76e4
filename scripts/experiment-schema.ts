/** Writes experiment.schema.json, which editors check experiment files by: npx tsx scripts/experiment-schema.ts */
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { Experiment } from '../src/arena/experiment.ts'

const schema = z.toJSONSchema(Experiment, { io: 'input', unrepresentable: 'any' })
writeFileSync(new URL('../experiment.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
