/** Everything else, for those who ask what happened second by second, and for those who ask to prove it. */
export const details = `
{{#if split.length}}
<section aria-labelledby="split">
<h2 id="split">Where the time went</h2>
{{> terms split}}
</section>
{{/if}}

{{#each journeys}}
<section>
<h2>Journey {{name}}</h2>
<dl class="figures">
<div><dt>Asked</dt><dd>{{asked}}</dd></div>
<div><dt>Bad</dt><dd>{{bad}}</dd></div>
<div><dt>Availability</dt><dd>{{availability}}</dd></div>
<div><dt>Baseline p50</dt><dd>{{baselineP50}}</dd></div>
<div><dt>p50</dt><dd>{{p50}}</dd></div>
<div><dt>p99</dt><dd>{{p99}}</dd></div>
<div><dt>Asked late by at most</dt><dd>{{late}}</dd></div>
</dl>
{{#if outages.length}}
<h3>Outages</h3>
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

<section aria-labelledby="faults">
<h2 id="faults">Faults</h2>
{{#each faults}}
<h3>{{words}}</h3>
{{> terms terms}}
{{else}}
<p>No fault was injected.</p>
{{/each}}
</section>

{{#if gates.length}}
<section aria-labelledby="gates">
<h2 id="gates">Gates</h2>
<table>
<thead><tr><th scope="col">Gate</th><th scope="col">Asked</th><th scope="col">At</th><th scope="col">Took</th><th scope="col">Verdict</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each gates}}
<tr><td data-label="Gate">{{name}}</td><td data-label="Asked">{{during}}</td><td class="at" data-label="At">{{at}}</td><td data-label="Took">{{took}}</td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
{{/if}}

{{#if signals.length}}
<section aria-labelledby="signals">
<h2 id="signals">Signals</h2>
<table>
<thead><tr><th scope="col">Signal</th><th scope="col">Expected</th><th scope="col">First on</th><th scope="col">Last off</th><th scope="col">On</th></tr></thead>
<tbody>
{{#each signals}}
<tr><td data-label="Signal">{{name}}</td><td data-label="Expected">{{expected}}</td><td class="at" data-label="First on">{{firstOn}}</td><td class="at" data-label="Last off">{{lastOff}}</td><td data-label="On">{{times}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
{{/if}}

<section aria-labelledby="judgements">
<h2 id="judgements">Every judgement</h2>
<ul class="plain reasons">
{{#each reasons}}
<li class="{{verdict}}">{{> (lookup . 'verdict')}}<p><span class="unseen">{{word}}: </span>{{text}}{{#if event}} <span class="note">({{event}})</span>{{/if}}</p></li>
{{/each}}
</ul>
</section>

<section aria-labelledby="cleanup" class="certificate">
<h2 id="cleanup">Clean-up certificate</h2>
<p><strong>{{cleanup.word}}.</strong> {{cleanup.sentence}}</p>
{{#if cleanup.looked.length}}
<p class="note">Looked at:</p>
<ul>{{#each cleanup.looked}}<li>{{this}}</li>{{/each}}</ul>
{{/if}}
{{#if cleanup.left.length}}
<p class="note">Left behind:</p>
<ul>{{#each cleanup.left}}<li>{{what}} on {{where}}. Remove it with <code>{{command}}</code></li>{{/each}}</ul>
{{/if}}
</section>

<section aria-labelledby="about">
<h2 id="about">What was rehearsed</h2>
{{> terms about}}
{{#if simulated.length}}
<h3>What was real and what was simulated</h3>
{{> terms simulated}}
{{/if}}
</section>

<section aria-labelledby="method">
<h2 id="method">How each number was computed</h2>
{{> terms definitions}}
</section>

<section aria-labelledby="repeat">
<h2 id="repeat">How to repeat it</h2>
{{> terms repeat}}
</section>
`

/** Names and what is to be said about them. */
export const terms = `<dl class="terms">
{{#each this}}
<div><dt>{{term}}</dt><dd>{{text}}</dd></div>
{{/each}}
</dl>
`
