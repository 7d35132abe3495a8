/** Each journey: how often it was asked, when it was down, and the samples around each turn. */
export const journeys = `
{{#each journeys}}
<section{{#if @first}} aria-labelledby="journeys"{{/if}}>
<h2{{#if @first}} id="journeys"{{/if}}>Journey {{name}}</h2>
<dl class="figures">
<div><dt>Asked</dt><dd>{{asked}}</dd></div>
<div><dt>Bad</dt><dd>{{bad}}</dd></div>
<div><dt>Availability</dt><dd>{{availability}}</dd></div>
<div><dt>Baseline p50</dt><dd>{{baselineP50}}</dd></div>
<div><dt>p50 of good answers</dt><dd>{{p50}}</dd></div>
<div><dt>p99 of good answers</dt><dd>{{p99}}</dd></div>
<div><dt>Asked late by at most</dt><dd>{{late}}</dd></div>
</dl>
{{#if outages.length}}
<h3>{{w 'Outages'}}</h3>
<table>
<thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Lasted</th><th scope="col">Why samples were bad</th><th scope="col">First error</th></tr></thead>
<tbody>
{{#each outages}}
<tr><td class="at" data-label="From">{{from}}</td><td class="at" data-label="To">{{to}}</td><td data-label="Lasted">{{lasted}}</td><td data-label="Why">{{samples}}: {{reasons}}</td><td data-label="First error" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{#if outagesOmitted}}<p class="note">{{outagesOmitted}}</p>{{/if}}
{{else}}
<p>Never down.</p>
{{/if}}
{{#if transitions.length}}
<details>
<summary>The samples around each turn</summary>
{{#each transitions}}
<h4>{{title}}</h4>
<table class="samples">
<thead><tr><th scope="col">Due</th><th scope="col">Took</th><th scope="col">Result</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each samples}}
<tr class="{{#if good}}good{{else}}bad{{/if}}{{#if turn}} turn{{/if}}"><td class="at" data-label="Due">{{due}}</td><td data-label="Took">{{took}}</td><td data-label="Result">{{result}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{/each}}
{{#if transitionsOmitted}}<p class="note">{{transitionsOmitted}}</p>{{/if}}
</details>
{{/if}}
</section>
{{/each}}
`
