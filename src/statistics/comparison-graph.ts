/** Who was compared with whom: what can be told apart at all, and whether the strengths of best likelihood are finite. */

/** `at[i * size + j] > 0` where there is an edge from i to j. */
export interface Graph {
  readonly size: number
  readonly edges: Float64Array
}

/** The component of each node, numbered from 0 in the order of their first nodes; direction does not matter. */
export function componentsOf(graph: Graph): number[] {
  const components = new Array<number>(graph.size).fill(-1)
  let count = 0
  for (let node = 0; node < graph.size; node++) {
    if (components[node] !== -1) continue
    const reached = reachedFrom(node, graph, (from, to) => edge(graph, from, to) || edge(graph, to, from))
    for (const other of reached) components[other] = count
    count++
  }
  return components
}

/** Whether within each component everybody leads to everybody along the edges (Ford 1957). */
export function stronglyConnected(graph: Graph, components: readonly number[]): boolean {
  const sizes: number[] = []
  for (const component of components) sizes[component] = (sizes[component] ?? 0) + 1
  return sizes.every((size, component) => {
    if (size === 1) return true
    const first = components.indexOf(component)
    return (
      reachedFrom(first, graph, (from, to) => edge(graph, from, to)).length === size &&
      reachedFrom(first, graph, (from, to) => edge(graph, to, from)).length === size
    )
  })
}

/** The nodes of each strongly connected component, ascending, in the order of their first nodes. */
export function strongComponents(graph: Graph): number[][] {
  const leads = Array.from(
    { length: graph.size },
    (_, node) => new Set(reachedFrom(node, graph, (a, b) => edge(graph, a, b))),
  )
  const seen = new Set<number>()
  const found: number[][] = []
  for (const [node, to] of leads.entries()) {
    if (seen.has(node)) continue
    const component = [...to].filter((other) => leads[other]!.has(node)).sort((a, b) => a - b)
    for (const other of component) seen.add(other)
    found.push(component)
  }
  return found
}

const edge = ({ size, edges }: Graph, from: number, to: number): boolean => edges[from * size + to]! > 0

/** The node itself comes first. */
function reachedFrom(node: number, { size }: Graph, leads: (from: number, to: number) => boolean): number[] {
  const reached = [node]
  const seen = new Uint8Array(size)
  seen[node] = 1
  for (let at = 0; at < reached.length; at++)
    for (let to = 0; to < size; to++)
      if (!seen[to] && leads(reached[at]!, to)) {
        seen[to] = 1
        reached.push(to)
      }
  return reached
}
