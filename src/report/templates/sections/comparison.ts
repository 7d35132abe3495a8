/** This drill beside the one before it. */
export const comparison = `
<section aria-labelledby="comparison">
<h2 id="comparison">{{w 'Compared with the previous drill'}}</h2>
<p>{{comparison.sentence}} {{comparison.note}}</p>
<table>
<thead><tr><th scope="col">What</th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Change</th></tr></thead>
<tbody>
{{#each comparison.rows}}
<tr><td data-label="What">{{what}}</td><td data-label="Before">{{before}}</td><td data-label="Now">{{now}}</td><td data-label="Change" class="change {{change}}">{{words}}</td></tr>
{{/each}}
</tbody>
</table>
<p class="note">Previous drill: {{comparison.drill}}. Better or worse is said only where the two cannot be the same within their precision.</p>
</section>
`
