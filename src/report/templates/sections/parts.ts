/** How each part came back, and how it was served before and after. */
export const parts = `
<section aria-labelledby="parts">
<h2 id="parts">Each part, before and after</h2>
<p>How long each journey, and whatever else has a target of its own, was away; and how journeys were served before the fault and after their last outage. A part counts as back once its journeys are good again: gates are asked of the whole.</p>
<table>
<thead><tr><th scope="col">Part</th><th scope="col">Back after</th><th scope="col">Judged</th><th scope="col">Served before</th><th scope="col">Served after</th></tr></thead>
<tbody>
{{#each parts}}
<tr><td data-label="Part">{{of}} {{name}}</td><td data-label="Back after">{{back}}</td><td data-label="Judged" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td><td data-label="Served before" class="long">{{before}}</td><td data-label="Served after" class="long">{{after}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
`
