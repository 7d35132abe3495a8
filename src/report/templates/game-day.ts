/** Several drills on one page: how each ended, and where to read more. */
export const gameDay = `
<header>
<p class="kicker">Game day report</p>
<h1>{{title}}</h1>
<p class="facts">{{facts}}</p>
</header>
<section class="verdict {{verdict}}" aria-label="Verdict">
{{> (lookup . 'verdict')}}
<p class="word">{{word}}</p>
<p class="headline">{{headline}}</p>
</section>
<section aria-labelledby="drills">
<h2 id="drills">The drills</h2>
<table class="drills">
<thead><tr><th scope="col">Scenario</th><th scope="col">Verdict</th><th scope="col">RTO achieved</th><th scope="col">Target</th><th scope="col">What happened</th></tr></thead>
<tbody>
{{#each rows}}
<tr><td data-label="Scenario">{{#if href}}<a href="{{href}}">{{title}}</a>{{else}}{{title}}{{/if}}<p class="note">{{scenario}} · {{platform}}</p></td><td data-label="Verdict" class="judged {{verdict}}">{{> (lookup . 'verdict')}}<strong>{{word}}</strong></td><td data-label="RTO achieved" class="at">{{rto}}</td><td data-label="Target" class="at">{{target}}</td><td data-label="What happened" class="long">{{happened}}{{#if cleanup}} <strong>{{cleanup}}</strong>{{/if}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
{{#if followUps.length}}
<section aria-labelledby="next">
<h2 id="next">What to do next</h2>
<ul class="plain">
{{#each followUps}}
<li><p>{{text}}</p><p class="note">{{severity}} · {{owner}} · from {{drill}}</p></li>
{{/each}}
</ul>
</section>
{{/if}}
`
