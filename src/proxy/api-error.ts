/** A refusal as clients of Toxiproxy know it: a status and the sentence in `error`. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}
