/** How data came back: the runbook with what each step printed, the rates, and whether it was whole. */
export const restore = `
<section aria-labelledby="restore">
<h2 id="restore">{{w 'Restoring'}}</h2>
{{#if restore.steps.length}}
<h3>{{w 'Runbook'}}</h3>
<p>{{restore.runbook}}</p>
<table>
<thead><tr><th scope="col">Step</th><th scope="col">Owner</th><th scope="col">Took</th><th scope="col">Time box</th><th scope="col">Outcome</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each restore.steps}}
<tr><td data-label="Step">{{number}}. {{title}}</td><td data-label="Owner">{{owner}}</td><td data-label="Took" class="at">{{took}}</td><td data-label="Time box" class="at">{{box}}</td><td data-label="Outcome"{{#unless good}} class="failed"{{/unless}}>{{outcome}}</td><td data-label="Detail" class="long">{{detail}}{{#if output}}<details><summary>What it printed</summary><pre class="ticket">{{output}}</pre></details>{{/if}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
{{#if restore.restores.length}}
<h3>{{w 'How fast'}}</h3>
<table>
<thead><tr><th scope="col">Component</th><th scope="col">Restored</th><th scope="col">Rate</th><th scope="col">The largest there is</th></tr></thead>
<tbody>
{{#each restore.restores}}
<tr><td data-label="Component">{{component}}</td><td data-label="Restored">{{what}}</td><td data-label="Rate">{{rate}}</td><td data-label="The largest">{{largest}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
{{#if restore.integrity.length}}
<h3>{{w 'Whether it was whole'}}</h3>
<table>
<thead><tr><th scope="col">Component</th><th scope="col">Checked</th><th scope="col">Check</th><th scope="col">Verdict</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each restore.integrity}}
<tr><td data-label="Component">{{component}}</td><td data-label="Checked">{{during}}</td><td data-label="Check">{{check}}</td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
</section>
`
