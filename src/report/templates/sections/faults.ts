/** Each fault: what was done, the proof that it bit, and how it was put back. */
export const faults = `
<section aria-labelledby="faults">
<h2 id="faults">{{w 'Faults'}}</h2>
{{#each faults}}
<h3>{{words}}</h3>
{{> terms terms}}
{{else}}
<p>No fault was injected.</p>
{{/each}}
</section>
`
