/** Links, and who comes by them. */
import { StagegameError } from '../core/errors.ts'
import type { Desk, Joining } from './desk.ts'
import type { Going } from './going.ts'
import { hashOf, newPerson, newToken } from './links.ts'
import type { SessionEvent } from './session-event.ts'

interface Brought {
  readonly label?: string | undefined
  readonly outside?: Readonly<Record<string, string>>
}

export function joining({ live, changed }: Going): Pick<Desk, 'link' | 'join' | 'links'> {
  const { lab, session, identity } = live
  const named = Object.keys(lab.rooms)
  const rooms = named.length > 0 ? named : lab.prolific ? ['open'] : []
  const tokens = rooms.length > 0 ? rooms.map((name) => ({ name, token: tokenOf(name) })) : madeLinks()
  const link: Desk['link'] = (token) => {
    const person = session.byLink.get(hashOf(token))
    if (person !== undefined) return { person }
    const room = rooms.find((one) => tokenOf(one) === token)
    return room === undefined ? undefined : { room, labels: lab.rooms[room]?.labels !== undefined }
  }
  const join = async (token: string, brought: Brought): Promise<Joining> => {
    const found = link(token)
    if (!found) throw new StagegameError('unknown-link', 'this link leads nowhere')
    const person = 'person' in found ? found.person : enter(found.room, brought)
    const cookie = newToken()
    live.log({ type: 'joined', person, cookie: hashOf(cookie) })
    if (brought.outside && Object.keys(brought.outside).length > 0) identity.outside(person, brought.outside)
    changed(person)
    return { person, cookie }
  }
  return { link, join, links: () => tokens }

  function tokenOf(room: string): string {
    return identity.secret(`room ${room}`)
  }

  /** Made anew in each process for those who have none that is known; what was handed out before still works. */
  function madeLinks(): readonly { readonly name: string; readonly token: string }[] {
    const missing = Math.max(0, lab.participants - session.people.size)
    const made = Array.from({ length: missing }, () => ({ name: newPerson(), token: newToken() }))
    const events = made.map(({ name, token }): SessionEvent => {
      return { type: 'created', person: name, link: hashOf(token), room: null }
    })
    if (events.length > 0) live.log(...events)
    return made
  }

  /** A participant of a room: the one of that label, or a new one. */
  function enter(room: string, { label, outside }: Brought): string {
    const labels = lab.rooms[room]?.labels
    if (labels && (label === undefined || !labels.includes(label)))
      throw new StagegameError('unknown-label', 'this label is not one of the room’s')
    const pid = outside?.['PROLIFIC_PID']
    const name = labels ? label : pid === undefined ? undefined : `PROLIFIC_PID ${pid}`
    const known = name === undefined ? undefined : identity.personOf(room, name)
    if (known !== undefined && session.people.has(known)) return known
    if (session.people.size >= lab.participants) throw new StagegameError('session-full', 'all places are taken')
    const person = known ?? newPerson()
    // the label first: a crash in between must not leave a place that nobody has
    if (name !== undefined && known === undefined) identity.label(person, room, name)
    live.log({ type: 'created', person, link: null, room })
    return person
  }
}
