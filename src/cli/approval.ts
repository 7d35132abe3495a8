import type { Approval } from '../model/event.ts'

/** What somebody has to say before anything is done to a platform in production. */
export interface ApprovalOptions {
  readonly allowProduction?: boolean
  readonly approvedBy?: string
  readonly reason?: string
}

/** Who agreed and why. Both have to be named, in more than blanks, and production be permitted, or nobody has agreed to anything. */
export function approvalIn({ allowProduction, approvedBy = '', reason = '' }: ApprovalOptions) {
  const approval: Approval = { by: approvedBy.trim(), why: reason.trim() }
  const missing = [
    ...(allowProduction === true ? [] : ['--allow-production']),
    ...(approval.by === '' ? ['--approved-by NAME'] : []),
    ...(approval.why === '' ? ['--reason TEXT'] : []),
  ]
  return { approval: missing.length === 0 ? approval : undefined, missing }
}
