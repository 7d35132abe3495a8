/** How the neighbours of a misbehaving tenant fared, what it asked and got, and whether anybody was told what is another's. */
export const isolation = `
{{#with isolation}}
<section aria-labelledby="isolation">
<h2 id="isolation">Neighbours</h2>
{{#if figures.length}}
<p>Other tenants were asked all along, with their own keys. Each ratio compares the time under load with the time before it; the worst neighbour counts.</p>
<dl class="figures">
{{#each figures}}
<div><dt>{{term}}</dt><dd>{{text}}</dd></div>
{{/each}}
</dl>
{{/if}}
{{#if victims.length}}
<table>
<thead><tr><th scope="col">Tenant</th><th scope="col">Journey</th><th scope="col">Before</th><th scope="col">Under load</th><th scope="col">After</th><th scope="col">p50, p95</th><th scope="col">p99</th><th scope="col">Bad answers</th><th scope="col">Good answers</th></tr></thead>
<tbody>
{{#each victims}}
<tr><td data-label="Tenant">{{tenant}}</td><td data-label="Journey">{{journey}}</td><td data-label="Before">{{before}}</td><td data-label="Under load">{{during}}</td><td data-label="After">{{after}}</td><td data-label="p50, p95">{{p50}}, {{p95}}</td><td data-label="p99">{{p99}}</td><td data-label="Bad answers">{{errors}}</td><td data-label="Good answers">{{throughput}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
{{#each loads}}
<h3>What {{tenant}} asked and got</h3>
<dl class="figures">
<div><dt>Asked</dt><dd>{{asked}}</dd></div>
<div><dt>Got</dt><dd>{{got}}</dd></div>
<div><dt>Answers took</dt><dd>{{latency}}</dd></div>
<div><dt>Share of all that was served</dt><dd>{{share}}</dd></div>
<div><dt>Quota</dt><dd>{{quota}}</dd></div>
<div><dt>Cost</dt><dd>{{cost}}</dd></div>
<div><dt>Our sender</dt><dd>{{sender}}</dd></div>
</dl>
{{/each}}
{{#if secrets.length}}
<h3>Who was told what, and who got in</h3>
<table>
<thead><tr><th scope="col">What must not happen</th><th scope="col">Looked for</th><th scope="col">Seen</th></tr></thead>
<tbody>
{{#each secrets}}
<tr><td data-label="What">{{what}}</td><td data-label="Looked for">{{tried}}</td><td data-label="Seen" class="judged wraps {{#if good}}passed{{else}}failed{{/if}}">{{#if good}}{{> passed}}{{else}}{{> failed}}{{/if}}{{outcome}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
</section>
{{/with}}
`
