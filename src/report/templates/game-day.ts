/** Several drills on one page: how each ended, the story of the day, what has to be done, then each drill. */
export const gameDay = `
<header>
<p class="kicker">{{w 'Game day report'}}</p>
<h1>{{title}}</h1>
<p class="facts">{{facts}}</p>
</header>
<section class="verdict {{verdict}}" aria-label="Verdict">
{{> (lookup . 'verdict')}}
<p class="word">{{word}}</p>
<p class="headline">{{headline}}</p>
</section>
<section aria-labelledby="drills">
<h2 id="drills">{{w 'The drills'}}</h2>
<table class="drills">
<thead><tr><th scope="col">Scenario</th><th scope="col">Verdict</th><th scope="col">RTO achieved</th><th scope="col">Target</th><th scope="col">Data lost</th><th scope="col">Quality</th><th scope="col">Findings</th></tr></thead>
<tbody>
{{#each drills}}
<tr><td data-label="Scenario"><a href="#{{id}}">{{view.title}}</a>{{#if page}} <span class="note">(page {{page}})</span>{{/if}}<p class="note">{{view.scenario}} · {{view.platform}}</p></td><td data-label="Verdict" class="judged {{view.verdict.verdict}}">{{> (lookup view.verdict 'verdict')}}<strong>{{view.verdict.word}}</strong></td><td data-label="RTO achieved" class="at">{{view.rto.value}}</td><td data-label="Target" class="at">{{view.rto.target}}</td><td data-label="Data lost">{{#if view.rpo.measured}}{{view.rpo.value}}{{else}}–{{/if}}</td><td data-label="Quality">{{#if view.qualityFigure.measured}}{{view.qualityFigure.value}}{{else}}–{{/if}}</td><td data-label="Findings">{{view.findings.length}}</td></tr>
{{/each}}
</tbody>
</table>
</section>
<section aria-labelledby="story">
<h2 id="story">{{w 'The story of the day'}}</h2>
<ol class="story">
{{#each drills}}
<li><p><span class="at">{{time}}</span> {{#each view.faults}}{{words}}. {{else}}Nothing was broken. {{/each}}<span class="{{view.verdict.verdict}}"><strong>{{view.verdict.word}}.</strong></span> {{view.verdict.headline}}{{#if view.meant}} {{view.meant}}{{/if}}{{#if cleanup}} <strong>{{cleanup}}</strong>{{/if}}</p>{{#if view.comparison}}<p class="note">{{view.comparison.sentence}}</p>{{/if}}</li>
{{else}}
<li><p>Nothing happened.</p></li>
{{/each}}
</ol>
</section>
<section aria-labelledby="next">
<h2 id="next">{{w 'What to do next'}}</h2>
<ul class="plain">
{{#each findings}}
<li><p>{{action}}</p><p class="note"><span class="severity {{severity}}">{{severity}}</span> · {{owner}}</p>{{#each found}}<p class="note">{{this}}</p>{{/each}}</li>
{{else}}
<li><p>Nothing came out of this day that somebody must do.</p></li>
{{/each}}
</ul>
</section>
{{#each drills}}
<section class="of-day" aria-labelledby="{{id}}">
<h2 id="{{id}}">{{number}}. {{view.title}}</h2>
<p class="judged {{view.verdict.verdict}}">{{> (lookup view.verdict 'verdict')}}<strong>{{view.verdict.word}}.</strong> <span class="ink">{{view.verdict.headline}}{{#if view.meant}} {{view.meant}}{{/if}}</span>{{#if cleanup}} <strong>{{cleanup}}</strong>{{/if}}</p>
{{#each storyDrawings}}<div class="{{size}} story-of-day">{{> drawing drawing}}</div>{{/each}}
<p>{{#each view.story.sentences}}{{this}} {{else}}{{view.rto.note}}{{/each}}</p>
<ul class="plain">
{{#each view.impact}}
<li><p>{{words}}</p>{{#if error}}<p class="note">First error: {{error}}</p>{{/if}}</li>
{{/each}}
</ul>
<details>
<summary>Timeline of {{view.scenario}}</summary>
{{#each timelineDrawings}}<div class="{{size}}">{{> drawing drawing}}</div>{{/each}}
</details>
{{#if href}}<p><a href="{{href}}">The whole report of this drill</a></p>{{/if}}
</section>
{{/each}}
`
