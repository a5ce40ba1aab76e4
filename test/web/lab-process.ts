/** A process that serves a session, until it is killed: `session file, folder, port`. Says its links, one a line, then `ready`. */
import { readFileSync } from 'node:fs'
import { servedLab } from '../../bench/lab-server.ts'

const [file = '', folder = '', port = ''] = process.argv.slice(2)
const { links } = await servedLab(readFileSync(file, 'utf8'), folder, Number(port))
process.stdout.write(`${[...links, 'ready'].join('\n')}\n`)
