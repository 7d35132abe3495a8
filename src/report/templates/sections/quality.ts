/** How good the answers were, and those that changed sides, side by side. */
export const quality = `
<section aria-labelledby="quality">
<h2 id="quality">{{w 'Answer quality'}}</h2>
<table>
<thead><tr><th scope="col">Asked</th><th scope="col">Cases</th><th scope="col">Score</th><th scope="col">Passed</th><th scope="col">Degraded</th><th scope="col">p50</th><th scope="col">p95</th></tr></thead>
<tbody>
{{#each quality.askings}}
<tr><td data-label="Asked">{{during}}</td><td data-label="Cases">{{cases}}</td><td data-label="Score">{{score}}</td><td data-label="Passed">{{passed}}</td><td data-label="Degraded">{{degraded}}</td><td data-label="p50">{{p50}}</td><td data-label="p95">{{p95}}</td></tr>
{{/each}}
</tbody>
</table>
{{#if quality.comparisons.length}}
<h3>{{w 'Against the answers before'}}</h3>
<table>
<thead><tr><th scope="col">Asked</th><th scope="col">Difference</th><th scope="col">Margin</th><th scope="col">Changed sides</th><th scope="col">Verdict</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each quality.comparisons}}
<tr><td data-label="Asked">{{during}}</td><td data-label="Difference">{{difference}}</td><td data-label="Margin">{{margin}}</td><td data-label="Changed sides">{{flips}}</td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
{{#if quality.flips.length}}
<h3>{{w 'Answers that changed sides'}}</h3>
<table>
<thead><tr><th scope="col">Question</th><th scope="col">Expected</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Why</th></tr></thead>
<tbody>
{{#each quality.flips}}
<tr><td data-label="Question" class="long" dir="auto">{{question}}<p class="note">{{way}}, {{during}}</p></td><td data-label="Expected" class="long" dir="auto">{{expected}}</td><td data-label="Before" class="long" dir="auto">{{before}}</td><td data-label="After" class="long" dir="auto">{{after}}</td><td data-label="Why" class="long">{{why}}</td></tr>
{{/each}}
</tbody>
</table>
{{#if quality.flipsOmitted}}<p class="note">{{quality.flipsOmitted}}</p>{{/if}}
{{/if}}
{{#if quality.terms.length}}{{> terms quality.terms}}{{/if}}
</section>
`
