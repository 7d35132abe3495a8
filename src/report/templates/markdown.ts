import { course } from './markdown/course.ts'
import { damage } from './markdown/damage.ts'
import { findings } from './markdown/findings.ts'
import { measured } from './markdown/measured.ts'
import { opening } from './markdown/opening.ts'
import { proof } from './markdown/proof.ts'
import { recovery } from './markdown/recovery.ts'

/** The report for places that read Markdown: pull requests, wikis, tickets. Every value arrives already escaped. */
export const markdown = [opening, findings, course, measured, damage, recovery, proof].join('')
