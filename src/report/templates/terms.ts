/** Names and what is to be said about them. */
export const terms = `<dl class="terms">
{{#each this}}
<div><dt>{{term}}</dt><dd>{{text}}</dd></div>
{{/each}}
</dl>
`
