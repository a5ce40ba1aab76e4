/** A player of one's own behind HTTP, for examples/remote.yaml: guesses what would have won the last round. */
import { createServer } from 'node:http'

const PORT = Number(process.env.PORT ?? 8090)

/** From what the seat may know to an action: the one function to replace. */
function decide({ kind, view }) {
  if (kind !== 'guess') throw new Error(`this player knows no ${kind}`)
  const last = view.history.at(-1)?.result
  return { guess: last ? last.target : (view.min + view.max) / 3 }
}

const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  try {
    const action = decide(JSON.parse(text))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(action))
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
  }
})

server.listen(PORT, '127.0.0.1', () => {
  console.log(`a player listens on http://127.0.0.1:${server.address().port}/decide`)
})
