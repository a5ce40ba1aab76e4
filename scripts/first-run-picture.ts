/** Draws what a command printed as an SVG for the README: npm start 2>/dev/null | npx tsx scripts/first-run-picture.ts */
import { readFileSync, writeFileSync } from 'node:fs'

const [WIDTH, LINE, SIZE, PAD] = [7.83, 18, 13, 16]
const shown = readFileSync(0, 'utf8')
  .split('\n')
  .filter((line) => !line.startsWith('> ') && !line.startsWith('npm '))
const text = ['$ npm ci && npm start', ...shown]
  .join('\n')
  .replace(/\n{3,}/g, '\n\n')
  .trim()
const lines = text.split('\n').flatMap((line) => wrapped(line, 112))
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * WIDTH + 2 * PAD)
const height = lines.length * LINE + 2 * PAD

const rows = lines.map((line, i) => {
  const y = PAD + (i + 0.8) * LINE
  const weight = i === 0 || /^(player|\S+$)/.test(line) ? ' font-weight="600"' : ''
  return `<text x="${PAD}" y="${y}"${weight} xml:space="preserve">${escaped(line)}</text>`
})
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="What npm start prints">
<rect width="100%" height="100%" rx="8" fill="#fbfaf7" stroke="#d9d5cb"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${SIZE}" fill="#1f2328">
${rows.join('\n')}
</g>
</svg>
`
writeFileSync(new URL('../docs/first-run.svg', import.meta.url), svg)

function wrapped(line: string, most: number): string[] {
  if (line.length <= most) return [line]
  const at = line.lastIndexOf(' ', most)
  return at <= 0 ? [line] : [line.slice(0, at), ...wrapped(`    ${line.slice(at + 1)}`, most)]
}

function escaped(line: string): string {
  return line.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
