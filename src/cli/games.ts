/** `stagegame games [GAME]`: what is on the shelf, and the parameters, roles and scripted players of one game. */
import { Command } from 'commander'
import { z } from 'zod'
import { shelf } from '../../games/index.ts'
import { type JsonSchema, words } from '../core/legal.ts'
import { shelvedGame } from '../core/shelf.ts'
import { table } from './table.ts'

export const gamesCommand = (_exit: (code: number) => void): Command =>
  new Command('games')
    .description('List the games and wraps, or tell all about one.')
    .argument('[game]', 'a game or a wrap')
    .addHelpText('after', '\nExample:\n  stagegame games beauty-contest')
    .action((id: string | undefined) => {
      if (id === undefined) return listAll()
      const wrap = shelf.wraps.find((found) => found.wrap.id === id)
      if (wrap) {
        console.log(`${id}: a wrap, put around a game by wraps: [${id}] (version ${wrap.wrap.version})`)
        return showParams(wrap.wrap.params)
      }
      const { game, strategies } = shelvedGame(shelf, id)
      console.log(`${game.id}: ${game.title} (version ${game.version})`)
      const parsed = game.params.safeParse({})
      if (parsed.success)
        console.log(
          `seats: ${game
            .roles(parsed.data)
            .map(({ name, min, max }) => `${name} ${min === max ? min : `${min} to ${max}`}`)
            .join(', ')}`,
        )
      console.log(
        `scripted players: ${Object.keys(strategies).join(', ')}, random (options: see games/${id}/README.md)`,
      )
      showParams(game.params)
    })

function listAll(): void {
  console.log(
    table(shelf.games, [
      { title: 'game', cell: ({ game }) => game.id },
      { title: 'what it is', cell: ({ game }) => game.title },
      { title: 'scripted players', cell: ({ strategies }) => [...Object.keys(strategies), 'random'].join(', ') },
    ]),
  )
  console.log(`\nwraps (games made from games): ${shelf.wraps.map(({ wrap }) => wrap.id).join(', ')}`)
  console.log('more of one: stagegame games <name>. A game of your own: examples/my-game/README.md')
}

function showParams(schema: z.ZodType): void {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const rows = Object.entries(properties)
  if (rows.length === 0) return
  console.log()
  console.log(
    table(rows, [
      { title: 'parameter', cell: ([name]) => name },
      { title: 'default', cell: ([, field]) => JSON.stringify((field as { default?: unknown }).default) ?? '' },
      { title: 'allowed', cell: ([, field]) => words(field) },
      { title: '', cell: ([, field]) => field.description ?? '' },
    ]),
  )
}
