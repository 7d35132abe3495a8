/** The definitions, printed: a number is only as good as what it counts. */
export const method = `
<section aria-labelledby="method">
<h2 id="method">{{w 'How each number was computed'}}</h2>
{{> terms definitions}}
</section>
`
