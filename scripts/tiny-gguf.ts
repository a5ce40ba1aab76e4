/** Writes a tiny language model of random weights in the GGUF format: real enough to be loaded and asked, too small to make sense. */
import { writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { pathToFileURL } from 'node:url'

/** Sizes of the network: one layer, 512 tokens of context. */
const WIDTH = 64
const HEADS = 2
const HIDDEN = 128
const LAYERS = 1
const CONTEXT = 512

/** Value types of GGUF's header (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). */
const U32 = 4
const I32 = 5
const F32 = 6
const TEXT = 8
const LIST = 9

/** Tensors start at multiples of so many bytes. */
const ALIGNMENT = 32

/** The file's bytes; always the same. */
export function tinyGguf(): Uint8Array {
  const tokens = vocabulary()
  const tensors = layout(tokens.length)
  const header = metadata(tokens)
  const head = joined([
    Buffer.from('GGUF'),
    u32(3), // the format's version
    u64(tensors.length),
    u64(header.length),
    ...header,
    ...descriptions(tensors),
  ])
  const random = weights(12_345)
  return joined([padded(head), ...tensors.map((tensor) => padded(numbers(tensor, random)))])
}

interface Token {
  readonly text: string
  /** 1 normal, 2 unknown, 3 control, 6 a byte. */
  readonly type: number
  readonly score: number
}

/** Three control tokens, one token for each byte, so that any text can be written, and the blank. */
function vocabulary(): readonly Token[] {
  const control = ['<unk>', '<s>', '</s>'].map((text, i) => ({ text, type: i === 0 ? 2 : 3, score: 0 }))
  const bytes = Array.from({ length: 256 }, (_, byte) => {
    const text = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
    return { text, type: 6, score: 0 }
  })
  return [...control, ...bytes, { text: '▁', type: 1, score: -1 }]
}

function metadata(tokens: readonly Token[]): readonly Buffer[] {
  return [
    entry('general.architecture', TEXT, text('llama')),
    entry('general.name', TEXT, text('tiny-random')),
    entry('general.file_type', U32, u32(0)),
    entry('llama.context_length', U32, u32(CONTEXT)),
    entry('llama.embedding_length', U32, u32(WIDTH)),
    entry('llama.block_count', U32, u32(LAYERS)),
    entry('llama.feed_forward_length', U32, u32(HIDDEN)),
    entry('llama.attention.head_count', U32, u32(HEADS)),
    entry('llama.attention.head_count_kv', U32, u32(HEADS)),
    entry('llama.rope.dimension_count', U32, u32(WIDTH / HEADS)),
    entry('llama.attention.layer_norm_rms_epsilon', F32, f32(1e-5)),
    entry('llama.vocab_size', U32, u32(tokens.length)),
    entry('tokenizer.ggml.model', TEXT, text('llama')),
    entry(
      'tokenizer.ggml.tokens',
      LIST,
      listOf(
        TEXT,
        tokens.map((token) => text(token.text)),
      ),
    ),
    entry(
      'tokenizer.ggml.scores',
      LIST,
      listOf(
        F32,
        tokens.map((token) => f32(token.score)),
      ),
    ),
    entry(
      'tokenizer.ggml.token_type',
      LIST,
      listOf(
        I32,
        tokens.map((token) => u32(token.type)),
      ),
    ),
    entry('tokenizer.ggml.bos_token_id', U32, u32(1)),
    entry('tokenizer.ggml.eos_token_id', U32, u32(2)),
    entry('tokenizer.ggml.unknown_token_id', U32, u32(0)),
  ]
}

interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  /** Norms are all ones, the rest is random. */
  readonly ones: boolean
}

function layout(words: number): readonly Tensor[] {
  const matrix = (name: string, ...shape: readonly number[]): Tensor => ({ name: `${name}.weight`, shape, ones: false })
  const norm = (name: string): Tensor => ({ name: `${name}.weight`, shape: [WIDTH], ones: true })
  const layers = Array.from({ length: LAYERS }, (_, i) => [
    norm(`blk.${i}.attn_norm`),
    matrix(`blk.${i}.attn_q`, WIDTH, WIDTH),
    matrix(`blk.${i}.attn_k`, WIDTH, WIDTH),
    matrix(`blk.${i}.attn_v`, WIDTH, WIDTH),
    matrix(`blk.${i}.attn_output`, WIDTH, WIDTH),
    norm(`blk.${i}.ffn_norm`),
    matrix(`blk.${i}.ffn_gate`, WIDTH, HIDDEN),
    matrix(`blk.${i}.ffn_up`, WIDTH, HIDDEN),
    matrix(`blk.${i}.ffn_down`, HIDDEN, WIDTH),
  ])
  return [matrix('token_embd', WIDTH, words), norm('output_norm'), matrix('output', WIDTH, words), ...layers.flat()]
}

const sizeOf = ({ shape }: Tensor): number => shape.reduce((product, side) => product * side, 1)

function descriptions(tensors: readonly Tensor[]): readonly Buffer[] {
  let offset = 0
  return tensors.map((tensor) => {
    const at = offset
    offset += Math.ceil((sizeOf(tensor) * 4) / ALIGNMENT) * ALIGNMENT
    return joined([text(tensor.name), u32(tensor.shape.length), ...tensor.shape.map(u64), u32(0), u64(at)])
  })
}

function numbers(tensor: Tensor, random: () => number): Buffer {
  const bytes = Buffer.alloc(sizeOf(tensor) * 4)
  for (let i = 0; i < sizeOf(tensor); i++) bytes.writeFloatLE(tensor.ones ? 1 : random(), i * 4)
  return bytes
}

/** Small numbers around 0, by a linear congruential generator (Numerical Recipes). */
function weights(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state / 2 ** 32 - 0.5) * 0.2
  }
}

const entry = (key: string, type: number, value: Buffer): Buffer => joined([text(key), u32(type), value])
const listOf = (type: number, items: readonly Buffer[]): Buffer => joined([u32(type), u64(items.length), ...items])
const joined = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts)
const padded = (bytes: Buffer): Buffer =>
  joined([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)])

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return joined([u64(bytes.length), bytes])
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) writeFileSync(argv[2] ?? 'tiny.gguf', tinyGguf())
