/** The timeline as a picture and as a table. */
export const timeline = `
<section class="timeline" aria-labelledby="timeline">
<h2 id="timeline">{{w 'Timeline'}}</h2>
{{#each timelineDrawings}}<div class="{{size}}">{{> drawing drawing}}</div>{{/each}}
<ul class="note legend">
{{#each timeline.legend}}
<li><span class="key {{key}}"></span>{{words}}</li>
{{/each}}
</ul>
{{#if closeUpDrawings.length}}
<h3>{{w 'The longest outage, close up'}}</h3>
{{#each closeUpDrawings}}<div class="{{size}}">{{> drawing drawing}}</div>{{/each}}
{{/if}}
{{#if notes.length}}
<h3>{{w 'What people noted'}}</h3>
<table>
<thead><tr><th scope="col">Since {{timeline.zeroShort}}</th><th scope="col">Who</th><th scope="col">Note</th></tr></thead>
<tbody>
{{#each notes}}
<tr><td class="at" data-label="When">{{at}}</td><td data-label="Who">{{by}}</td><td data-label="Note" class="long">{{text}}</td></tr>
{{/each}}
</tbody>
</table>
{{/if}}
<details>
<summary>The timeline as a table</summary>
<table>
<thead><tr><th scope="col">Since {{timeline.zeroShort}}</th><th scope="col">What</th><th scope="col">Detail</th></tr></thead>
<tbody>
{{#each timeline.moments}}
<tr><td class="at" data-label="When">{{at}}</td><td data-label="What">{{what}}</td><td data-label="Detail" class="long">{{detail}}</td></tr>
{{/each}}
</tbody>
</table>
{{#if timeline.momentsOmitted}}<p class="note">{{timeline.momentsOmitted}}</p>{{/if}}
</details>
</section>
`
