/** What somebody who was not there understands in ten seconds: verdict, damage, recovery, losses, what now. */
export const firstScreen = `
<header>
<p class="kicker">{{w 'Drill report'}} · {{classWords}}</p>
<h1>{{title}}</h1>
{{#if rehearsed}}<p class="rehearsed">{{rehearsed}}</p>{{/if}}
<p class="facts">Platform {{platform}}, environment {{environment}} · {{started}} · took {{took}} · drill {{drill}}</p>
</header>

<section class="verdict {{verdict.verdict}}" aria-label="Verdict">
{{> (lookup verdict 'verdict')}}
<p class="word">{{verdict.word}}</p>
<p class="headline">{{verdict.headline}}</p>
</section>
{{#if meant}}<p class="meant">{{meant}}</p>{{/if}}
{{#unless cleanup.clean}}
<section class="alert" aria-label="Clean-up">
<p><strong>{{cleanup.word}}.</strong> {{cleanup.sentence}}</p>
{{#if cleanup.left.length}}<ul>{{#each cleanup.left}}<li>{{what}} on {{where}}: <code>{{command}}</code></li>{{/each}}</ul>{{/if}}
</section>
{{/unless}}
<dl class="short narrow" aria-label="{{w 'In short'}}">
{{#each short}}<div><dt>{{w term}}</dt><dd>{{text}}</dd></div>{{/each}}
</dl>

<div class="first">
<div class="figures-of">
<section aria-labelledby="broken">
<h2 id="broken">{{w 'What was broken'}}</h2>
<ul class="plain">
{{#each faults}}
<li><p>{{words}} <span class="note">{{effectWords}}</span></p></li>
{{else}}
<li><p>Nothing.</p></li>
{{/each}}
</ul>
</section>
{{#if neighbourFigure}}
<section class="neighbour-figure" aria-labelledby="neighbour-figure">
<h2 id="neighbour-figure">{{w 'The other tenants'}}</h2>
<p class="figure {{neighbourFigure.met}}"><span class="value">{{neighbourFigure.value}}</span> <span class="against">{{neighbourFigure.against}}</span></p>
{{#each neighbourDrawings}}<div class="{{size}} neighbour-drawing">{{> drawing drawing}}</div>{{/each}}
<p>{{neighbourFigure.note}}</p>
</section>
{{/if}}
<section class="rto" aria-labelledby="rto">
<h2 id="rto">{{w 'Recovery time (RTO)'}}</h2>
<p class="figure {{rto.met}}"><span class="value">{{rto.value}}</span> <span class="against">{{rto.against}}</span></p>
{{#each storyDrawings}}<div class="{{size}}">{{> drawing drawing}}</div>{{/each}}
<p>{{rto.comparison}} {{#each story.sentences}}{{this}} {{else}}{{rto.note}}{{/each}}</p>
</section>
<div class="pair">
<section class="rpo" aria-labelledby="rpo">
<h2 id="rpo">{{w 'Data lost (RPO)'}}</h2>
<p class="figure {{rpo.met}}"><span class="value{{#unless rpo.measured}} unmeasured{{/unless}}">{{rpo.value}}</span> <span class="against">{{rpo.against}}</span></p>
{{#if rpoDrawing}}{{> drawing rpoDrawing}}{{/if}}
<p class="note">{{rpo.comparison}} {{rpo.note}}{{#if rpo.measured}} These are small writes of ours, in so-called ledgers.{{/if}}</p>
</section>
<section class="quality-figure" aria-label="How good the answers were">
<h2 id="quality-figure">{{w 'Answer quality'}}</h2>
<p class="figure {{qualityFigure.met}}"><span class="value{{#unless qualityFigure.measured}} unmeasured{{/unless}}">{{qualityFigure.value}}</span> <span class="against">{{qualityFigure.against}}</span></p>
{{#if qualityDrawing}}{{> drawing qualityDrawing}}{{/if}}
<p class="note">{{qualityFigure.note}}</p>
</section>
</div>
</div>
<div class="words-of">
<section aria-labelledby="next">
<h2 id="next">{{w 'What to do next'}}</h2>
<ul class="plain">
{{#each followUps}}
<li><p>{{text}}</p><p class="note">{{severity}} · {{owner}}</p></li>
{{else}}
<li><p>Nothing came out of this drill that somebody must do.</p></li>
{{/each}}
</ul>
</section>
{{#if comparison}}<p class="note">{{comparison.sentence}}</p>{{/if}}
<section aria-labelledby="why">
<h2 id="why">{{w 'Why this verdict'}}</h2>
<ul class="plain reasons">
{{#each why.reasons}}
<li class="{{verdict}}">{{> (lookup . 'verdict')}}<p><span class="unseen">{{word}}: </span>{{text}}</p></li>
{{else}}
<li><p>No reason was recorded.</p></li>
{{/each}}
</ul>
{{#if why.more}}<p class="note">{{why.more}}</p>{{/if}}
</section>
<section aria-labelledby="met">
<h2 id="met">{{w 'What users met'}}</h2>
<p class="note">A journey is something users do, asked again and again during the drill.</p>
<ul class="plain">
{{#each impact}}
<li><p>{{words}}</p>{{#if error}}<p class="note">First error: {{error}}</p>{{/if}}</li>
{{/each}}
</ul>
</section>
</div>
</div>
`
