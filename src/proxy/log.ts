/** How much is told, from nothing to everything. */
export const LOG_LEVELS = ['disabled', 'panic', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Log = (level: LogLevel, message: string, about?: object) => void

/** Writes one line of JSON for each message that is important enough. */
export function jsonLog(threshold: LogLevel, write: (line: string) => void): Log {
  const most = LOG_LEVELS.indexOf(threshold)
  return (level, message, about) => {
    if (LOG_LEVELS.indexOf(level) > most) return
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...about })}\n`)
  }
}
