/** A model around a model: the same name, provider and wire format; another way of completing. */
import type { Model } from './model.ts'

export function wrapping(model: Model, complete: Model['complete']): Model {
  const { name, provider, simulated, sends, close } = model
  return {
    name,
    provider,
    simulated,
    ...(sends && { sends: (request) => sends.call(model, request) }),
    ...(close && { close: () => close.call(model) }),
    complete,
  }
}
