/** Where the time went, counted from t0. */
export const split = `
<section aria-labelledby="split">
<h2 id="split">{{w 'Where the time went'}}</h2>
{{> terms split}}
</section>
`
