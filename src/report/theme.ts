/** What somebody may put in the place of ours: parts of the pages, the words of headings, a logo. */
export interface Theme {
  /** Handlebars templates by the name of the partial that they replace. */
  readonly partials: Readonly<Record<string, string>>
  /** Other words for ours, e.g. `{ "What to do next": "Was jetzt zu tun ist" }`. */
  readonly words: Readonly<Record<string, string>>
  /** An SVG picture. */
  readonly logo: string | undefined
}

/** No theme: everything as it is. */
export const PLAIN: Theme = { partials: {}, words: {}, logo: undefined }

/** A picture that does nothing but show itself: as an image an SVG runs no script and fetches nothing. */
export function logoSource({ logo }: Theme): string | null {
  return logo === undefined ? null : `data:image/svg+xml,${encodeURIComponent(logo.toWellFormed())}`
}
