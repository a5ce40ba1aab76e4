/** A player's full description in the frozen experiment, kept as a text: the log names it by its hash. */
import { nameOf, type PlayerEntry } from '../arena/experiment.ts'
import { hashOf } from '../arena/frozen.ts'
import { canonical } from '../core/fingerprint.ts'

export const specText = (player: PlayerEntry): string => canonical({ ...player, name: nameOf(player) })

export const specOf = (player: PlayerEntry): string => hashOf(specText(player))
