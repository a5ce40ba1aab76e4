/** Where this package stands, and its version: the same from sources and from the build. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The nearest folder above with the package's own package.json. */
export const packageFolder: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!isOurs(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('the package’s own package.json is missing')
    folder = above
  }
  return folder
})()

export const version: string = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version

function isOurs(file: string): boolean {
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'stagegame'
}
