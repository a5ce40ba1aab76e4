/** Options that say how a game is played: --param and --wrap. */
import { InvalidArgumentError, Option } from 'commander'
import { parse } from 'yaml'

/** `--param rounds=3 --param beliefs='{ prize: 20 }'`: values are YAML. */
export const paramOption = (): Option =>
  new Option('--param <name=value>', 'a parameter of the game; repeat for several')
    .default({}, 'the game’s defaults')
    .argParser((text: string, before: Readonly<Record<string, unknown>>) => {
      const at = text.indexOf('=')
      if (at < 1) throw new InvalidArgumentError('expected name=value, as in rounds=3.')
      return { ...before, [text.slice(0, at)]: yamlIn(text.slice(at + 1)) }
    })

function yamlIn(text: string): unknown {
  try {
    return parse(text, { prettyErrors: false })
  } catch (error) {
    throw new InvalidArgumentError(`the value is no YAML: ${(error as Error).message}.`)
  }
}

export const wrapOption = (): Option =>
  new Option('--wrap <name>', 'a wrap around the game (repeated, talk); repeat for several, innermost first')
    .default([], 'none')
    .argParser((text: string, before: readonly string[]) => [...before, text])
