/** Every sentence that made the verdict, and the journal line it rests on. */
export const judgements = `
<section aria-labelledby="judgements">
<h2 id="judgements">{{w 'Every judgement'}}</h2>
<ul class="plain reasons">
{{#each reasons}}
<li class="{{verdict}}">{{> (lookup . 'verdict')}}<p><span class="unseen">{{word}}: </span>{{text}}{{#if event}} <span class="note">({{event}})</span>{{/if}}</p></li>
{{/each}}
</ul>
</section>
`
