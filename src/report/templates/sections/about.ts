/** What was rehearsed, and what of it was real. */
export const about = `
<section aria-labelledby="about">
<h2 id="about">{{w 'What was rehearsed'}}</h2>
{{> terms about}}
{{#if simulated.length}}
<h3>{{w 'What was real and what was simulated'}}</h3>
{{> terms simulated}}
{{/if}}
</section>
`
