/** What others wrote, made into data: it shows every character, and cannot close its own delimiter. */

/** Characters of a quotation unless the template asks for another cap. */
export const MOST = 2000

/**
 * A text as JSON quotes it, cut after `most` characters with a note of how many there were. Control, format and other
 * invisible characters are shown as \uXXXX, and so is the first of what servers could take for a control token of theirs
 * (`<|im_start|>`); a quotation mark inside is escaped, so only the last one ends it.
 */
export function quotation(text: string, most = MOST): string {
  const characters = Array.from(text)
  const kept = characters.length > most ? characters.slice(0, most).join('') : text
  const cut = characters.length > most ? ` (cut: the first ${most} of ${characters.length} characters)` : ''
  return `${shown(JSON.stringify(kept))}${cut}`
}

/** Compact JSON with the same characters shown. */
export const compactJson = (value: unknown): string => shown(JSON.stringify(value) ?? 'null')

/**
 * Escapes what a reader cannot see: controls, format characters (bidirectional overrides, tags, joiners), line and paragraph
 * separators, unassigned and private ones, and variation selectors, in all of which hidden words have been smuggled.
 */
const shown = (json: string): string => json.replace(INVISIBLE, escaped).replace(TOKEN, escaped)

/**
 * A text for a terminal: the same characters shown, but for line breaks and tabs, so that no text of a player, a provider or a
 * stranger's log can move the cursor, hide or recolour what is printed.
 */
export const printable = (text: string): string =>
  text.replace(INVISIBLE, (character) => (character === '\n' || character === '\t' ? character : escaped(character)))

const INVISIBLE = /\p{C}|\p{Zl}|\p{Zp}|\p{Variation_Selector}/gu

/**
 * The bracket that opens a control token of some chat format: `<|eot_id|>`, `</s>`, `<start_of_turn>`, `[/INST]`. Many servers
 * read these in a message’s text as they read their own, so that a new message could be begun in the middle of one. JSON has
 * these brackets in texts alone, or before what is no capital letter.
 */
const TOKEN = /<(?=[^\s<>]+>)|\[(?=\/?[A-Z_]+\])/g

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')
