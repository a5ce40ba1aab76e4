/** What an experimenter may do: read from a form, and told in words before and after. */
import { z } from 'zod'
import { StagegameError } from '../../core/errors.ts'
import type { Act } from '../../lab/desk.ts'

const person = z.string().min(1).max(100)

const ActForm = z.discriminatedUnion('act', [
  z.strictObject({ act: z.enum(['advance', 'withdraw', 'extend']), person }),
  z.strictObject({ act: z.enum(['pause', 'go-on', 'close-matching']) }),
  z.strictObject({ act: z.literal('note'), note: z.string().trim().min(1).max(2000), person: person.optional() }),
  z.strictObject({ act: z.literal('end-group'), match: z.string().min(1).max(400) }),
]) satisfies z.ZodType<Act>

/** Throws `bad-act`. */
export function actOf(fields: Readonly<Record<string, string>>): Act {
  const parsed = ActForm.safeParse(fields)
  if (parsed.success) return parsed.data
  throw new StagegameError(
    'bad-act',
    fields['act'] === 'note'
      ? 'A note needs a text, of at most 2,000 characters.'
      : 'This is nothing that can be done here.',
  )
}

/** What is asked before something is done that cannot be taken back; undefined: it is done at once. */
export interface Caution {
  readonly title: string
  readonly text: readonly string[]
  readonly button: string
}

export function cautionOf(act: Act, nameOf: (person: string) => string): Caution | undefined {
  switch (act.act) {
    case 'advance':
      return {
        title: `Advance ${nameOf(act.person)}?`,
        text: [
          'This participant is taken one page on, without having answered it.',
          'If a decision is asked for, what the rules say of one who gives no answer is played, and the row is marked as not this participant’s own choice. Questions of a questionnaire stay open.',
        ],
        button: 'Advance',
      }
    case 'withdraw':
      return {
        title: `Take ${nameOf(act.person)} out of the study?`,
        text: [
          'This participant leaves for good, sees the last page, and is paid what the session file has for those who withdraw.',
          'A match that is under way goes on without this participant, or ends, as the session file says.',
        ],
        button: 'Take out',
      }
    case 'close-matching':
      return {
        title: 'Form groups now?',
        text: [
          'Nobody else is waited for, now or later: groups are formed from those who wait.',
          'Whoever is left over leaves with the fee for it, or gets a group that is filled up, as the session file says.',
        ],
        button: 'Form groups now',
      }
    case 'end-group':
      return {
        title: 'End this group?',
        text: [
          `The match ${act.match} is voided: its points count for nobody, and all people in it get the fee for it.`,
        ],
        button: 'End the group with its fee',
      }
    default:
      return undefined
  }
}

/** What was done, as the monitor says it afterwards. */
export const DONE: Readonly<Record<Act['act'], string>> = {
  advance: 'The participant was taken one page on.',
  withdraw: 'The participant was taken out of the study.',
  extend: 'More time was given.',
  pause: 'The session is paused. No page can be sent until it goes on.',
  'go-on': 'The session goes on. The time that the pause took is given back.',
  'close-matching': 'Groups are formed from those who wait.',
  note: 'The note was added.',
  'end-group': 'The group was ended.',
}

export const isAct = (name: string | undefined): name is Act['act'] => name !== undefined && Object.hasOwn(DONE, name)
