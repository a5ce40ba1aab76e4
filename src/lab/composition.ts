/** What the others at a table are, as one person meets them. */

/** How many of each. `simulated` players only look like language models: they are programs and nothing else. */
export interface Composition {
  readonly people: number
  readonly models: number
  readonly simulated: number
  readonly scripts: number
}

/** Programs that are no language models. */
export const otherPrograms = ({ simulated, scripts }: Composition): number => simulated + scripts

/** A language model is a computer program, too. */
export const programs = (composition: Composition): number => composition.models + otherPrograms(composition)

export const size = (composition: Composition): number => composition.people + programs(composition)

/** `2 people and a language model` */
export function inWords({ people, models, simulated, scripts }: Composition): string {
  const parts = [
    counted(people, 'a person', 'people'),
    counted(models, 'a language model', 'language models'),
    counted(simulated, 'a simulated player', 'simulated players'),
    counted(scripts, 'a scripted program', 'scripted programs'),
  ].filter((part) => part !== undefined)
  if (parts.length === 0) return 'nobody'
  return parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

const counted = (n: number, one: string, several: string): string | undefined =>
  n === 0 ? undefined : n === 1 ? one : `${n} ${several}`
