import { expect, test } from 'vitest'
import { pagesOfHeadings } from '../../../src/run/paper/pdf-pages.ts'

test('places are on the pages that hold them, by the order in which pages were written', () => {
  const pdf = [
    '\n12 0 obj\n<</Type /Page\n/Resources 1>>\nendobj',
    '\n2 0 obj\n<</Type /Page\n/Resources 1>>\nendobj',
    '\n70 0 obj\n<</Type /Pages\n/Count 2>>\nendobj',
    '\n73 0 obj\n<</findings [12 0 R /XYZ 0 777.63 0]\n/drill-1 [2 0 R /XYZ 15 390 0]\n/gone [99 0 R /XYZ 0 1 0]>>',
  ].join('')
  expect(pagesOfHeadings(pdf)).toEqual({ findings: 2, 'drill-1': 1 })
})

test('of what is no such document nothing is said', () => {
  expect(pagesOfHeadings('%PDF-2.0 something else')).toEqual({})
})
