/** What became of every acknowledged write. */
export const ledgers = `
<section aria-labelledby="ledgers">
<h2 id="ledgers">{{w 'Ledgers'}}</h2>
<p>Each ledger writes small entries through the platform and remembers those that were acknowledged. After the recovery, and again after everything was put back, all of them are read back.</p>
<table>
<thead><tr><th scope="col">Ledger</th><th scope="col">Acknowledged</th><th scope="col">As it should be</th><th scope="col">Otherwise</th><th scope="col">Data lost</th><th scope="col">Judged</th></tr></thead>
<tbody>
{{#each ledgers}}
<tr><td data-label="Ledger">{{name}}</td><td data-label="Acknowledged">{{acked}}</td><td data-label="As it should be">{{kept}}</td><td data-label="Otherwise" class="long">{{others}}{{#if detail}}: {{detail}}{{/if}}</td><td data-label="Data lost">{{rpo}}</td><td data-label="Judged" class="judged {{verdict}}">{{> (lookup . 'verdict')}}{{word}}</td></tr>
{{/each}}
</tbody>
</table>
{{#each ledgers}}
{{#if lost.length}}
<h3>Lost from {{name}}</h3>
<table>
<thead><tr><th scope="col">Which</th><th scope="col">Entry</th><th scope="col">Acknowledged at</th><th scope="col">Rests on</th></tr></thead>
<tbody>
{{#each lost}}
<tr><td data-label="Which">{{which}}</td><td data-label="Entry">{{entry}}</td><td class="at" data-label="Acknowledged at">{{acked}}</td><td data-label="Rests on">{{event}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
{{/each}}
</section>
`
