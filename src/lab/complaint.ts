/** Something that is wrong with a session file, and where it stands there. */
export interface Complaint {
  readonly path: readonly (string | number)[]
  readonly message: string
}
