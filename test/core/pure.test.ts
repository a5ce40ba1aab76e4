/** A canary: the core and the games import nothing that could reach the world. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const allowed = {
  'src/core': /^(\.\/[\w-]+\.ts|zod|pure-rand\/.+|@noble\/hashes\/.+)$/,
  games: /^(\.{1,2}\/[\w./-]+\.ts|zod)$/,
}

it.each(Object.entries(allowed))('%s', (folder, may) => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const imports = files.flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((found) => [
      file,
      found[1]!,
    ]),
  )
  expect(imports.length).toBeGreaterThan(5)
  expect(imports.filter(([, from]) => !may.test(from!))).toEqual([])
})
