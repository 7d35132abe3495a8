/** Where a k6 is: a program, or an image that is here already. */
export type K6Place =
  | { readonly kind: 'program'; readonly file: string }
  | { readonly kind: 'container'; readonly image: string }
