/** On which page of a printed document each place that is linked to stands, counted from 1. Empty if it cannot be told. */
export function pagesOfHeadings(pdf: string): Readonly<Record<string, number>> {
  // Chromium writes its objects plainly, pages in order, and names what links lead to in one dictionary.
  const pages = [...pdf.matchAll(/\n(\d+) 0 obj\s*<<\/Type \/Page\n/g)]
    .map(([, id]) => Number(id))
    .sort((a, b) => a - b)
  const places = pdf.matchAll(/\/([\w-]+) \[(\d+) 0 R \/XYZ /g)
  return Object.fromEntries(
    [...places].flatMap(([, name, id]) => {
      const index = pages.indexOf(Number(id))
      return index === -1 || name === undefined ? [] : [[name, index + 1]]
    }),
  )
}
