/** Where the experimenter’s pages are. */
const BASE = '/experimenter'

export const AT = {
  cookies: BASE,
  monitor: BASE,
  login: `${BASE}/login`,
  logout: `${BASE}/logout`,
  act: `${BASE}/act`,
  confirm: `${BASE}/confirm`,
  note: `${BASE}/note`,
  table: `${BASE}/table`,
  events: `${BASE}/events`,
  links: `${BASE}/links`,
  sheet: `${BASE}/links/sheet`,
  previews: `${BASE}/preview`,
  style: `${BASE}/style.css`,
  script: `${BASE}/monitor.js`,
} as const

/** An address with what it asks for. */
export const asking = (address: string, query: Readonly<Record<string, string>>): string =>
  `${address}?${new URLSearchParams(query)}`
