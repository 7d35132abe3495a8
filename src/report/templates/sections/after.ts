/** What is claimed of how journeys are served after the recovery. */
export const after = `
<section aria-labelledby="after">
<h2 id="after">Served as before?</h2>
<p>Capacity counts good answers a second since a journey was first good again, later outages and all; times are those of good answers since its last outage. The brackets hold the truth with 95 % confidence; a target inside them cannot be judged.</p>
<table>
<thead><tr><th scope="col">Journey</th><th scope="col">What</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">After over before</th><th scope="col">Target</th><th scope="col">Judged</th></tr></thead>
<tbody>
{{#each after}}
<tr><td data-label="Journey">{{journey}}</td><td data-label="What">{{what}}</td><td data-label="Before">{{before}}</td><td data-label="After">{{after}}</td><td data-label="After over before">{{ratio}}</td><td data-label="Target">{{target}}</td><td data-label="Judged" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
`
